// The engine thread and the door to it. The thread owns engine, model and sessions; one command is in flight at a time.
// submit, stop, state and take may be called from any other thread; nothing here waits for the engine,
// but the destructor, which stops the command in flight and joins. Results come through take() after a wake-up, see
// mailbox.h; the wake function may be called until the destructor returns.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/worker/command_runner.h"
#include "core/worker/mailbox.h"
#include "core/worker/worker_state.h"

namespace autoglm::worker {

struct WorkerOptions {
    engine::EngineFactory engine{};  ///< called on the thread, by the first command that needs an engine
    ModelOpener opener = openModelAssets;
    std::function<void()> wake{};       ///< called on the engine thread; must return at once
    std::size_t metricCapacity = 4096;  ///< token metrics kept between two takes
};

class EngineWorker {
  public:
    explicit EngineWorker(WorkerOptions options);
    ~EngineWorker();
    EngineWorker(const EngineWorker&) = delete;
    EngineWorker& operator=(const EngineWorker&) = delete;

    /// Queues the command; its id tags all that comes of it. Busy while another one is in flight, Device where the
    /// device was lost and the program must be restarted.
    Result<RunId> submit(Command command);

    /// Asks the command in flight to end; the outcome is Cancelled unless it was done already. Without one: nothing.
    void stop();

    WorkerState state() const;

    /// True where a CUDA error made this process unable to go on: everything but a restart is refused.
    bool needsRestart() const;

    Updates take() { return m_mailbox.take(); }

  private:
    void loop(const std::stop_token& threadStop);
    void finish(const Job& job, RunEnd end, WorkerSignal signal);

    Mailbox m_mailbox;
    CommandRunner m_runner;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    WorkerState m_state = WorkerState::Idle;
    bool m_needsRestart = false;
    RunId m_lastRun = 0;
    CommandKind m_kind = CommandKind::Load;
    std::optional<Job> m_queued;
    std::stop_source m_stop{std::nostopstate};  ///< of the command in flight; a fresh one per command

    std::jthread m_thread;  ///< last: everything above outlives it
};

}  // namespace autoglm::worker
