#include "ui/widgets/budgets_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/wording.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {

BudgetsDialog::BudgetsDialog(const std::vector<evaluate::Budget>& budgets, std::vector<evaluate::Budget> defaults,
                             QWidget* parent)
    : QDialog(parent), m_defaults(std::move(defaults)) {
    setObjectName(QStringLiteral("compare.budgetsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Budgets of the comparison"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(12);
    grid->setColumnStretch(3, 1);
    for (int line = 0; const evaluate::BudgetName name : evaluate::allBudgetNames) {
        const QString key = QString::fromUtf8(evaluate::budgetKey(name));
        auto* on = new QCheckBox(budgetWord(name), this);
        on->setObjectName(QStringLiteral("budget.") + key);
        auto* limit = new QDoubleSpinBox(this);
        limit->setObjectName(QStringLiteral("budget.limit.") + key);
        limit->setAccessibleName(budgetWord(name));
        limit->setLocale(QLocale::c());
        limit->setDecimals(name == evaluate::BudgetName::Kld ? 5 : 3);
        limit->setRange(0, 100'000);
        limit->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        limit->setPrefix(evaluate::budgetSide(name) == evaluate::BudgetSide::AtMost ? QStringLiteral("≤ ")
                                                                                    : QStringLiteral("≥ "));
        connect(on, &QCheckBox::toggled, limit, &QWidget::setEnabled);
        auto* meaning = new QLabel(budgetMeaning(name), this);
        meaning->setWordWrap(true);
        setTextColor(meaning, colorsOf(palette()).secondary);
        grid->addWidget(on, line, 0);
        grid->addWidget(limit, line, 1);
        grid->addWidget(new QLabel(budgetUnitWord(name), this), line, 2);
        grid->addWidget(meaning, line, 3);
        m_rows.push_back({name, on, limit});
        ++line;
    }
    auto* buttons = new QDialogButtonBox(this);
    auto* use = buttons->addButton(tr("Use these budgets"), QDialogButtonBox::AcceptRole);
    use->setObjectName(QStringLiteral("budgets.use"));
    auto* reset = buttons->addButton(tr("Defaults"), QDialogButtonBox::ResetRole);
    reset->setObjectName(QStringLiteral("budgets.reset"));
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(reset, &QPushButton::clicked, this, [this] { fill(m_defaults); });
    connect(this, &QDialog::accepted, this, [this] { emit chosen(this->budgets()); });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(grid);
    layout->addWidget(buttons);
    setMinimumWidth(720);
    fill(budgets);
}

void BudgetsDialog::fill(const std::vector<evaluate::Budget>& budgets) {
    const auto limitIn = [](const std::vector<evaluate::Budget>& list, evaluate::BudgetName name) {
        const auto found = std::ranges::find(list, name, &evaluate::Budget::name);
        return found == list.end() ? std::nullopt : std::optional(found->limit);
    };
    const std::vector<evaluate::Budget> shipped = evaluate::defaultBudgets();
    for (const Row& row : m_rows) {
        const auto limit = limitIn(budgets, row.name);
        row.on->setChecked(limit.has_value());
        row.limit->setEnabled(limit.has_value());
        row.limit->setValue(limit.value_or(limitIn(m_defaults, row.name).value_or(*limitIn(shipped, row.name))));
    }
}

std::vector<evaluate::Budget> BudgetsDialog::budgets() const {
    std::vector<evaluate::Budget> out;
    for (const Row& row : m_rows) {
        if (!row.on->isChecked()) continue;
        const auto same = std::ranges::find_if(m_defaults, [&row](const evaluate::Budget& budget) {
            return budget.name == row.name && budget.limit == row.limit->value();
        });
        // A limit that a person set is asked for; a default one is judged where it was measured.
        out.push_back(same != m_defaults.end()
                          ? *same
                          : evaluate::Budget{row.name, row.limit->value(), evaluate::BudgetOrigin::Given});
    }
    return out;
}

}  // namespace autoglm::ui
