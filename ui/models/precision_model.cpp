#include "ui/models/precision_model.h"

#include <algorithm>

#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"
#include "ui/models/table_filter.h"
#include "ui/models/wording.h"

namespace autoglm::ui {

void PrecisionModel::setCosts(std::vector<PrecisionCost> costs) {
    const bool isSameShape = costs.size() == m_costs.size();
    if (!isSameShape) beginResetModel();
    m_costs = std::move(costs);
    if (!isSameShape)
        endResetModel();
    else
        retranslate();  // the selection stays
}

int PrecisionModel::rowOf(model::Precision precision) const {
    const auto found =
        std::ranges::find_if(m_costs, [&](const auto& cost) { return cost.scheme.precision == precision; });
    return found == m_costs.end() ? -1 : static_cast<int>(found - m_costs.begin());
}

void PrecisionModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_costs.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int PrecisionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_costs.size());
}

int PrecisionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString PrecisionModel::againstNow(const PrecisionCost& cost) const {
    const auto now = std::ranges::find_if(m_costs, [](const auto& one) { return one.measuredBytes.has_value(); });
    if (now == m_costs.end()) return figure(std::nullopt);
    if (cost.measuredBytes) return tr("loaded");
    return percentFrom(static_cast<double>(cost.ledger.totalBytes()), static_cast<double>(now->ledger.totalBytes()));
}

QVariant PrecisionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PrecisionCost& one = cost(index.row());
    const bool isFigure = index.column() >= Weights && index.column() <= AgainstNow;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isFigure ? Qt::AlignRight : Qt::AlignLeft));
    if (role == valueRole && index.column() == Weights) return QVariant::fromValue<quint64>(one.ledger.weightsBytes);
    if (role == valueRole && isFigure) return QVariant::fromValue<quint64>(one.ledger.totalBytes());
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != valueRole) return {};
    switch (index.column()) {
        case Precision:
            return precisionWord(one.scheme.precision);
        case Weights:
            return one.measuredBytes && role == Qt::ToolTipRole  // the pane's first line says it too
                       ? tr("%1 (measured %2)").arg(bytes(one.ledger.weightsBytes), bytes(*one.measuredBytes))
                       : bytes(one.ledger.weightsBytes);
        case Memory:
            return bytes(one.ledger.totalBytes());
        case AgainstNow:
            return againstNow(one);
        case RunsHere:
            return one.runs() ? tr("yes") : tr("no: %1").arg(one.obstacle);
        case Quantized:
            return quantizedSentence(one);
        case Kept:
            return keptSentence(one);
        default:
            return coreSentence(one.scheme.describe());
    }
}

QVariant PrecisionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (section >= Weights && section <= AgainstNow ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Precision:
            return tr("Precision");
        case Weights:
            return tr("Weights");
        case Memory:
            return tr("Memory in all");
        case AgainstNow:
            return tr("Against now");
        case RunsHere:
            return tr("Runs here");
        case Quantized:
            return tr("Quantized");
        case Kept:
            return tr("Not quantized");
        default:
            return tr("Scheme");
    }
}

}  // namespace autoglm::ui
