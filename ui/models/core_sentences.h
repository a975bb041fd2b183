// Sentences of core in the words of the current translation. Core says them in English; figures in them are kept. What
// has no entry stays English. Pure but for the translators installed; GUI thread.
#pragma once

#include <QString>

namespace autoglm::ui {

QString coreSentence(const QString& english);

/// Whether there is an entry for it, in whatever language.
bool isKnownCoreSentence(const QString& english);

}  // namespace autoglm::ui
