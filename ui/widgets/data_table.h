// The long table of the window: sorted by its header, elided in the middle, copied as tab-separated text (Ctrl+C copies
// the selected rows, or all). Column widths stay through changes of content. GUI thread.
#pragma once

#include <QTableView>

namespace autoglm::ui {

class DataTable : public QTableView {
    Q_OBJECT
  public:
    DataTable(QAbstractItemModel* model, const QString& name, QWidget* parent = nullptr);

    void setWidths(const QList<int>& pixels);
    /// The row of the model that is current; -1 where none is.
    int currentRow() const { return currentIndex().row(); }

  public slots:
    void copyRows();

  signals:
    void currentRowChanged(int row);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
};

}  // namespace autoglm::ui
