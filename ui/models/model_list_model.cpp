#include "ui/models/model_list_model.h"

#include <algorithm>

#include "core/base/local_time.h"
#include "ui/models/table_filter.h"

namespace autoglm::ui {

void ModelListModel::setModels(std::vector<model::LibraryModel> models) {
    beginResetModel();
    m_models = std::move(models);
    endResetModel();
}

int ModelListModel::rowOf(const std::filesystem::path& path) const {
    const auto found = std::ranges::find(m_models, path, &model::LibraryModel::path);
    return found == m_models.end() ? -1 : static_cast<int>(found - m_models.begin());
}

void ModelListModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_models.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ModelListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_models.size());
}

int ModelListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const model::LibraryModel& one = model(index.row());
    if (role == Qt::ToolTipRole)
        return QString::fromStdString(one.path.string()) + QLatin1Char('\n') +
               (one.isThere
                    ? tr("last used: %1")
                          .arg(one.lastUsedUtc.empty() ? tr("never")
                                                       : QString::fromStdString(localTime(one.lastUsedUtc, timeOfList)))
                    : tr("no config.json is there any more"));
    if (role != Qt::DisplayRole && role != valueRole) return {};
    if (index.column() == Name) return QString::fromStdString(one.name);
    if (!one.isThere) return tr("missing");
    switch (one.source) {
        case model::ModelSource::Demo:
            return tr("shipped");
        case model::ModelSource::Recent:
            return tr("recent");
        case model::ModelSource::Registry:
            return tr("registry");
        case model::ModelSource::HuggingFace:
            return QStringLiteral("Hugging Face");
        case model::ModelSource::ModelScope:
            return QStringLiteral("ModelScope");
    }
    return {};
}

QVariant ModelListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == Name ? tr("Model") : tr("From");
}

}  // namespace autoglm::ui
