// The window's door to the engine thread: commands go in, immutable values come out as signals on the GUI thread.
// GUI thread only; owns the worker, whose thread ends with this object. However fast the engine is, the mailbox is
// drained at most every `drainInterval`, and while text comes so seldom that this thread takes a twentieth of a core,
// which the engine may be using (a paragraph of thousands of characters is laid out anew at each insertion), but four
// times a second at least. What belongs to another run than the current one is dropped. state() is the one thing that
// actions are enabled by; it changes together with the signals, never ahead of them.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>
#include <memory>

#include "core/worker/engine_worker.h"

namespace autoglm::ui {

struct ControllerOptions {
    engine::EngineFactory engine{};
    worker::ModelOpener opener = worker::openModelAssets;
    std::chrono::milliseconds drainInterval{33};
};

class EngineController : public QObject {
    Q_OBJECT
  public:
    explicit EngineController(ControllerOptions options, QObject* parent = nullptr);

    worker::WorkerState state() const { return m_state; }
    bool isBusy() const { return worker::isBusy(m_state); }
    /// A load is under way, or stops: model() is the one before until it ends.
    bool isLoading() const { return isBusy() && m_kind == worker::CommandKind::Load; }
    /// model() may be the one before, which makes room for the arms.
    bool isComparing() const { return isBusy() && m_kind == worker::CommandKind::Compare; }
    /// What the engine thread is doing, or did last.
    worker::CommandKind kind() const { return m_kind; }
    worker::RunId currentRun() const { return m_run; }
    /// Null where no model is loaded.
    const std::shared_ptr<const worker::LoadSummary>& model() const { return m_model; }
    /// The process lost its device: only a restart helps.
    bool needsRestart() const { return m_worker.needsRestart(); }

    Result<worker::RunId> submit(worker::Command command);
    void stop();

  signals:
    void stateChanged(autoglm::worker::WorkerState state);
    void runStarted(const autoglm::worker::RunStarted& started);
    void textArrived(autoglm::worker::RunId run, const QString& text);
    void tokensArrived(const std::vector<autoglm::worker::TokenMetric>& tokens);
    void progressed(autoglm::worker::CommandKind kind, const autoglm::evaluate::WorkProgress& progress);
    void answersArrived(const std::vector<autoglm::worker::AnswerText>& answers);
    /// The KV cache of the run at hand; kept until a load, unload or measurement.
    void sessionOpened(std::uint64_t kvCacheBytes);
    void promptsKnown(const std::vector<std::string>& prompts);
    void designFixed(const autoglm::evaluate::MeasurementDesign& design);
    void armLoaded(const autoglm::worker::ArmLoaded& loaded);
    /// Emitted after state() and model() have changed.
    void runFinished(const autoglm::worker::RunFinished& finished);

  protected:
    void apply(const worker::Updates& updates);

  private:
    void onWake();
    std::chrono::milliseconds untilDue() const;
    void drainWhenDue();
    void setState(worker::WorkerState state);
    void announce(const worker::RunStarted& started);
    void announce(const worker::RunFinished& finished);
    void announce(const worker::SessionOpened& opened);
    void announce(const worker::PromptsKnown& known);
    void announce(const worker::DesignFixed& fixed);
    void announce(const worker::ArmLoaded& loaded);
    void announce(const worker::BenchTestDone&) {}

    const std::chrono::milliseconds m_interval;
    QTimer m_timer;
    QElapsedTimer m_sinceDrain;
    std::int64_t m_workAtDrain = 0;  ///< threadCpuNs()
    bool m_hasShownText = false;     ///< since then
    worker::WorkerState m_state = worker::WorkerState::Idle;
    worker::CommandKind m_kind = worker::CommandKind::Load;
    worker::RunId m_run = 0;
    std::shared_ptr<const worker::LoadSummary> m_model;
    worker::EngineWorker m_worker;  ///< last: its thread posts to this object until it has ended
};

}  // namespace autoglm::ui
