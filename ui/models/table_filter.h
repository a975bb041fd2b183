// What every long table of the window does alike: rows that hold a text in any column, sorted by value and not by what
// is printed, copied as tab-separated text. GUI thread.
#pragma once

#include <QSortFilterProxyModel>

namespace autoglm::ui {

/// The value a cell is sorted by; a model answers its displayed text where there is no other.
inline constexpr int valueRole = Qt::UserRole;

class TableFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    explicit TableFilter(QAbstractItemModel& source, QObject* parent = nullptr);
};

/// Titles and `rows` of a table, columns separated by tabs; every row where `rows` is empty.
QString tableText(const QAbstractItemModel& model, const QList<int>& rows = {});

}  // namespace autoglm::ui
