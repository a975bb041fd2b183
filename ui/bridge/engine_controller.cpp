#include "ui/bridge/engine_controller.h"

#include <algorithm>
#include <utility>

#include "core/base/clock.h"

namespace autoglm::ui {

using worker::WorkerState;

namespace {

/// What this thread has computed since text was last shown, times this, is the least until it is shown again.
constexpr int restPerWork = 20;
constexpr std::chrono::milliseconds longestRest(250);

}  // namespace

EngineController::EngineController(ControllerOptions options, QObject* parent)
    : QObject(parent),
      m_interval(options.drainInterval),
      m_worker({.engine = std::move(options.engine), .opener = std::move(options.opener), .wake = [this] {
                    QMetaObject::invokeMethod(this, &EngineController::onWake, Qt::QueuedConnection);
                }}) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &EngineController::drainWhenDue);
}

Result<worker::RunId> EngineController::submit(worker::Command command) {
    // The worker may have ended a run whose end nobody here has seen yet; its signals come first.
    if (isBusy()) return fail(ErrorCode::Busy, "the engine is at work; stop it or wait until it has ended");
    const worker::CommandKind kind = worker::commandKind(command);
    auto run = m_worker.submit(std::move(command));
    if (!run) return run;
    m_run = *run;
    m_kind = kind;
    m_hasShownText = false;
    setState(kind == worker::CommandKind::Load ? WorkerState::Loading : WorkerState::Running);
    onWake();  // the mailbox holds the start, which wakes nobody
    return run;
}

void EngineController::stop() {
    if (!isBusy()) return;
    m_worker.stop();
    setState(WorkerState::Stopping);
}

void EngineController::onWake() {
    if (!m_timer.isActive()) m_timer.start(untilDue());
}

std::chrono::milliseconds EngineController::untilDue() const {
    using std::chrono::milliseconds;
    if (!m_sinceDrain.isValid()) return {};
    milliseconds due = m_interval;
    if (m_hasShownText) {
        const std::chrono::nanoseconds work(restPerWork * (threadCpuNs() - m_workAtDrain));
        due = std::max(due, std::min(std::chrono::ceil<milliseconds>(work), longestRest));
    }
    return std::max(milliseconds(0), due - milliseconds(m_sinceDrain.elapsed()));
}

/// What was shown is laid out and painted later: how much work it was is known by now.
void EngineController::drainWhenDue() {
    if (const auto left = untilDue(); left.count() > 0) return m_timer.start(left);
    m_sinceDrain.start();
    m_workAtDrain = threadCpuNs();
    m_hasShownText = false;
    apply(m_worker.take());
}

void EngineController::apply(const worker::Updates& updates) {
    const auto started = [&](const worker::Event& event) { return std::holds_alternative<worker::RunStarted>(event); };
    // In the order of a run: its start, what it delivered, its end.
    for (const worker::Event& event : updates.events)
        if (started(event)) announce(std::get<worker::RunStarted>(event));
    if (updates.run == m_run) {
        if (updates.progress) emit progressed(m_kind, *updates.progress);
        if (!updates.text.empty()) {
            m_hasShownText = true;
            emit textArrived(m_run, QString::fromStdString(updates.text));
        }
        if (!updates.metrics.empty()) emit tokensArrived(updates.metrics);
        if (!updates.answers.empty()) emit answersArrived(updates.answers);
    }
    for (const worker::Event& event : updates.events)
        if (!started(event)) std::visit([this](const auto& one) { announce(one); }, event);
}

void EngineController::announce(const worker::RunStarted& event) {
    if (event.run == m_run) emit runStarted(event);
}

void EngineController::announce(const worker::RunFinished& event) {
    if (event.run != m_run || !isBusy()) return;
    const WorkerState after = m_worker.state();
    if (const auto* summary = std::get_if<std::shared_ptr<const worker::LoadSummary>>(&event.payload))
        m_model = *summary;
    if (after != WorkerState::Ready) m_model.reset();
    setState(after);
    emit runFinished(event);
}

void EngineController::announce(const worker::SessionOpened& event) {
    if (event.run == m_run) emit sessionOpened(event.kvCacheBytes);
}

void EngineController::announce(const worker::PromptsKnown& known) {
    if (known.run == m_run) emit promptsKnown(known.prompts);
}

void EngineController::announce(const worker::DesignFixed& event) {
    if (event.run == m_run) emit designFixed(event.design);
}

void EngineController::announce(const worker::ArmLoaded& event) {
    if (event.run == m_run) emit armLoaded(event);
}

void EngineController::setState(WorkerState state) {
    if (std::exchange(m_state, state) != state) emit stateChanged(state);
}

}  // namespace autoglm::ui
