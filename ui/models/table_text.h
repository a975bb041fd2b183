// A small table of words: columns that are left or right aligned, cells, a state per row shown as an icon in its last
// column. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <QStringList>
#include <array>
#include <vector>

namespace autoglm::ui {

/// Name of the state that a cell shows with an icon: "pass", "fail", "inconclusive", "better", "worse", "same", ...
inline constexpr int stateRole = Qt::UserRole + 1;

struct TextColumn {
    QString title;
    Qt::Alignment align = Qt::AlignLeft;
    int arm = -1;  ///< of a comparison, whose colour its title has: 0 or 1
};

struct TextRow {
    QStringList cells;
    QString state{};  ///< of the last cell; empty: none
};

class TextTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit TextTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setArmColors(const QColor& a, const QColor& b);
    void setTable(std::vector<TextColumn> columns, std::vector<TextRow> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<TextColumn> m_columns;
    std::array<QColor, 2> m_armColors{};
    std::vector<TextRow> m_rows;
};

}  // namespace autoglm::ui
