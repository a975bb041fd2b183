// What a comparison may cost: one row per budget, on or off, with its limit, unit and meaning. Opened with open();
// `chosen` follows. GUI thread.
#pragma once

#include <QDialog>
#include <vector>

#include "core/evaluate/budgets.h"

class QCheckBox;
class QDoubleSpinBox;

namespace autoglm::ui {

class BudgetsDialog : public QDialog {
    Q_OBJECT
  public:
    /// Starts from `budgets`; what is not among them is off. `defaults` is what Defaults goes back to.
    BudgetsDialog(const std::vector<evaluate::Budget>& budgets, std::vector<evaluate::Budget> defaults,
                  QWidget* parent = nullptr);

    std::vector<evaluate::Budget> budgets() const;

  signals:
    void chosen(const std::vector<autoglm::evaluate::Budget>& budgets);

  private:
    struct Row {
        evaluate::BudgetName name;
        QCheckBox* on;
        QDoubleSpinBox* limit;
    };

    void fill(const std::vector<evaluate::Budget>& budgets);

    std::vector<evaluate::Budget> m_defaults;
    std::vector<Row> m_rows;
};

}  // namespace autoglm::ui
