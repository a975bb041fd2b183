// The language of the window: installs the translation that fits. GUI thread.
#pragma once

#include <QString>

namespace autoglm::app {

/// "en", "zh_CN", or empty for the system's. The file of English, the language of the sources,
/// holds singular and plural alone.
void applyLanguage(const QString& name);

}  // namespace autoglm::app
