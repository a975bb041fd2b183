// The history as the reports pane asks for it, and runs as files in every form, PDF among them. Any thread but the
// GUI's: every call may block. Each call opens the history anew, so that programs share it.
#pragma once

#include <memory>

#include "app/window/settings_store.h"
#include "core/store/history.h"
#include "ui/panes/reports_pane.h"

namespace autoglm::app {

/// Writes a run's document as `form` ("pdf", or as core/report/run_forms.h); `run` names it in errors.
Status writeRun(const std::string& kind, const Json& document, const std::string& form, const std::string& run,
                const std::filesystem::path& path);

/// Writes `html` into `folder`, which is made where it is missing; its path.
Result<std::filesystem::path> keepPage(const std::filesystem::path& folder, const std::string& name,
                                       const std::string& html);

/// On the history file at `history`, the pages in the report folder of the settings.
ui::ReportServices reportServices(const std::filesystem::path& history, std::shared_ptr<const SettingsStore> settings);

/// Opens a file by the program of this desktop; false where there is none. GUI thread.
bool openOnDesktop(const std::filesystem::path& path);

}  // namespace autoglm::app
