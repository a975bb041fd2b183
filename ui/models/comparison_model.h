// The metrics of a finished comparison as a table: quantity with its unit, arm A, arm B, B against A with its 95 %
// interval. GUI thread; keeps the result alive.
#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "core/evaluate/comparison_result.h"

namespace autoglm::ui {

struct ComparisonRow {
    QString name;
    QString a;
    QString b;
    QString change;
};

/// In the words of the current language.
std::vector<ComparisonRow> comparisonRows(const evaluate::ComparisonResult& result);

class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Metric, ArmA, ArmB, Change, ColumnCount };

    explicit ComparisonModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setResult(std::shared_ptr<const evaluate::ComparisonResult> result);
    /// Words again, after a change of language.
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Header and rows, columns separated by tabs.
    QString toTsv() const;

  private:
    std::shared_ptr<const evaluate::ComparisonResult> m_result;
    std::vector<ComparisonRow> m_rows;
};

}  // namespace autoglm::ui
