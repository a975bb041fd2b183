// The model library as a table: name, where it was found or that it is missing. The tooltip is the path. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QString>

#include "core/model/model_library.h"

namespace autoglm::ui {

class ModelListModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Source, ColumnCount };

    explicit ModelListModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setModels(std::vector<model::LibraryModel> models);
    const model::LibraryModel& model(int row) const { return m_models[static_cast<std::size_t>(row)]; }
    /// -1 where no entry has this folder.
    int rowOf(const std::filesystem::path& path) const;
    /// Words again, after a change of language.
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<model::LibraryModel> m_models;
};

}  // namespace autoglm::ui
