#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <algorithm>
#include <numeric>

#include "ui/models/table_filter.h"
#include "ui/models/table_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int narrowestColumn = 32;
/// What is left of a column that gives way to the others.
constexpr int narrowestGrowing = 120;

class StateDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

  protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const QString state = index.data(stateRole).toString();
        if (state.isEmpty()) return;
        const ThemeColors& colors = colorsOf(option->palette);
        const bool isGood = state == QLatin1String("pass") || state == QLatin1String("better");
        const bool isBad = state == QLatin1String("fail") || state == QLatin1String("worse");
        const bool isSelected = option->state.testFlag(QStyle::State_Selected);
        const QColor color = isSelected ? option->palette.color(QPalette::HighlightedText)
                             : isGood   ? colors.pass
                             : isBad    ? colors.failure
                                        : colors.secondary;
        const double ratio = option->widget ? option->widget->devicePixelRatioF() : 1;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(stateIconPixels, stateIconPixels);
        option->icon = QIcon(iconPixmap(state, color, stateIconPixels, ratio));
        option->palette.setColor(QPalette::Text, color);
    }

  private:
    static constexpr int stateIconPixels = 16;
};

class ElidingDelegate : public StateDelegate {
  public:
    ElidingDelegate(Elide elide, QObject* parent) : StateDelegate(parent), m_elide(elide) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        const QStyle& style = *cell.widget->style();
        const int margin = style.pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, cell.widget) + 1;
        cell.text = m_elide(cell.text, cell.fontMetrics, cell.rect.width() - 2 * margin - 1);  // its width is rounded
        cell.textElideMode = Qt::ElideNone;
        style.drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    }

  private:
    const Elide m_elide;
};

}  // namespace

DataTable::DataTable(QAbstractItemModel* model, const QString& name, QWidget* parent) : QTableView(parent) {
    setObjectName(name);
    setModel(model);
    setFont(tabular(font()));
    setItemDelegate(new StateDelegate(this));
    setShowGrid(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(26);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(narrowestColumn);  // the style's own is wider than "Inf" needs
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
}

void DataTable::setWidths(const QList<int>& pixels, const QList<int>& growing) {
    for (int column = 0; column < pixels.size(); ++column)
        setColumnWidth(column, pixels[column]);
    m_widths = pixels;
    m_growing = growing;
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (!m_isFitting) m_growing.clear();
    });
}

/// A scroll bar that comes or goes changes the room too.
void DataTable::updateGeometries() {
    if (!m_isFitting) fit();
    QTableView::updateGeometries();
}

void DataTable::fit() {
    if (m_growing.isEmpty()) return;
    const int room = viewport()->width() - std::accumulate(m_widths.begin(), m_widths.end(), 0);
    const int share = room / static_cast<int>(m_growing.size());
    const QScopedValueRollback fitting(m_isFitting, true);
    for (const int column : m_growing)
        setColumnWidth(column, std::max(m_widths[column] + share, std::min(m_widths[column], narrowestGrowing)));
}

void DataTable::setColumnElide(int column, Elide elide) {
    setItemDelegateForColumn(column, new ElidingDelegate(elide, this));
}

void DataTable::fitToContents() {
    if (!wordWrap()) {
        setWordWrap(true);
        connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
            if (!m_isFitting) m_fitsContents = false;
        });
    }
    m_fitsContents = true;
    fitContents();
}

void DataTable::fitContents() {
    constexpr int narrowest = 140;
    const int last = model()->columnCount() - 1;
    if (last < 0) return;
    const QScopedValueRollback fitting(m_isFitting, true);
    resizeColumnsToContents();
    const auto excess = [this] { return horizontalHeader()->length() - viewport()->width(); };
    if (excess() > 0) setColumnWidth(0, std::max(std::min(narrowest, columnWidth(0)), columnWidth(0) - excess()));
    const bool isWrapped = excess() > 0;
    setColumnWidth(last, std::max(std::min(narrowest, columnWidth(last)), columnWidth(last) - excess()));
    for (int row = 0; row < model()->rowCount(); ++row)
        setRowHeight(row, std::max(verticalHeader()->defaultSectionSize(), isWrapped ? sizeHintForRow(row) : 0));
}

void DataTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (m_fitsContents && event->oldSize().width() != event->size().width()) fitContents();
}

void DataTable::copyRows() {
    QList<int> rows;
    if (selectionModel())
        for (const QModelIndex& index : selectionModel()->selectedRows())
            rows << index.row();
    QApplication::clipboard()->setText(tableText(*model(), rows));
}

void DataTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copyRows();
    QTableView::keyPressEvent(event);
}

void DataTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row()) emit currentRowChanged(current.row());
}

}  // namespace autoglm::ui
