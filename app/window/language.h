// The language of the window: installs the translation that fits. GUI thread.
#pragma once

#include <QString>

namespace autoglm::app {

/// "en", "zh_CN", or empty for the system's. English, the language of the sources, needs no file.
void applyLanguage(const QString& name);

}  // namespace autoglm::app
