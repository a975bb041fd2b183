// One live chart with its title and figures: lines, markers, a reference line; wheel and drag (or + - and the arrows)
// zoom and move, a double click (or 0) follows again. Asks for its data when it draws: after refresh(), queued, at most
// once per pace, and 30 times a second while it is zoomed and moved; not while paused. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "ui/models/live_charts.h"

class QCustomPlot;
class QCPItemLine;
class QCPItemStraightLine;
class QCPItemText;
class QLabel;

namespace autoglm::ui {

enum class MarkerLabels { Hide, Show };

class SeriesChart : public QWidget {
    Q_OBJECT
  public:
    using Source = std::function<ChartData()>;
    SeriesChart(Source source, const QString& name, MarkerLabels labels, QWidget* parent = nullptr);

    void setWords(const QString& title, const QString& axis, const QString& empty);
    /// What the lines are, for who points at their names.
    void setHint(const QString& hint);
    void setPace(std::chrono::milliseconds pace) { m_pace = pace; }
    void setPaused(bool isPaused);
    void resetZoom();
    void refresh();

    bool isZoomed() const { return m_view.has_value(); }
    AxisRange shownRange() const { return m_shown; }
    /// Pictures really drawn.
    int replotCount() const { return m_replots; }

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void drawWithin(std::chrono::milliseconds pace);
    void draw();
    void drawLines();
    void drawReference();
    void drawMarkers();
    void showFigures();
    void zoomAt(double center, double factor);
    void moveBy(double share);
    QColor colorOf(SeriesColor color) const;
    void restyle();

    Source m_source;
    const MarkerLabels m_markerLabels;
    ChartData m_data;
    AxisRange m_shown;
    AxisKind m_kind = AxisKind::Linear;
    std::optional<AxisRange> m_view;  ///< chosen by zoom; absent: the newest
    std::optional<double> m_dragFrom;
    bool m_isPaused = false;
    std::chrono::milliseconds m_pace;
    QTimer m_timer;
    QElapsedTimer m_sinceDraw;
    int m_replots = 0;

    QString m_titleText;
    QLabel* m_title;
    QLabel* m_latest;
    QLabel* m_details;
    QLabel* m_empty;
    QCustomPlot* m_plot;
    QCPItemStraightLine* m_reference;
    std::vector<QCPItemLine*> m_lines;
    std::vector<QCPItemText*> m_labels;
};

}  // namespace autoglm::ui
