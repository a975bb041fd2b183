// The program's log: a rotating file under dataFolder()/log, and standard error for warnings. Level from AUTOGLM_LOG
// (trace, debug, info, warn, error; default info). Messages of Qt go there too. Call once, before the first window.
#pragma once

#include "ui/panes/log_pane.h"

namespace autoglm::app {

/// Returns how the window reads it.
ui::LogServices startLogging();

}  // namespace autoglm::app
