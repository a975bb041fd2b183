// A table of figures as all panes show it: rows selected, figures of one width, states (models/table_text.h) as icons,
// Ctrl+C copies what is selected as tab-separated text. Column widths stay when the rows change. GUI thread.
#pragma once

#include <QTableView>

namespace autoglm::ui {

class DataTable : public QTableView {
    Q_OBJECT
  public:
    DataTable(const QString& name, QWidget* parent);

    /// Header and the rows selected, or all where none is.
    void copy() const;

  protected:
    void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace autoglm::ui
