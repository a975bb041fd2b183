#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>

#include "ui/models/table_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

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

}  // namespace

DataTable::DataTable(const QString& name, QWidget* parent) : QTableView(parent) {
    setObjectName(name);
    setFont(tabular(font()));
    setItemDelegate(new StateDelegate(this));
    setShowGrid(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(26);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void DataTable::copy() const {
    if (!model()) return;
    const QModelIndexList rows = selectionModel()->selectedRows();
    QApplication::clipboard()->setText(tsvOf(*model(), rows));
}

void DataTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTableView::keyPressEvent(event);
}

}  // namespace autoglm::ui
