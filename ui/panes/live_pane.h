// What engine and machine do right now: time per token, tokens per second, memory by component, load, and heat and
// power where the machine shows them, with markers for what happened. Samples come from a thread of their own, through
// a function; files are written through another. GUI thread.
#pragma once

#include <QTimer>
#include <QWidget>
#include <filesystem>
#include <functional>
#include <optional>

#include "ui/bridge/engine_controller.h"
#include "ui/models/machine_series.h"
#include "ui/models/thresholds.h"
#include "ui/models/token_series.h"
#include "ui/widgets/message_banner.h"

class QLabel;
class QPushButton;
class QWidget;

namespace autoglm::ui {

class SeriesChart;

struct LiveServices {
    /// Samples taken after `timeNs`; must not block.
    std::function<std::vector<measure::SystemSample>(std::int64_t timeNs)> samples{};
    /// Beside the GUI thread; the file is there whole or not at all.
    std::function<Status(const std::filesystem::path& path, const std::string& bytes)> write{};
};

class LivePane : public QWidget {
    Q_OBJECT
  public:
    LivePane(EngineController& controller, LiveServices services, QWidget* parent = nullptr);

    /// The dock's size does not come from what the charts say at the moment.
    bool hasHeightForWidth() const override { return false; }
    QSize minimumSizeHint() const override { return {300, 200}; }

    void setThresholds(const Thresholds& thresholds);
    const TokenSeries& tokens() const { return m_tokens; }
    const MachineSeries& machine() const { return m_machine; }

  signals:
    void rateChanged(std::optional<double> tokensPerSecond);
    void messageRaised(const autoglm::ui::BannerMessage& message);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* buildTools();
    QWidget* buildCharts();
    void onStarted(const worker::RunStarted& started);
    void onSession(std::uint64_t kvCacheBytes);
    void onTokens(const std::vector<worker::TokenMetric>& tokens);
    void onFinished(const worker::RunFinished& finished);
    void poll();
    void onArm(const worker::ArmLoaded& loaded);
    void onProgress(const evaluate::WorkProgress& work);
    /// What the engine holds from now on, beside the loaded model's weights.
    void hold(std::uint64_t kvCacheBytes);
    void holdNothing();
    void mark(MarkerKind kind, std::optional<double> milliseconds = std::nullopt);
    void refreshTokens();
    void refreshMachine();
    void setPaused(bool isPaused);
    void exportCharts();
    void write(const std::filesystem::path& path);
    void restyle();
    void showMemoryWords();
    void retranslate();

    EngineController& m_controller;
    LiveServices m_services;
    Thresholds m_thresholds;
    TokenSeries m_tokens;
    MachineSeries m_machine;
    const std::int64_t m_originNs;
    std::int64_t m_sampledNs = 0;
    std::shared_ptr<const worker::LoadSummary> m_shownModel;  ///< whose tokens are drawn
    bool m_isAfterMeasuring = false;                          ///< tokens are absent because they were a comparison's
    worker::RunId m_probedRun = 0;                            ///< whose probe of the memory is marked
    QTimer m_poll;

    QPushButton* m_pause;
    QPushButton* m_reset;
    QPushButton* m_export;
    QLabel* m_absent;  ///< which charts there cannot be here
    QWidget* m_content = nullptr;
    SeriesChart* m_time = nullptr;
    SeriesChart* m_rate = nullptr;
    SeriesChart* m_memory = nullptr;
    SeriesChart* m_utilization = nullptr;
    SeriesChart* m_temperature = nullptr;
    SeriesChart* m_power = nullptr;
    std::vector<SeriesChart*> m_charts;
};

}  // namespace autoglm::ui
