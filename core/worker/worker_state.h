// What the engine thread is doing, as the window shows it and enables actions from it. Pure; any thread.
#pragma once

#include <array>
#include <optional>

namespace autoglm::worker {

enum class WorkerState {
    Idle,      ///< no model
    Loading,   ///< a load is under way
    Ready,     ///< a model is loaded
    Running,   ///< any other command is under way
    Stopping,  ///< a stop was asked for and the command has not ended yet
    Failed,    ///< no model: the last load failed, or the device is lost
};
inline constexpr std::array<WorkerState, 6> allWorkerStates = {WorkerState::Idle,     WorkerState::Loading,
                                                               WorkerState::Ready,    WorkerState::Running,
                                                               WorkerState::Stopping, WorkerState::Failed};

enum class WorkerSignal { LoadStarted, WorkStarted, StopRequested, EndedWithModel, EndedWithoutModel, EndedInFailure };
inline constexpr std::array<WorkerSignal, 6> allWorkerSignals = {
    WorkerSignal::LoadStarted,    WorkerSignal::WorkStarted,       WorkerSignal::StopRequested,
    WorkerSignal::EndedWithModel, WorkerSignal::EndedWithoutModel, WorkerSignal::EndedInFailure};

const char* workerStateName(WorkerState state);  ///< "idle", "loading", ...

/// True while a command is in flight.
bool isBusy(WorkerState state);

/// The state after `signal`; absent where it cannot happen in `state`.
std::optional<WorkerState> transition(WorkerState state, WorkerSignal signal);

}  // namespace autoglm::worker
