// The program's log: a rotating file under dataFolder()/log, and standard error for warnings. Level from AUTOGLM_LOG
// (trace, debug, info, warn, error; default info). Messages of Qt go there too. Call once, before the first window.
#pragma once

namespace autoglm::app {

void startLogging();

}  // namespace autoglm::app
