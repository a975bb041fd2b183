#include "ui/models/action_state.h"

#include "ui/bridge/engine_controller.h"

namespace autoglm::ui {

ActionState actionState(worker::WorkerState state, ProcessHealth health) {
    using worker::WorkerState;
    if (health == ProcessHealth::NeedsRestart) return {.check = true};
    const ActionState withoutModel = {.open = true, .load = true, .precision = true, .compare = true, .check = true};
    switch (state) {
        case WorkerState::Idle:
        case WorkerState::Failed:
            return withoutModel;
        case WorkerState::Ready:
            return {.open = true, .unload = true, .precision = true, .run = true, .compare = true, .check = true};
        case WorkerState::Loading:
        case WorkerState::Running:
            return {.stop = true};
        case WorkerState::Stopping:
            return {};
    }
    return {};
}

ActionState actionState(const EngineController& controller) {
    return actionState(controller.state(),
                       controller.needsRestart() ? ProcessHealth::NeedsRestart : ProcessHealth::Usable);
}

}  // namespace autoglm::ui
