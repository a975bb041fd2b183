// What the engine does right now: time per token as figures and as a chart with markers. GUI thread.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/bridge/engine_controller.h"
#include "ui/models/token_series.h"

class QLabel;

namespace autoglm::ui {

class TokenChart;

class LivePane : public QWidget {
    Q_OBJECT
  public:
    explicit LivePane(EngineController& controller, QWidget* parent = nullptr);

    const TokenSeries& series() const { return m_series; }

  signals:
    void rateChanged(std::optional<double> tokensPerSecond);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void onStarted(const worker::RunStarted& started);
    void onTokens(const std::vector<worker::TokenMetric>& tokens);
    void onFinished(const worker::RunFinished& finished);
    void showFigures();
    void restyle();
    void retranslate();

    TokenSeries m_series;
    QLabel* m_title;
    QLabel* m_latest;
    QLabel* m_unit;
    QLabel* m_percentiles;
    TokenChart* m_chart;
};

}  // namespace autoglm::ui
