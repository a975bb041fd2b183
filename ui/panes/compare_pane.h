// Two arms (model, precision, device) against each other: choose, watch, read the verdict, take the report along. What
// ties a comparison to the machine and its files comes as functions from the program. GUI thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/model_library.h"
#include "ui/panes/pane.h"
#include "ui/panes/report_files.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QSortFilterProxyModel;
class QTableView;

namespace autoglm::ui {

class AnswersView;
class ComparisonModel;
class ComparisonSetup;
class DivergenceView;
class ProgressCard;
class VerdictCard;

struct CompareArm {
    std::string model;
    model::Precision precision = model::Precision::Fp16;
    std::string device = "cpu";
    engine::MismatchPolicy mismatch = engine::MismatchPolicy::Refuse;
};

struct CompareRequest {
    CompareArm a;
    CompareArm b;
    std::optional<std::filesystem::path> prompts{};  ///< absent: the built-in ones
    std::vector<evaluate::Budget> budgets = evaluate::defaultBudgets();
};

/// Kept after a comparison: where its report lies, and what the user should know (history not written, for example).
struct KeptReport {
    std::filesystem::path html;
    std::string notice;
};

struct CompareServices {
    std::function<worker::CompareCommand(const CompareRequest&)> command{};
    /// On a pool thread: how many prompts a file holds, or the built-in ones.
    std::function<Result<std::size_t>(const std::optional<std::filesystem::path>&)> countPrompts{};
    /// On a pool thread: the models that an arm can be given without looking for a folder.
    std::function<model::ModelLibrary()> library{};
    /// Ids of the devices that the engine found; empty while it has not been asked.
    std::function<std::vector<std::string>()> devices{};
    /// On a pool thread: history and report.
    std::function<Result<KeptReport>(std::shared_ptr<const evaluate::ComparisonResult>)> keep{};
    /// On a pool thread: the report in the format that the file's name says.
    std::function<Status(std::shared_ptr<const evaluate::ComparisonResult>, const std::filesystem::path&)> exportTo{};
    FileOpener openFile{};
};

class ComparePane : public Pane {
    Q_OBJECT
  public:
    ComparePane(EngineController& controller, CompareServices services, QWidget* parent = nullptr);

    void setModel(const QString& model, const QString& device, engine::MismatchPolicy mismatch);
    /// The defaults; what was set for this comparison goes.
    void setBudgets(std::vector<evaluate::Budget> budgets);
    void run() override;
    QString runWord() const override { return tr("Compare"); }
    bool canRun(const ActionState& actions) const override { return actions.compare; }

  signals:
    void reportKept();
    void reportsAsked();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* buildEmptyPage();
    QWidget* buildBusyPage();
    QWidget* buildResultPage();
    void updateActions();
    void onProgress(worker::CommandKind kind, const evaluate::WorkProgress& work);
    void onDesign(const evaluate::MeasurementDesign& design);
    void onAnswers(const std::vector<worker::AnswerText>& answers);
    void onLoaded(const std::filesystem::path& folder);
    void onFinished(const worker::RunFinished& finished);
    void showResult(std::shared_ptr<const evaluate::ComparisonResult> result);
    void keepReport();
    void choosePrompts();
    void chooseFolder(std::size_t arm);
    void listModels();
    CompareArm armOf(std::size_t arm) const;
    void readPrompts(const std::filesystem::path& file);
    void exportReport();
    void copyTable();
    void openReport();
    void restyle();
    void retranslate();

    CompareServices m_services;
    std::filesystem::path m_loaded;  ///< the folder of the last load
    QString m_model;
    QString m_device;
    engine::MismatchPolicy m_mismatch = engine::MismatchPolicy::Refuse;
    std::shared_ptr<const evaluate::ComparisonResult> m_result;
    std::optional<std::filesystem::path> m_report;
    std::optional<evaluate::MeasurementDesign> m_measured;
    std::string m_phaseName;

    ComparisonSetup* m_setup;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_emptyTitle = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton* m_emptyCompare = nullptr;
    QPushButton* m_keptLink = nullptr;  ///< to Reports, where a comparison of another model went
    QString m_keptName;
    ProgressCard* m_progress = nullptr;
    AnswersView* m_stream = nullptr;
    VerdictCard* m_verdict = nullptr;
    DivergenceView* m_divergence = nullptr;
    AnswersView* m_answers = nullptr;
    QTableView* m_table = nullptr;
    ComparisonModel* m_metrics = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;  ///< m_metrics as shown
    QPushButton* m_open = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_copy = nullptr;
    QLabel* m_paired = nullptr;  ///< why a ratio is not the quotient of the means
    QLabel* m_about = nullptr;   ///< the models of the result
};

}  // namespace autoglm::ui
