#include "ui/widgets/metric_delegate.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/models/comparison_model.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int metricPadding = 8;
constexpr int uncertaintyGap = 6;

struct MetricParts {
    QString before;
    QString after;  ///< from the point on
    QString uncertainty;
};

MetricParts metricParts(const QModelIndex& index) {
    const QString value = index.data(ComparisonModel::ValueRole).toString();
    const qsizetype point = value.indexOf(QLatin1Char('.'));
    return {.before = point < 0 ? value : value.left(point),
            .after = point < 0 ? QString() : value.mid(point),
            .uncertainty = index.data(ComparisonModel::UncertaintyRole).toString()};
}

/// What the widest cell of the column needs on each side of the point.
struct MetricWidths {
    int before = 0;
    int after = 0;
    int uncertainty = 0;
};

MetricWidths metricWidths(const QModelIndex& index, const QFontMetrics& large, const QFontMetrics& small) {
    MetricWidths widths;
    for (int row = 0; row < index.model()->rowCount(); ++row) {
        const MetricParts parts = metricParts(index.siblingAtRow(row));
        widths.before = std::max(widths.before, large.horizontalAdvance(parts.before));
        widths.after = std::max(widths.after, large.horizontalAdvance(parts.after));
        widths.uncertainty = std::max(widths.uncertainty, small.horizontalAdvance(parts.uncertainty));
    }
    return widths;
}

}  // namespace

/// What may not be trusted looks so: grey, and struck out where it is void.
void MetricDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto validity = static_cast<measure::ValidityState>(index.data(ComparisonModel::ValidityRole).toInt());
    if (validity == measure::ValidityState::Valid) return;
    const ThemeColors& colors = colorsOf(option->palette);
    const bool isVoid = validity == measure::ValidityState::Void;
    const bool isWord = index.column() == ComparisonModel::Valid;
    const QColor word = isVoid ? colors.failure : colors.warning;
    option->palette.setColor(QPalette::Text, isWord ? word : colors.secondary);
    option->font.setStrikeOut(isVoid && !isWord && index.column() != ComparisonModel::Metric);
    option->font.setBold(isWord);
}

void MetricDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (!index.data(ComparisonModel::ValueRole).isValid()) return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    cell.text.clear();
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const QFont smallFont = scaled(cell.font, smallPoints);
    const QFontMetrics large(cell.font);
    const QFontMetrics small(smallFont);
    const MetricWidths widths = metricWidths(index, large, small);
    const MetricParts parts = metricParts(index);
    const QRect area = option.rect.adjusted(metricPadding, 0, -metricPadding, 0);
    const auto pointBefore = [](int left, int uncertainty, int after) {
        return left - (uncertainty > 0 ? uncertaintyGap : 0) - after;
    };
    int uncertaintyLeft = area.right() - widths.uncertainty;
    int point = pointBefore(uncertaintyLeft, widths.uncertainty, widths.after);
    if (point - large.horizontalAdvance(parts.before) < area.left()) {
        // No room to stand under the others: better out of line than without its first digits.
        const int ownUncertainty = small.horizontalAdvance(parts.uncertainty);
        uncertaintyLeft = area.right() - ownUncertainty;
        point = pointBefore(uncertaintyLeft, ownUncertainty, large.horizontalAdvance(parts.after));
    }
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setFont(cell.font);
    painter->setPen(cell.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
    const int baseline = area.center().y() + (large.ascent() - large.descent()) / 2 + 1;
    painter->drawText(point - large.horizontalAdvance(parts.before), baseline, parts.before);
    painter->drawText(point, baseline, parts.after);
    painter->setFont(smallFont);
    if (!isSelected) painter->setPen(colorsOf(option.palette).secondary);
    painter->drawText(uncertaintyLeft, baseline, parts.uncertainty);
    painter->restore();
}

QSize MetricDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (!index.data(ComparisonModel::ValueRole).isValid()) return QStyledItemDelegate::sizeHint(option, index);
    const MetricWidths widths =
        metricWidths(index, QFontMetrics(option.font), QFontMetrics(scaled(option.font, smallPoints)));
    const QSize base = QStyledItemDelegate::sizeHint(option, index);
    return {widths.before + widths.after + uncertaintyGap + widths.uncertainty + 2 * metricPadding + 2, base.height()};
}

}  // namespace autoglm::ui
