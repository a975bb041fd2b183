// A plot of a report as an object in a text document: title, legend and chart drawn as vectors in the colours of paper.
// In the thread of its document.
#pragma once

#include <QObject>
#include <QTextObjectInterface>
#include <vector>

#include "core/report/comparison_plots.h"

class QTextCursor;

namespace autoglm::app {

class PlotObject : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)
  public:
    static constexpr int objectType = QTextFormat::UserObject + 1;

    /// Half a plot's width leaves room for two beside each other on `lineWidth`.
    PlotObject(std::vector<report::Plot> plots, double lineWidth, QObject* parent);

    void insert(QTextCursor& cursor, std::size_t plot) const;

    QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument* document, int position,
                    const QTextFormat& format) override;

  private:
    std::vector<report::Plot> m_plots;
    double m_lineWidth;
};

}  // namespace autoglm::app
