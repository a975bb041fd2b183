// Which actions may be used, from the state of the engine thread alone. Pure; any thread.
#pragma once

#include "core/worker/worker_state.h"

namespace autoglm::ui {

class EngineController;

struct ActionState {
    bool open = false;  ///< choose another model
    bool load = false;
    bool unload = false;
    bool precision = false;  ///< choosing one loads the model again
    bool run = false;        ///< ask the loaded model
    bool compare = false;
    bool stop = false;
    bool check = false;  ///< look at the environment: nothing is measured that it would disturb
};

enum class ProcessHealth { Usable, NeedsRestart };

ActionState actionState(worker::WorkerState state, ProcessHealth health);
ActionState actionState(const EngineController& controller);  ///< as it is now; GUI thread

}  // namespace autoglm::ui
