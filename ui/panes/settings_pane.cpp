#include "ui/panes/settings_pane.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "ui/bridge/background.h"
#include "ui/models/core_sentences.h"
#include "ui/models/wording.h"
#include "ui/widgets/card.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/setting_row.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr const char* groupTitles[] = {QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Language and look"),
                                       QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Engine"),
                                       QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Folders"),
                                       QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Reference lines"),
                                       QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Budgets of a comparison")};

struct NumberWords {
    const char* title;
    const char* unit;
    const char* meaning;
};

/// As thresholdFields.
constexpr NumberWords thresholdWords[] = {
    {QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Time to first token"), "ms",
     QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "An answer should begin within this time.")},
    {QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Request, P99"), "ms",
     QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane",
                       "99 of 100 requests should be answered end to end within this time.")},
    {QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Generation"), "tok/s",
     QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "At least this many tokens should come per second.")},
    {QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Device memory"), "%",
     QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "No more of the device's memory should be in use.")},
    {QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Error rate"), "%",
     QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "No more of all requests should be answered with an error.")},
    {QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Error against a reference"), "",
     QT_TRANSLATE_NOOP("autoglm::ui::SettingsPane", "Largest relative L2 error of FP32 logits against a reference.")}};

QString numberText(double value) {
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

std::optional<double> numberIn(const QLineEdit& edit) {
    bool isNumber = false;
    const double value = edit.text().trimmed().toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

double defaultLimit(evaluate::BudgetName name) {
    const std::vector<evaluate::Budget> defaults = evaluate::defaultBudgets();
    return std::ranges::find(defaults, name, &evaluate::Budget::name)->limit;
}

}  // namespace

SettingsPane::SettingsPane(EngineController& controller, Settings settings, SettingsServices services, QWidget* parent)
    : Pane(controller, parent), m_settings(std::move(settings)), m_services(std::move(services)) {
    m_title = new QLabel(this);
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_file = new QLabel(this);
    m_file->setObjectName(QStringLiteral("settings.file"));
    m_file->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_file->setWordWrap(true);
    auto* content = new QWidget(this);
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(0, 0, 8, 0);
    m_column->setSpacing(16);
    m_groups.reserve(std::size(groupTitles));
    buildLook();
    buildEngine();
    buildFolders();
    buildThresholds();
    buildBudgets();
    m_column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_file);
    layout->addWidget(scroll, 1);
    restyle();
    retranslate();
    show(m_settings);
}

// ---- the groups ----

SettingsPane::Group& SettingsPane::addGroup(const char* name, void (*reset)(Settings&)) {
    auto* card = new Card(this);
    Group group;
    group.title = new QLabel(card);
    group.title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    group.reset = new QPushButton(card);
    group.reset->setObjectName(QStringLiteral("settings.reset.") + QString::fromLatin1(name));
    auto* header = new QHBoxLayout;
    header->addWidget(group.title, 1);
    header->addWidget(group.reset);
    group.rows = new QVBoxLayout(card);
    group.rows->setContentsMargins(24, 16, 24, 16);
    group.rows->setSpacing(12);
    group.rows->addLayout(header);
    m_column->addWidget(card);
    connect(group.reset, &QPushButton::clicked, this, [this, reset] {
        Settings settings = m_settings;
        reset(settings);
        show(settings);
        change(settings);
    });
    m_groups.push_back(group);
    return m_groups.back();
}

void SettingsPane::buildLook() {
    Group& group = addGroup("look", [](Settings& settings) {
        settings.language = Settings().language;
        settings.theme = Settings().theme;
    });
    m_language = new QComboBox(this);
    for (const char* language : {"", "en", "zh_CN"})
        m_language->addItem(QString(), QString::fromLatin1(language));
    m_theme = new QComboBox(this);
    for (const ThemeChoice theme : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark})
        m_theme->addItem(QString(), static_cast<int>(theme));
    const auto addRow = [&](const char* name, QWidget* editor) {
        editor->setMinimumWidth(160);
        auto* row = new SettingRow(QString::fromLatin1(name), editor, SettingRow::Kind::Always, this);
        group.rows->addWidget(row);
        return row;
    };
    m_languageRow = addRow("settings.language", m_language);
    m_themeRow = addRow("settings.theme", m_theme);
    addChoices(m_language, "Language", {"system", "English", "Chinese"});
    addChoices(m_theme, "Theme", {"system", "Light", "Dark"});
    connect(m_language, &QComboBox::activated, this, [this] {
        Settings settings = m_settings;
        settings.language = m_language->currentData().toString();
        change(settings);
    });
    connect(m_theme, &QComboBox::activated, this, [this] {
        Settings settings = m_settings;
        settings.theme = static_cast<ThemeChoice>(m_theme->currentData().toInt());
        change(settings);
    });
}

void SettingsPane::addChoices(QComboBox* box, const char* english, std::initializer_list<const char*> choices) {
    for (int index = 0; const char* choice : choices) {
        auto* action = new QAction(this);
        action->setProperty(CommandPalette::englishName,
                            QStringLiteral("%1: %2").arg(QLatin1String(english), QLatin1String(choice)));
        addAction(action);
        connect(action, &QAction::triggered, this, [box, index] {
            box->setCurrentIndex(index);
            emit box->activated(index);
        });
        m_choices.push_back({.action = action, .box = box, .index = index++});
    }
}

SettingsPane::NumberRow SettingsPane::addNumber(Group& group, const QString& name, bool isOptional) {
    NumberRow number;
    number.edit = new QLineEdit(this);
    number.edit->setFixedWidth(160);
    number.edit->setAlignment(Qt::AlignRight);
    number.edit->setFont(tabular(font()));
    number.row =
        new SettingRow(name, number.edit, isOptional ? SettingRow::Kind::Optional : SettingRow::Kind::Always, this);
    group.rows->addWidget(number.row);
    return number;
}

void SettingsPane::buildEngine() {
    Group& group = addGroup("engine", [](Settings& settings) { settings.threads = Settings().threads; });
    m_threads = addNumber(group, QStringLiteral("settings.threads"), false);
    connect(m_threads.edit, &QLineEdit::editingFinished, this, &SettingsPane::readThreads);
}

SettingsPane::FolderRow SettingsPane::addFolder(Group& group, const char* name,
                                                std::filesystem::path Settings::* value) {
    const QString id = QString::fromLatin1(name);
    FolderRow folder{.value = value};
    folder.edit = new QLineEdit(this);
    folder.edit->setMinimumWidth(320);
    folder.edit->setClearButtonEnabled(true);
    folder.row = new SettingRow(id, folder.edit, SettingRow::Kind::Always, this);
    folder.choose = new QPushButton(this);
    folder.choose->setObjectName(id + QStringLiteral(".choose"));
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(folder.row, 1);
    line->addWidget(folder.choose, 0, Qt::AlignTop);
    group.rows->addLayout(line);
    return folder;
}

void SettingsPane::buildFolders() {
    Group& group = addGroup("folders", [](Settings& settings) {
        settings.reportFolder.clear();
        settings.modelCache.clear();
    });
    m_folders = {addFolder(group, "settings.reportFolder", &Settings::reportFolder),
                 addFolder(group, "settings.modelCache", &Settings::modelCache)};
    for (std::size_t i = 0; i < m_folders.size(); ++i) {
        connect(m_folders[i].edit, &QLineEdit::editingFinished, this, [this, i] { readFolder(i); });
        connect(m_folders[i].choose, &QPushButton::clicked, this, [this, i] { chooseFolder(i); });
    }
}

void SettingsPane::buildThresholds() {
    Group& group = addGroup("thresholds", [](Settings& settings) { settings.thresholds = {}; });
    for (std::size_t i = 0; i < std::size(thresholdFields); ++i) {
        m_thresholds.push_back(addNumber(
            group, QStringLiteral("settings.threshold.") + QString::fromLatin1(thresholdFields[i].key), false));
        connect(m_thresholds[i].edit, &QLineEdit::editingFinished, this, [this, i] { readThreshold(i); });
    }
}

void SettingsPane::buildBudgets() {
    Group& group = addGroup("budgets", [](Settings& settings) { settings.budgets = evaluate::defaultBudgets(); });
    for (std::size_t i = 0; i < evaluate::allBudgetNames.size(); ++i) {
        const char* key = evaluate::budgetKey(evaluate::allBudgetNames[i]);
        m_budgets.push_back(addNumber(group, QStringLiteral("settings.budget.") + QString::fromLatin1(key), true));
        connect(m_budgets[i].edit, &QLineEdit::editingFinished, this, [this, i] { readBudget(i); });
        connect(m_budgets[i].row, &SettingRow::toggled, this, [this, i] { readBudget(i); });
    }
}

// ---- values in and out ----

void SettingsPane::show(const Settings& settings) {
    m_language->setCurrentIndex(m_language->findData(settings.language));
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(settings.theme)));
    const auto put = [](const NumberRow& number, double value) {
        number.edit->setText(numberText(value));
        number.row->setProblem({});
    };
    put(m_threads, settings.threads);
    for (std::size_t i = 0; i < m_thresholds.size(); ++i)
        put(m_thresholds[i], settings.thresholds.*thresholdFields[i].value);
    for (std::size_t i = 0; i < m_budgets.size(); ++i) {
        const evaluate::BudgetName name = evaluate::allBudgetNames[i];
        const auto budget = std::ranges::find(settings.budgets, name, &evaluate::Budget::name);
        const bool isOn = budget != settings.budgets.end();
        put(m_budgets[i], isOn ? budget->limit : defaultLimit(name));
        m_budgets[i].row->setOn(isOn);
    }
    for (const FolderRow& folder : m_folders) {
        folder.edit->setText(QString::fromStdString((settings.*folder.value).string()));
        folder.row->setProblem({});
    }
}

void SettingsPane::change(Settings settings) {
    if (settingsToJson(settings) == settingsToJson(m_settings)) return;
    m_settings = std::move(settings);
    emit settingsChanged(m_settings);
}

void SettingsPane::readThreads() {
    const auto value = numberIn(*m_threads.edit);
    const bool isGood = value && *value >= 0 && *value <= mostThreads && *value == std::floor(*value);
    m_threads.row->setProblem(isGood ? QString()
                                     : tr("'%1' is no number of threads: type a whole number from 0 to %2")
                                           .arg(m_threads.edit->text())
                                           .arg(mostThreads));
    if (!isGood) return;
    Settings settings = m_settings;
    settings.threads = static_cast<int>(*value);
    change(settings);
}

void SettingsPane::readThreshold(std::size_t index) {
    const NumberRow& number = m_thresholds[index];
    const auto value = numberIn(*number.edit);
    const bool isGood = value && *value > 0;
    number.row->setProblem(isGood ? QString()
                                  : tr("'%1' cannot be drawn: type a number above 0").arg(number.edit->text()));
    if (!isGood) return;
    Settings settings = m_settings;
    settings.thresholds.*thresholdFields[index].value = *value;
    change(settings);
}

void SettingsPane::readBudget(std::size_t index) {
    const NumberRow& number = m_budgets[index];
    const evaluate::BudgetName name = evaluate::allBudgetNames[index];
    const auto value = numberIn(*number.edit);
    const bool isGood = !number.row->isOn() || (value && *value >= 0);
    number.row->setProblem(isGood ? QString()
                                  : tr("'%1' is no limit: type a number of 0 or more").arg(number.edit->text()));
    if (!isGood) return;
    Settings settings = m_settings;
    std::erase_if(settings.budgets, [name](const evaluate::Budget& budget) { return budget.name == name; });
    if (number.row->isOn()) {
        const auto origin =
            *value == defaultLimit(name) ? evaluate::BudgetOrigin::Default : evaluate::BudgetOrigin::Given;
        settings.budgets.push_back({.name = name, .limit = *value, .origin = origin});
        std::ranges::sort(settings.budgets, {}, &evaluate::Budget::name);
    }
    change(settings);
}

void SettingsPane::readFolder(std::size_t index) {
    const FolderRow& folder = m_folders[index];
    const QString typed = folder.edit->text().trimmed();
    const std::filesystem::path path = typed.toStdString();
    if (path == m_settings.*folder.value) return folder.row->setProblem({});
    if (path.empty()) return setFolder(folder, path);
    if (!path.is_absolute())
        return folder.row->setProblem(tr("'%1' is no full path: begin with /, or choose a folder").arg(typed));
    inBackground(
        this, [check = m_services.checkFolder, path] { return check ? check(path) : Status(); },
        [this, index, path](const Status& usable) {
            const FolderRow& checked = m_folders[index];
            if (checked.edit->text().trimmed().toStdString() != path) return;  // typed on meanwhile
            if (usable) return setFolder(checked, path);
            checked.row->setProblem(sentenceOf(usable.error()));
        });
}

void SettingsPane::setFolder(const FolderRow& folder, const std::filesystem::path& path) {
    folder.row->setProblem({});
    Settings settings = m_settings;
    settings.*folder.value = path;
    change(settings);
}

void SettingsPane::chooseFolder(std::size_t index) {
    auto* dialog = new QFileDialog(this, tr("Choose a folder"));
    dialog->setObjectName(QStringLiteral("settings.folderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, index](const QString& folder) {
        m_folders[index].edit->setText(folder);
        readFolder(index);
    });
    dialog->open();
}

// ---- looks ----

void SettingsPane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    Pane::changeEvent(event);
}

void SettingsPane::restyle() {
    if (m_file) setTextColor(m_file, colorsOf(palette()).secondary);
}

void SettingsPane::retranslate() {
    m_title->setText(tr("Settings"));
    m_file->setText(m_services.file.empty() ? tr("Changes hold until the window is closed.")
                                            : tr("Kept in %1").arg(QString::fromStdString(m_services.file.string())));
    if (!m_services.notice.empty())
        m_file->setText(m_file->text() + QLatin1Char('\n') + coreSentence(m_services.notice));
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        m_groups[i].title->setText(tr(groupTitles[i]));
        m_groups[i].reset->setText(tr("Reset to defaults"));
    }
    m_languageRow->setWords(tr("Language"), {}, tr("Switched at once."));
    m_language->setItemText(0, tr("As the system"));
    m_language->setItemText(1, QStringLiteral("English"));
    m_language->setItemText(2, QStringLiteral("简体中文"));
    m_themeRow->setWords(tr("Theme"), {}, tr("Switched at once."));
    m_theme->setItemText(0, tr("As the system"));
    m_theme->setItemText(1, tr("Light"));
    m_theme->setItemText(2, tr("Dark"));
    for (const Choice& choice : m_choices)
        choice.action->setText(QStringLiteral("%1: %2").arg(choice.box == m_theme ? tr("Theme") : tr("Language"),
                                                            choice.box->itemText(choice.index)));
    m_threads.row->setWords(tr("CPU threads"), {},
                            tr("Used from the next load and comparison on; 0 is one thread per physical core."));
    m_folders[0].row->setWords(tr("Reports"), {}, tr("Where the report of every comparison is kept."));
    m_folders[1].row->setWords(tr("Hugging Face cache"), {}, tr("Where models named by their id are looked for."));
    m_folders[0].edit->setPlaceholderText(QString::fromStdString(m_services.defaultReportFolder.string()));
    m_folders[1].edit->setPlaceholderText(QString::fromStdString(m_services.defaultModelCache.string()));
    for (const FolderRow& folder : m_folders)
        folder.choose->setText(tr("Choose…"));
    for (std::size_t i = 0; i < m_thresholds.size(); ++i)
        m_thresholds[i].row->setWords(tr(thresholdWords[i].title), QString::fromLatin1(thresholdWords[i].unit),
                                      tr(thresholdWords[i].meaning));
    for (std::size_t i = 0; i < m_budgets.size(); ++i) {
        const evaluate::BudgetName name = evaluate::allBudgetNames[i];
        const bool isPoints = name == evaluate::BudgetName::TaskDrop;
        m_budgets[i].row->setWords(budgetWord(name),
                                   isPoints ? tr("points") : QString::fromUtf8(evaluate::budgetUnit(name)),
                                   budgetMeaning(evaluate::allBudgetNames[i]));
    }
}

}  // namespace autoglm::ui
