// One recorded run: its sentence, key figures, doubts and raw JSON; or the difference between two. GUI thread.
#pragma once

#include <QStringListModel>
#include <QWidget>
#include <optional>

#include "ui/models/run_words.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace autoglm::ui {

class DataTable;
class FoldArea;

/// A run made ready beside the GUI thread.
struct RunView {
    store::RunRecord run;  ///< its document stands in jsonLines
    report::FigureTable figures;
    std::vector<std::string> notes;
    QStringList jsonLines;
};

struct RunDiffView {
    store::RunRecord a;
    store::RunRecord b;
    store::RunDiff diff;
};

class RunDetails : public QWidget {
    Q_OBJECT
  public:
    explicit RunDetails(QWidget* parent = nullptr);

    void showNothing();
    void showRun(RunView view);
    void showDiff(RunDiffView view);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void copy();
    void restyle();

    std::optional<RunView> m_run;
    std::optional<RunDiffView> m_diff;
    TextTableModel m_table;
    QStringListModel m_json;
    QLabel* m_headline;
    QLabel* m_about;
    QLabel* m_notes;
    FoldArea* m_notesArea;
    QTabWidget* m_tabs;
    DataTable* m_figures;
    DataTable* m_jsonView;
    QLabel* m_paired;  ///< why a ratio is not the quotient of the means
    QPushButton* m_copy;
};

}  // namespace autoglm::ui
