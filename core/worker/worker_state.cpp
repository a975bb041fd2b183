#include "core/worker/worker_state.h"

namespace autoglm::worker {

const char* workerStateName(WorkerState state) {
    switch (state) {
        case WorkerState::Idle:
            return "idle";
        case WorkerState::Loading:
            return "loading";
        case WorkerState::Ready:
            return "ready";
        case WorkerState::Running:
            return "running";
        case WorkerState::Stopping:
            return "stopping";
        case WorkerState::Failed:
            return "failed";
    }
    return "failed";
}

bool isBusy(WorkerState state) {
    return state == WorkerState::Loading || state == WorkerState::Running || state == WorkerState::Stopping;
}

std::optional<WorkerState> transition(WorkerState state, WorkerSignal signal) {
    const bool isStart = signal == WorkerSignal::LoadStarted || signal == WorkerSignal::WorkStarted;
    if (isStart == isBusy(state)) return std::nullopt;
    switch (signal) {
        case WorkerSignal::LoadStarted:
            return WorkerState::Loading;
        case WorkerSignal::WorkStarted:
            return WorkerState::Running;
        case WorkerSignal::StopRequested:
            return WorkerState::Stopping;
        case WorkerSignal::EndedWithModel:
            return WorkerState::Ready;
        case WorkerSignal::EndedWithoutModel:
            return WorkerState::Idle;
        case WorkerSignal::EndedInFailure:
            return WorkerState::Failed;
    }
    return std::nullopt;
}

}  // namespace autoglm::worker
