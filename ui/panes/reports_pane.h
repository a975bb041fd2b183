// What was measured before: every kept run, filtered and sorted; one opened, two compared, deleted with undo, exported.
// The history is asked through functions that run beside the GUI thread. GUI thread.
#pragma once

#include <filesystem>
#include <functional>

#include "ui/models/runs_model.h"
#include "ui/panes/pane.h"
#include "ui/panes/report_files.h"
#include "ui/panes/run_details.h"

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QStackedWidget;

namespace autoglm::ui {

struct ReportList {
    std::vector<store::RunRecord> runs;
    std::string notice;  ///< a sentence where a damaged file was moved aside
};

/// On a pool thread, but for openFile.
struct ReportServices {
    std::function<Result<ReportList>()> list{};
    std::function<Result<RunView>(std::int64_t id)> open{};
    std::function<Result<RunDiffView>(std::int64_t a, std::int64_t b)> diff{};
    std::function<Status(const std::vector<std::int64_t>& ids)> remove{};
    std::function<Status(const std::vector<std::int64_t>& ids)> restore{};
    /// The run as HTML in the report folder.
    std::function<Result<std::filesystem::path>(std::int64_t id)> page{};
    std::function<Status(std::int64_t id, const std::string& form, const std::filesystem::path&)> exportTo{};
    FileOpener openFile{};
};

class ReportsPane : public Pane {
    Q_OBJECT
  public:
    ReportsPane(EngineController& controller, ReportServices services, QWidget* parent = nullptr);

    /// Reads the history again.
    void run() override { refresh(); }
    QString runWord() const override { return tr("Read the history again"); }
    bool canRun(const ActionState& actions) const override { return actions.check; }
    void refresh();

  signals:
    void comparisonAsked();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    enum Page { Empty, Busy, Failed, Full };

    QWidget* buildHeader();
    QWidget* buildMessagePage();
    QWidget* buildList();
    QHBoxLayout* buildActions();
    void showRuns(Result<ReportList> list);
    void showPage(Page page);
    void updateActions();
    void onSelection();
    std::vector<store::RunRecord> selected() const;
    void select(const std::vector<std::int64_t>& ids);
    std::vector<std::int64_t> neighbour() const;
    void compareSelected();
    void removeSelected();
    void restore(const std::vector<std::int64_t>& ids);
    void restoreLast();
    void openPage();
    void exportSelected();
    /// `title` in the language of now.
    void complain(std::function<QString()> title, const Error& error);
    void fillKinds();
    void restyle();
    void retranslate();

    ReportServices m_services;
    RunsModel m_runs;
    RunsFilter m_shown;
    Page m_page = Empty;
    int m_request = 0;                     ///< of the newest listing; older answers are dropped
    int m_detail = 0;                      ///< of the newest details
    std::vector<std::int64_t> m_toSelect;  ///< by the next listing, in place of what is selected then
    Error m_error;
    std::vector<std::vector<std::int64_t>> m_deleted;  ///< here and not brought back, newest last

    QLabel* m_title = nullptr;
    QLineEdit* m_search = nullptr;
    QComboBox* m_kind = nullptr;
    QComboBox* m_result = nullptr;
    QPushButton* m_refresh = nullptr;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_messageTitle = nullptr;
    QLabel* m_message = nullptr;
    QPushButton* m_again = nullptr;
    QLabel* m_count = nullptr;
    DataTable* m_table = nullptr;
    RunDetails* m_details = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_delete = nullptr;
};

}  // namespace autoglm::ui
