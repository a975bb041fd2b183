// Every tensor of a folder as a table; minimum, maximum, NaN and Inf are those of a load's scan, and a dash before one.
// GUI thread; keeps the folder alive.
#pragma once

#include <QAbstractTableModel>
#include <unordered_map>

#include "core/engine/engine.h"

namespace autoglm::ui {

class TensorModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Dtype, Shape, Size, Minimum, Maximum, NaN, Inf, ColumnCount };

    explicit TensorModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setFolder(model::ModelFolderPtr folder);
    void setReport(const engine::LoadReport& report);
    bool hasScan() const { return !m_scans.empty(); }
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QVariant scanned(const engine::TensorScan* scan, int column, int role) const;

    model::ModelFolderPtr m_folder;
    std::unordered_map<std::string, engine::TensorScan> m_scans;
};

}  // namespace autoglm::ui
