// The memory ledger of a model: weights, KV cache and workspace of one precision at one context length against what is
// free, and what a load measured beside it. Precision and context are the person's to try. GUI thread.
#pragma once

#include <array>

#include "ui/models/precision_costs.h"
#include "ui/widgets/card.h"

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace autoglm::ui {

class MemoryBar;

class LedgerCard : public Card {
    Q_OBJECT
  public:
    explicit LedgerCard(QWidget* parent = nullptr);

    /// `situation.contextTokens` is where the slider starts for another model; it is kept for the same one.
    void setSituation(PrecisionSituation situation);
    void setPrecision(model::Precision precision);
    model::Precision precision() const;
    std::int64_t contextTokens() const { return m_situation.contextTokens; }
    /// Of the precision and context shown.
    PrecisionCost cost() const { return precisionCost(m_situation, precision()); }

  signals:
    void changed();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    enum Row { Weights, KvCache, Workspace, Total, Free, RowCount };
    void buildLegend();
    void setContext(int tokens);
    void showAll();
    void restyle();
    void retranslate();

    PrecisionSituation m_situation;
    QLabel* m_title;
    QComboBox* m_precision;
    QLabel* m_contextLabel;
    QSlider* m_slider;
    QSpinBox* m_context;
    MemoryBar* m_bar;
    std::array<QLabel*, RowCount> m_swatches{};
    std::array<QLabel*, RowCount> m_names{};
    std::array<QLabel*, RowCount> m_figures{};
    QLabel* m_measured;
    QLabel* m_verdict;
};

}  // namespace autoglm::ui
