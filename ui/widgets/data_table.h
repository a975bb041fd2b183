// A table as every pane shows it: rows selected, figures of one width, states (models/table_text.h) as icons, sorted by
// its header. Ctrl+C copies the selected rows, or all, as tab-separated text. Column widths stay through changes of
// content. GUI thread.
#pragma once

#include <QTableView>

#include "ui/models/elided_text.h"

namespace autoglm::ui {

class DataTable : public QTableView {
    Q_OBJECT
  public:
    DataTable(QAbstractItemModel* model, const QString& name, QWidget* parent = nullptr);

    /// At first; the columns `growing` share the room that is left over, or give what is missing, until a person sets
    /// the width of one.
    void setWidths(const QList<int>& pixels, const QList<int>& growing);
    /// Every column as its content needs, now and when the table is resized, until a person sets the width of one.
    /// Where that is more than there is room the first gives way, then the last, whose text wraps.
    void fitToContents();
    /// What this column shows of a text that does not fit.
    void setColumnElide(int column, Elide elide);
    /// The row of the model that is current; -1 where none is.
    int currentRow() const { return currentIndex().row(); }

  public slots:
    void copyRows();

  signals:
    void currentRowChanged(int row);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void updateGeometries() override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void fit();
    void fitContents();

    QList<int> m_widths;
    QList<int> m_growing;
    bool m_isFitting = false;
    bool m_fitsContents = false;
};

}  // namespace autoglm::ui
