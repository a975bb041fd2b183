// The status bar: state with progress, model and scheme, device, memory of the model and of this program, speed. GUI
// thread.
#pragma once

#include <QElapsedTimer>
#include <QStatusBar>
#include <optional>

#include "ui/bridge/engine_controller.h"

class QLabel;
class QProgressBar;

namespace autoglm::app {

/// What the window does once what runs has ended.
enum class Afterwards { Stay, Close };

class StatusLine : public QStatusBar {
    Q_OBJECT
  public:
    explicit StatusLine(ui::EngineController& controller, QWidget* parent = nullptr);

    void setRate(std::optional<double> tokensPerSecond);
    /// What a load that is about to begin is to bring: "demo INT8 W8A16 per-channel", "cpu".
    void setLoading(const QString& model, const QString& device);
    /// What a comparison that is about to begin compares: "demo FP16 / INT8", "cpu".
    void setComparison(const QString& arms, const QString& devices);
    void setAfterwards(Afterwards afterwards);

  protected:
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

  private:
    void onProgress(worker::CommandKind kind, const evaluate::WorkProgress& work);
    void onFinished(const worker::RunFinished& finished);
    void showAll();
    void showMemory();

    ui::EngineController& m_controller;
    std::optional<double> m_rate;
    QString m_loading;
    QString m_loadingDevice;
    QString m_arms;
    QString m_armDevices;
    Afterwards m_afterwards = Afterwards::Stay;
    QElapsedTimer m_sinceStart;  ///< of the command at hand
    std::uint64_t m_kvCacheBytes = 0;
    std::optional<std::uint64_t> m_totalMemoryBytes;
    QLabel* m_state;
    QProgressBar* m_progress;
    QLabel* m_model;
    QLabel* m_device;
    QLabel* m_memory;
    QLabel* m_speed;
};

}  // namespace autoglm::app
