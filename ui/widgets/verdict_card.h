// The verdict of a comparison: word and icon, the sentences, each budget with its value and limit. GUI thread.
#pragma once

#include <memory>

#include "core/evaluate/comparison_result.h"
#include "ui/widgets/card.h"

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace autoglm::ui {

class VerdictCard : public Card {
    Q_OBJECT
  public:
    explicit VerdictCard(QWidget* parent = nullptr);

    void setResult(std::shared_ptr<const evaluate::ComparisonResult> result);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void rebuild();
    void rebuildBudgets();

    std::shared_ptr<const evaluate::ComparisonResult> m_result;
    QLabel* m_icon;
    QLabel* m_word;
    QLabel* m_headline;
    QLabel* m_details;
    QGridLayout* m_budgets;
};

}  // namespace autoglm::ui
