// The verdict of a comparison: word and icon, the sentence on top, what is doubtful of it, each budget with its value
// and limit and, where the sentence seems to say something else, why both hold. The other sentences fold open; where
// the window is tall they are. A void one leads with why it is void; its figures are grey. GUI thread.
#pragma once

#include <memory>
#include <vector>

#include "core/evaluate/comparison_result.h"
#include "ui/widgets/card.h"

class QGridLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace autoglm::ui {

class VerdictCard : public Card {
    Q_OBJECT
  public:
    explicit VerdictCard(QWidget* parent = nullptr);

    void setResult(std::shared_ptr<const evaluate::ComparisonResult> result);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void rebuild();
    void rebuildBudgets();
    QString reasons() const;
    void showReasons();
    void placeBudgets();

    std::shared_ptr<const evaluate::ComparisonResult> m_result;
    QLabel* m_icon;
    QLabel* m_word;
    QLabel* m_doubt;  ///< of a run that is suspect
    QLabel* m_headline;
    QLabel* m_reasons;  ///< of budgets that need one
    QLabel* m_details;
    QToolButton* m_fold;  ///< of m_details
    QGridLayout* m_budgets;
    std::vector<QWidget*> m_blocks;  ///< one per budget
    int m_columns = 0;               ///< of m_budgets
};

}  // namespace autoglm::ui
