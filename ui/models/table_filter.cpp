#include "ui/models/table_filter.h"

#include <QStringList>
#include <algorithm>

namespace autoglm::ui {

TableFilter::TableFilter(QAbstractItemModel& source, QObject* parent) : QSortFilterProxyModel(parent) {
    setFilterKeyColumn(-1);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortRole(valueRole);
    setSourceModel(&source);
}

QString tableText(const QAbstractItemModel& model, const QList<int>& rows) {
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.headerData(column, Qt::Horizontal).toString();
    lines << cells.join(QLatin1Char('\t'));
    const auto add = [&](int row) {
        cells.clear();
        for (int column = 0; column < model.columnCount(); ++column) {
            QString cell = model.index(row, column).data().toString();
            for (const char breaking : {'\t', '\n', '\r'})
                cell.replace(QLatin1Char(breaking), QLatin1Char(' '));
            cells << cell;
        }
        lines << cells.join(QLatin1Char('\t'));
    };
    QList<int> inOrder = rows;
    std::ranges::sort(inOrder);
    for (const int row : inOrder)
        add(row);
    for (int row = 0; rows.isEmpty() && row < model.rowCount(); ++row)
        add(row);
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace autoglm::ui
