// The live chart: milliseconds per token over the tokens of this session, with markers for load, prefill, first token
// and stop. Draws what the series holds when refresh() is called, queued, at most 30 times a second. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <vector>

#include "ui/models/token_series.h"

class QCustomPlot;
class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QLabel;

namespace autoglm::ui {

class TokenChart : public QWidget {
    Q_OBJECT
  public:
    /// `series` outlives the chart.
    explicit TokenChart(const TokenSeries& series, QWidget* parent = nullptr);

    void refresh();
    int replotCount() const { return m_replots; }

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void draw();
    void drawMarkers(double low, double high);
    void restyle();
    void retranslate();

    const TokenSeries& m_series;
    QCustomPlot* m_plot;
    QCPGraph* m_graph;
    QLabel* m_empty;
    QTimer m_timer;
    QElapsedTimer m_sinceDraw;
    std::vector<QCPItemLine*> m_lines;
    std::vector<QCPItemText*> m_labels;
    int m_replots = 0;
};

}  // namespace autoglm::ui
