// The precisions side by side: what each stores, needs and keeps, beside what is loaded now; applying one is one load,
// asked of the window. GUI thread.
#pragma once

#include <optional>

#include "ui/models/precision_model.h"
#include "ui/models/table_filter.h"
#include "ui/panes/pane.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace autoglm::ui {

class Card;
class DataTable;
class FaultCard;
class ProgressCard;

class QuantizePane : public Pane {
    Q_OBJECT
  public:
    explicit QuantizePane(EngineController& controller, QWidget* parent = nullptr);

    /// The model at hand, loaded or not.
    void setSituation(const PrecisionSituation& situation);
    /// Instead of it: why nothing is known of the model.
    void setFault(const Error& error);
    void run() override;
    QString runWord() const override;
    bool canRun(const ActionState& actions) const override;
    std::string shownFault() const override;

  signals:
    void precisionAsked(autoglm::model::Precision precision);
    void openAsked();
    /// Shown: the situation may have changed since.
    void refreshAsked();

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QWidget* buildHeader();
    QWidget* buildTable();
    void onFinished(const worker::RunFinished& finished);
    const PrecisionCost* chosen() const;
    void showChosen();
    void updateActions();
    void restyle();
    void retranslate();

    PrecisionModel m_costs;
    TableFilter m_shown;
    std::optional<PrecisionSituation> m_situation;
    QLabel* m_title = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_apply = nullptr;
    ProgressCard* m_loading = nullptr;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_emptyText = nullptr;
    QLabel* m_now = nullptr;
    DataTable* m_table = nullptr;
    Card* m_details = nullptr;
    QLabel* m_sentences = nullptr;
    FaultCard* m_fault = nullptr;
};

}  // namespace autoglm::ui
