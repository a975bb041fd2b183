// Sorting by a click on a header: up, down, and with the third click as the rows came. GUI thread.
#pragma once

#include <QHeaderView>
#include <QTableView>

namespace autoglm::ui {

/// `table` shows a sorting model.
inline void sortByHeader(QTableView& table) {
    table.horizontalHeader()->setSortIndicatorClearable(true);
    table.horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table.setSortingEnabled(true);
}

}  // namespace autoglm::ui
