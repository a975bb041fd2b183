#include "ui/models/tensor_model.h"

#include <QString>

#include "core/base/text_format.h"
#include "ui/models/figures.h"
#include "ui/models/table_filter.h"

namespace autoglm::ui {

void TensorModel::setFolder(model::ModelFolderPtr folder) {
    beginResetModel();
    m_folder = std::move(folder);
    m_scans.clear();
    endResetModel();
}

void TensorModel::setReport(const engine::LoadReport& report) {
    beginResetModel();
    m_scans.clear();
    for (const engine::TensorScan& scan : report.tensors)
        m_scans.emplace(scan.name, scan);
    endResetModel();
}

void TensorModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int TensorModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_folder ? 0 : static_cast<int>(m_folder->tensors.size());
}

int TensorModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TensorModel::scanned(const engine::TensorScan* scan, int column, int role) const {
    if (!scan) return role == valueRole ? QVariant(-1.0) : QVariant(figure(std::nullopt));
    if (column == NaN || column == Inf) {
        const std::uint64_t count = column == NaN ? scan->nanCount : scan->infCount;
        return role == valueRole ? QVariant(static_cast<double>(count)) : QVariant(QString::number(count));
    }
    const double value = column == Minimum ? scan->minimum : scan->maximum;
    return role == valueRole ? QVariant(value) : QVariant(figure(value));
}

QVariant TensorModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const model::TensorInfo& tensor = m_folder->tensors[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() < Size ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && index.column() == Name) return QString::fromStdString(tensor.name);
    if (role != Qt::DisplayRole && role != valueRole) return {};
    switch (index.column()) {
        case Name:
            return QString::fromStdString(tensor.name);
        case Dtype:
            return QString::fromUtf8(model::dtypeName(tensor.dtype));
        case Shape:
            return role == valueRole ? QVariant(static_cast<double>(tensor.elementCount()))
                                     : QVariant(QString::fromStdString(formatShape(tensor.shape)));
        case Size:
            return role == valueRole ? QVariant::fromValue<quint64>(tensor.sizeBytes)
                                     : QVariant(bytes(tensor.sizeBytes));
        default: {
            const auto scan = m_scans.find(tensor.name);
            return scanned(scan == m_scans.end() ? nullptr : &scan->second, index.column(), role);
        }
    }
}

QVariant TensorModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section < Size ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name:
            return tr("Tensor");
        case Dtype:
            return tr("Type");
        case Shape:
            return tr("Shape");
        case Size:
            return tr("Size");
        case Minimum:
            return tr("Min");
        case Maximum:
            return tr("Max");
        case NaN:
            return QStringLiteral("NaN");
        default:
            return QStringLiteral("Inf");
    }
}

}  // namespace autoglm::ui
