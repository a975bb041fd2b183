#include "ui/models/table_text.h"

namespace autoglm::ui {

void TextTableModel::setTable(std::vector<TextColumn> columns, std::vector<TextRow> rows) {
    beginResetModel();
    m_columns = std::move(columns);
    m_rows = std::move(rows);
    endResetModel();
}

void TextTableModel::setArmColors(const QColor& a, const QColor& b) {
    m_armColors = {a, b};
    if (!m_columns.empty()) emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int TextTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant TextTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const TextRow& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return row.cells.value(index.column());
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | m_columns[static_cast<std::size_t>(index.column())].align);
    if (role == stateRole && index.column() == columnCount() - 1 && !row.state.isEmpty()) return row.state;
    return {};
}

QVariant TextTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const TextColumn& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | column.align);
    if (role == Qt::ForegroundRole && column.arm >= 0) return m_armColors[static_cast<std::size_t>(column.arm)];
    return role == Qt::DisplayRole ? QVariant(column.title) : QVariant();
}

}  // namespace autoglm::ui
