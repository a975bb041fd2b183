#include "ui/widgets/comparison_setup.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/wording.h"
#include "ui/widgets/budgets_dialog.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr std::array<model::Precision, 2> firstChoice = {model::Precision::Fp16, model::Precision::Int8};
constexpr int builtInPrompts = 0;
constexpr int filePrompts = 1;
constexpr int otherFile = 2;

bool isSameBudgets(const std::vector<evaluate::Budget>& a, const std::vector<evaluate::Budget>& b) {
    return std::ranges::equal(a, b, [](const evaluate::Budget& x, const evaluate::Budget& y) {
        return x.name == y.name && x.limit == y.limit;
    });
}

}  // namespace

ComparisonSetup::ComparisonSetup(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_model(new QLabel(this)),
      m_promptsLabel(new QLabel(this)),
      m_promptsBox(new QComboBox(this)),
      m_budgetsButton(new QPushButton(this)),
      m_start(new QPushButton(this)) {
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_model->setObjectName(QStringLiteral("compare.model"));
    m_promptsBox->setObjectName(QStringLiteral("compare.prompts"));
    m_promptsBox->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_budgetsButton->setObjectName(QStringLiteral("compare.budgets"));
    m_start->setObjectName(QStringLiteral("compare.start"));
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addSpacing(8);
    first->addWidget(m_model);
    first->addStretch(1);
    first->addWidget(m_start);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    for (std::size_t arm = 0; arm < 2; ++arm) {
        const QString letter = arm == 0 ? QStringLiteral("A") : QStringLiteral("B");
        m_labels[arm] = new QLabel(this);
        m_precisions[arm] = new QComboBox(this);
        m_precisions[arm]->setObjectName(QStringLiteral("compare.arm") + letter);
        for (const model::Precision precision : model::allPrecisions)
            m_precisions[arm]->addItem(precisionWord(precision), static_cast<int>(precision));
        m_precisions[arm]->setCurrentIndex(m_precisions[arm]->findData(static_cast<int>(firstChoice[arm])));
        m_devices[arm] = new QComboBox(this);
        m_devices[arm]->setObjectName(QStringLiteral("compare.device") + letter);
        m_devices[arm]->hide();
        second->addWidget(m_labels[arm]);
        second->addWidget(m_precisions[arm]);
        second->addWidget(m_devices[arm]);
        second->addSpacing(8);
        connect(m_precisions[arm], &QComboBox::currentIndexChanged, this, &ComparisonSetup::changed);
    }
    second->addWidget(m_promptsLabel);
    second->addWidget(m_promptsBox);
    second->addSpacing(8);
    second->addWidget(m_budgetsButton);
    second->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    setFocusProxy(m_start);
    connect(m_start, &QPushButton::clicked, this, &ComparisonSetup::started);
    connect(m_promptsBox, &QComboBox::activated, this, &ComparisonSetup::choosePrompts);
    connect(m_budgetsButton, &QPushButton::clicked, this, &ComparisonSetup::editBudgets);
    restyle();
    retranslate();
}

void ComparisonSetup::setModel(const QString& name, const QString& path) {
    m_model->setText(name);
    m_model->setToolTip(path);
}

void ComparisonSetup::setDevices(const QStringList& devices, const QString& device) {
    const QStringList names = devices.isEmpty() ? QStringList{device} : devices;
    if (names == m_deviceNames) return;
    m_deviceNames = names;
    for (QComboBox* box : m_devices) {
        const int before = static_cast<int>(names.indexOf(box->currentText()));
        box->clear();
        box->addItems(names);
        box->setCurrentIndex(std::max(0, before >= 0 ? before : static_cast<int>(names.indexOf(device))));
        box->setVisible(names.size() > 1);
    }
}
void ComparisonSetup::setBuiltInPrompts(std::size_t count) {
    m_builtInCount = count;
    retranslate();
}

void ComparisonSetup::setPrompts(const std::filesystem::path& file, std::size_t count) {
    m_prompts = file;
    m_fileCount = count;
    retranslate();
}

void ComparisonSetup::setBudgets(std::vector<evaluate::Budget> budgets) {
    m_defaults = std::move(budgets);
    m_budgets = m_defaults;
    retranslate();
}

void ComparisonSetup::setActions(bool canCompare) {
    m_start->setEnabled(canCompare);
    for (QComboBox* box : {m_precisions[0], m_precisions[1], m_devices[0], m_devices[1], m_promptsBox})
        box->setEnabled(canCompare);
    m_budgetsButton->setEnabled(canCompare);
}

model::Precision ComparisonSetup::precision(std::size_t arm) const {
    return static_cast<model::Precision>(m_precisions[arm]->currentData().toInt());
}

QString ComparisonSetup::device(std::size_t arm) const {
    return m_devices[arm]->currentText();
}

void ComparisonSetup::choosePrompts(int item) {
    const int chosen = m_promptsBox->itemData(item).toInt();
    if (chosen == builtInPrompts) m_prompts.reset();
    retranslate();  // the entry that asks for a file is none to stay on
    if (chosen == otherFile) emit promptsFileWanted();
}

void ComparisonSetup::editBudgets() {
    auto* dialog = new BudgetsDialog(m_budgets, m_defaults, this);
    connect(dialog, &BudgetsDialog::chosen, this, [this](const std::vector<evaluate::Budget>& budgets) {
        m_budgets = budgets;
        retranslate();
    });
    dialog->open();
}

void ComparisonSetup::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void ComparisonSetup::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    for (QLabel* label : {m_model, m_labels[0], m_labels[1], m_promptsLabel})
        setTextColor(label, colors.secondary);
    m_start->setIcon(icon(QStringLiteral("compare"), palette()));
}

void ComparisonSetup::retranslate() {
    m_title->setText(tr("Compare"));
    m_labels[0]->setText(tr("Arm A"));
    m_labels[1]->setText(tr("Arm B"));
    m_promptsLabel->setText(tr("Prompts"));
    m_start->setText(tr("Compare"));
    m_promptsBox->clear();
    m_promptsBox->addItem(m_builtInCount > 0 ? tr("built-in, %1").arg(m_builtInCount) : tr("built-in"), builtInPrompts);
    if (m_prompts)
        m_promptsBox->addItem(
            tr("%1, %2").arg(QString::fromStdString(m_prompts->filename().string()), QString::number(m_fileCount)),
            filePrompts);
    m_promptsBox->setCurrentIndex(m_prompts ? 1 : 0);
    m_promptsBox->addItem(tr("Choose a file…"), otherFile);
    m_promptsBox->setToolTip(
        tr("One prompt per line of a text file, or {\"prompt\": \"...\"} per line of a .jsonl "
           "file"));
    m_budgetsButton->setText(isSameBudgets(m_budgets, m_defaults) ? tr("Budgets: default…")
                                                                  : tr("Budgets: %1 set…").arg(m_budgets.size()));
}

}  // namespace autoglm::ui
