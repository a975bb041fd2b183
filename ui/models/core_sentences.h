// Sentences of core in the words of the current translation. Core says them in English; figures, paths and quoted
// values in them are kept, sentences within sentences are translated part by part. What has no entry stays English.
// Pure but for the translators installed; GUI thread. The entries: core_sentence_tables.h.
#pragma once

#include <QString>
#include <vector>

namespace autoglm::ui {

QString coreSentence(const QString& english);
QString coreSentence(const std::string& english);

/// Whether there is an entry for it, in whatever language.
bool isKnownCoreSentence(const QString& english);

/// Every entry, UTF-8; for the test that asks for their translations.
std::vector<const char*> corePatterns();

}  // namespace autoglm::ui
