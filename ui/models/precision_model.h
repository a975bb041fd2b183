// The precisions as a table of what each costs, beside what is loaded now. GUI thread.
#pragma once

#include <QAbstractTableModel>

#include "ui/models/precision_costs.h"

namespace autoglm::ui {

class PrecisionModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Precision, Weights, Memory, AgainstNow, RunsHere, Quantized, Kept, Scheme, ColumnCount };

    explicit PrecisionModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setCosts(std::vector<PrecisionCost> costs);
    const PrecisionCost& cost(int row) const { return m_costs[static_cast<std::size_t>(row)]; }
    int rowOf(model::Precision precision) const;
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString againstNow(const PrecisionCost& cost) const;
    std::vector<PrecisionCost> m_costs;
};

}  // namespace autoglm::ui
