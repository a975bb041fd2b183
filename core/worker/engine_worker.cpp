#include "core/worker/engine_worker.h"

#include <utility>

#include "core/base/clock.h"
#include "core/base/text_format.h"

namespace autoglm::worker {
namespace {

const char* activityOf(CommandKind kind) {
    switch (kind) {
        case CommandKind::Load:
            return "loading a model";
        case CommandKind::Unload:
            return "unloading the model";
        case CommandKind::Generate:
            return "answering a prompt";
        case CommandKind::Score:
            return "scoring a text";
        case CommandKind::Bench:
            return "running a benchmark";
        case CommandKind::Compare:
            return "comparing two precisions";
        case CommandKind::Probe:
            return "trying the device";
    }
    return "working";
}

WorkerSignal signalOf(CommandKind kind, const RunEnd& end, bool hasModel) {
    if (end.device == DeviceHealth::Lost) return WorkerSignal::EndedInFailure;
    if (hasModel) return WorkerSignal::EndedWithModel;
    const bool isFailedLoad = kind == CommandKind::Load && end.outcome == RunOutcome::Failed;
    return isFailedLoad ? WorkerSignal::EndedInFailure : WorkerSignal::EndedWithoutModel;
}

}  // namespace

EngineWorker::EngineWorker(WorkerOptions options)
    : m_mailbox(std::move(options.wake), options.metricCapacity),
      m_runner(std::move(options.engine), std::move(options.opener), m_mailbox),
      m_thread([this](const std::stop_token& threadStop) { loop(threadStop); }) {}

EngineWorker::~EngineWorker() {
    stop();
    m_thread.request_stop();
    m_thread.join();
}

Result<RunId> EngineWorker::submit(Command command) {
    const std::int64_t submitNs = nowNs();
    RunId run = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (m_needsRestart)
            return fail(ErrorCode::Device,
                        "the device was lost and this process cannot use it again; restart the program");
        const CommandKind kind = commandKind(command);
        const auto next =
            transition(m_state, kind == CommandKind::Load ? WorkerSignal::LoadStarted : WorkerSignal::WorkStarted);
        if (!next)
            return fail(ErrorCode::Busy, concat("the engine is ", activityOf(m_kind), " (run ", m_lastRun,
                                                "); stop it or wait until it has ended"));
        m_state = *next;
        m_kind = kind;
        m_stop = std::stop_source();
        ++m_lastRun;
        // Before the thread can see the command: its start comes before its end.
        m_mailbox.begin({.run = m_lastRun, .kind = kind, .submitNs = submitNs});
        m_queued = Job{m_lastRun, std::move(command), m_stop.get_token(), submitNs};
        run = m_lastRun;
    }
    m_changed.notify_one();
    return run;
}

void EngineWorker::stop() {
    std::stop_source source(std::nostopstate);
    {
        const std::lock_guard lock(m_mutex);
        const auto next = transition(m_state, WorkerSignal::StopRequested);
        if (!next) return;
        m_state = *next;
        source = m_stop;
    }
    source.request_stop();  // runs callbacks: not under the lock
}

WorkerState EngineWorker::state() const {
    const std::lock_guard lock(m_mutex);
    return m_state;
}

bool EngineWorker::needsRestart() const {
    const std::lock_guard lock(m_mutex);
    return m_needsRestart;
}

void EngineWorker::loop(const std::stop_token& threadStop) {
    while (true) {
        std::optional<Job> job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, threadStop, [this] { return m_queued.has_value(); })) break;
            job = std::exchange(m_queued, std::nullopt);
        }
        RunEnd end = m_runner.run(*job);
        const WorkerSignal signal = signalOf(commandKind(job->command), end, m_runner.hasModel());
        finish(*job, std::move(end), signal);
    }
    m_runner.close();
}

void EngineWorker::finish(const Job& job, RunEnd end, WorkerSignal signal) {
    RunFinished finished{.run = job.run,
                         .kind = commandKind(job.command),
                         .outcome = end.outcome,
                         .error = std::move(end.error),
                         .payload = std::move(end.payload)};
    bool mustWake = false;
    {
        // State and event together: whoever sees the end can submit, and no later run can start before it.
        const std::lock_guard lock(m_mutex);
        m_state = transition(m_state, signal).value_or(WorkerState::Failed);
        m_needsRestart = m_needsRestart || end.device == DeviceHealth::Lost;
        m_stop = std::stop_source(std::nostopstate);
        mustWake = m_mailbox.storeEvent(std::move(finished));
    }
    if (mustWake) m_mailbox.wake();
}

}  // namespace autoglm::worker
