#include "ui/widgets/comparison_setup.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
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
/// Of a model's name, before it is cut.
constexpr int modelCharacters = 18;
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
      m_promptsLabel(new QLabel(this)),
      m_promptsBox(new QComboBox(this)),
      m_budgetsButton(new QPushButton(this)),
      m_start(new QPushButton(this)) {
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_promptsBox->setObjectName(QStringLiteral("compare.prompts"));
    m_promptsBox->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_budgetsButton->setObjectName(QStringLiteral("compare.budgets"));
    m_start->setObjectName(QStringLiteral("compare.start"));
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addStretch(1);
    first->addWidget(m_start);
    auto* arms = new QGridLayout;
    arms->setSpacing(8);
    for (std::size_t arm = 0; arm < 2; ++arm) {
        const int row = static_cast<int>(arm);
        buildArm(arm);
        int column = 0;
        for (QWidget* widget :
             std::initializer_list<QWidget*>{m_labels[arm], m_models[arm], m_precisions[arm], m_devices[arm]})
            arms->addWidget(widget, row, column++);
    }
    constexpr int gapColumn = 4;
    arms->setColumnMinimumWidth(gapColumn, 8);
    arms->addWidget(m_promptsLabel, 0, gapColumn + 1);
    arms->addWidget(m_promptsBox, 0, gapColumn + 2);
    arms->addWidget(m_budgetsButton, 1, gapColumn + 2);
    arms->setColumnStretch(gapColumn + 3, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(arms);
    setFocusProxy(m_start);
    connect(m_start, &QPushButton::clicked, this, &ComparisonSetup::started);
    connect(m_promptsBox, &QComboBox::activated, this, &ComparisonSetup::choosePrompts);
    connect(m_budgetsButton, &QPushButton::clicked, this, &ComparisonSetup::editBudgets);
    restyle();
    retranslate();
}

void ComparisonSetup::buildArm(std::size_t arm) {
    const QString letter = arm == 0 ? QStringLiteral("A") : QStringLiteral("B");
    m_labels[arm] = new QLabel(this);
    m_labels[arm]->setObjectName(QStringLiteral("compare.label") + letter);
    m_models[arm] = new QComboBox(this);
    m_models[arm]->setObjectName(QStringLiteral("compare.model") + letter);
    m_models[arm]->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_models[arm]->setMinimumContentsLength(modelCharacters);
    connect(m_models[arm], &QComboBox::activated, this, [this, arm](int item) { activateModel(arm, item); });
    m_precisions[arm] = new QComboBox(this);
    m_precisions[arm]->setObjectName(QStringLiteral("compare.arm") + letter);
    for (const model::Precision precision : model::allPrecisions)
        m_precisions[arm]->addItem(precisionWord(precision), static_cast<int>(precision));
    m_precisions[arm]->setCurrentIndex(m_precisions[arm]->findData(static_cast<int>(firstChoice[arm])));
    connect(m_precisions[arm], &QComboBox::currentIndexChanged, this, &ComparisonSetup::changed);
    m_devices[arm] = new QComboBox(this);
    m_devices[arm]->setObjectName(QStringLiteral("compare.device") + letter);
    m_devices[arm]->hide();
    connect(m_devices[arm], &QComboBox::activated, this, &ComparisonSetup::changed);
}

void ComparisonSetup::setModel(const QString& model) {
    m_openModel = model;
    retranslate();
    emit changed();
}

void ComparisonSetup::setLibrary(const model::ModelLibrary& library) {
    std::vector<NamedModel> models;
    for (const model::LibraryModel& one : library.models)
        if (one.isThere)
            models.push_back({.model = QString::fromStdString(one.path.string()),
                              .name = QString::fromStdString(one.name),
                              .opensByName = one.source != model::ModelSource::Recent});
    // Folders that were chosen stay.
    for (NamedModel& one : m_library)
        if (std::ranges::find(m_chosen, one.model) != m_chosen.end() &&
            std::ranges::find(models, one.model, &NamedModel::model) == models.end())
            models.push_back(std::move(one));
    m_library = std::move(models);
    retranslate();
}

void ComparisonSetup::chooseModel(std::size_t arm, const QString& model) {
    m_chosen[arm] = model;
    if (!model.isEmpty() && std::ranges::find(m_library, model, &NamedModel::model) == m_library.end())
        m_library.push_back({.model = model, .name = shortName(model)});
    retranslate();
    emit changed();
}

void ComparisonSetup::activateModel(std::size_t arm, int item) {
    const QVariant chosen = m_models[arm]->itemData(item);
    if (chosen.isValid()) return chooseModel(arm, chosen.toString());
    listModels(arm);  // the entry that asks for a folder is none to stay on
    emit folderWanted(arm);
}

/// The open model, the library's, and the entry that asks for a folder, which has no data.
void ComparisonSetup::listModels(std::size_t arm) {
    QComboBox* box = m_models[arm];
    box->clear();
    box->addItem(shortName(m_openModel), QString());
    box->setItemData(0, m_openModel, Qt::ToolTipRole);
    for (const NamedModel& one : m_library) {
        if (isOpen(one)) continue;
        box->addItem(one.name, one.model);
        box->setItemData(box->count() - 1, one.model, Qt::ToolTipRole);
    }
    box->setCurrentIndex(std::max(0, box->findData(m_chosen[arm])));
    box->addItem(tr("Choose a folder…"));
    box->setToolTip(model(arm));
}

QString ComparisonSetup::model(std::size_t arm) const {
    const auto one = std::ranges::find(m_library, m_chosen[arm], &NamedModel::model);
    return m_chosen[arm].isEmpty() || (one != m_library.end() && isOpen(*one)) ? m_openModel : m_chosen[arm];
}

/// The open model is known by its folder or, as "demo" is at the start, by its name.
bool ComparisonSetup::isOpen(const NamedModel& one) const {
    return one.model == m_openModel || (one.opensByName && one.name == m_openModel);
}

QString ComparisonSetup::armName(std::size_t arm) const {
    QStringList words = {precisionWord(precision(arm))};
    if (model(0) != model(1)) words.prepend(m_models[arm]->currentText());
    if (device(0) != device(1)) words << device(arm);
    return words.join(QLatin1Char(' '));
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
    for (QComboBox* box :
         {m_models[0], m_models[1], m_precisions[0], m_precisions[1], m_devices[0], m_devices[1], m_promptsBox})
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
    setTextColor(m_labels[0], colors.headingA);
    setTextColor(m_labels[1], colors.headingB);
    setTextColor(m_promptsLabel, colors.secondary);
    m_start->setIcon(icon(QStringLiteral("compare"), palette()));
}

void ComparisonSetup::retranslate() {
    m_title->setText(tr("Compare"));
    m_labels[0]->setText(tr("Arm A"));
    m_labels[1]->setText(tr("Arm B"));
    listModels(0);
    listModels(1);
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
