#include "app/window/main_window.h"

#include <spdlog/spdlog.h>

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "app/window/focus_keeper.h"
#include "app/window/language.h"
#include "app/window/rail.h"
#include "app/window/status_line.h"
#include "core/base/clock.h"
#include "ui/bridge/background.h"
#include "ui/models/action_state.h"
#include "ui/models/core_sentences.h"
#include "ui/models/wording.h"
#include "ui/panes/quantize_pane.h"
#include "ui/panes/settings_pane.h"
#include "ui/panes/weights_pane.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

namespace autoglm::app {

constexpr int toolBarHeight = 44;

constexpr int widestModelName = 200;

/// INT4 in its default groups; the smaller ones are chosen in the quantize pane.
constexpr std::array toolbarPrecisions = {model::Precision::Fp32,        model::Precision::Fp16,
                                          model::Precision::Bf16,        model::Precision::Int8,
                                          model::Precision::Int8Dynamic, model::Precision::Int4};

MainWindow::MainWindow(WindowServices services, const QString& model, QWidget* parent)
    : QMainWindow(parent),
      m_services(std::move(services)),
      m_model(model),
      m_controller({.engine = m_services.engine, .opener = m_services.opener}) {
    if (!m_services.settings) m_services.settings = std::make_shared<SettingsStore>();
    setObjectName(QStringLiteral("mainWindow"));
    resize(1280, 800);
    setMinimumSize(960, 600);
    buildPanes();
    buildToolBar();
    buildCommands();
    setAcceptDrops(true);
    m_status = new StatusLine(m_controller, this);
    setStatusBar(m_status);
    connect(m_live, &ui::LivePane::rateChanged, m_status, &StatusLine::setRate);
    connect(m_console, &ui::ConsolePane::cleared, m_status, [this] { m_status->setRate(std::nullopt); });
    connect(&m_controller, &ui::EngineController::stateChanged, this, &MainWindow::updateActions);
    connect(&m_controller, &ui::EngineController::runStarted, this, [this](const worker::RunStarted& started) {
        // What was said of the run before is not said of this one.
        if (started.kind == worker::CommandKind::Generate || started.kind == worker::CommandKind::Compare)
            m_banner->dismiss();
        if (started.kind != worker::CommandKind::Compare) return;
        m_loadAfterComparison = m_controller.model() != nullptr;
        spdlog::info("run {}: comparison of {} began", started.run, m_arms.toStdString());
    });
    connect(&m_controller, &ui::EngineController::runFinished, this, &MainWindow::onFinished);
    restyle();
    retranslate();
    updateModel();
    updateActions();
    m_services.layout.restore(*this);
    const auto kept = std::ranges::find(m_pages, m_services.layout.pane(),
                                        [](const Page& page) { return page.action->data().toString(); });
    showPane(kept == m_pages.end() ? m_console : kept->pane);
    if (const QString draft = m_services.layout.takeDraft(); !draft.isEmpty()) m_console->setDraft(draft);
}

void MainWindow::buildPanes() {
    auto* central = new QWidget(this);
    m_banner = new ui::MessageBanner(central);
    m_stack = new QStackedWidget(central);
    m_focus = new FocusKeeper(*m_stack);
    m_rail = new Rail(central);
    m_console = new ui::ConsolePane(m_controller, central);
    connect(m_console, &ui::ConsolePane::openAsked, this, &MainWindow::openModel);
    connect(m_console, &ui::ConsolePane::demoAsked, this, [this] {
        setModel(QStringLiteral("demo"));
        load();
    });
    m_compare = new ui::ComparePane(m_controller, compareServices(), central);
    addPage(new ui::EnvironmentPane(m_controller, m_services.environment, central), QStringLiteral("environment"),
            QT_TR_NOOP("Environment"));
    m_weights = new ui::WeightsPane(m_controller, m_services.models, central);
    m_quantize = new ui::QuantizePane(m_controller, central);
    addPage(m_weights, QStringLiteral("weights"), QT_TR_NOOP("Weights"));
    addPage(m_console, QStringLiteral("console"), QT_TR_NOOP("Console"));
    addPage(m_quantize, QStringLiteral("quantize"), QT_TR_NOOP("Quantize"));
    addPage(m_compare, QStringLiteral("compare"), QT_TR_NOOP("Compare"));
    auto* reports = new ui::ReportsPane(m_controller, m_services.reports, central);
    connect(m_compare, &ui::ComparePane::reportKept, reports, &ui::ReportsPane::refresh);
    connect(m_compare, &ui::ComparePane::reportsAsked, this, [this, reports] { showPane(reports); });
    connect(reports, &ui::ReportsPane::comparisonAsked, this, [this] { showPane(m_compare); });
    addPage(reports, QStringLiteral("reports"), QT_TR_NOOP("Reports"));
    addPage(new ui::LogPane(m_controller, m_services.log, central), QStringLiteral("log"), QT_TR_NOOP("Log"));
    addPage(makeSettingsPane(central), QStringLiteral("settings"), QT_TR_NOOP("Settings"));
    connect(m_weights, &ui::WeightsPane::loadAsked, this,
            [this](const QString& model, model::Precision precision, std::int64_t contextTokens) {
                m_contextTokens = contextTokens;
                setModel(model);
                choosePrecision(precision);
            });
    connect(m_weights, &ui::WeightsPane::unloadAsked, this, &MainWindow::toggleLoad);
    connect(m_quantize, &ui::QuantizePane::precisionAsked, this, &MainWindow::choosePrecision);
    connect(m_quantize, &ui::QuantizePane::openAsked, this, &MainWindow::openModel);
    connect(m_quantize, &ui::QuantizePane::refreshAsked, this, &MainWindow::updatePrecisions);
    auto* bannerMargin = new QVBoxLayout;
    bannerMargin->setContentsMargins(24, 16, 24, 0);
    bannerMargin->addWidget(m_banner);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bannerMargin);
    column->addWidget(m_stack, 1);
    auto* row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(column, 1);
    setCentralWidget(central);

    m_live = new ui::LivePane(m_controller, m_services.live, this);
    connect(m_live, &ui::LivePane::messageRaised, m_banner, &ui::MessageBanner::showMessage);
    m_liveDock = new QDockWidget(this);
    m_liveDock->setObjectName(QStringLiteral("live.dock"));
    m_liveDock->setWidget(m_live);
    m_liveTitle = new QLabel(m_liveDock);
    m_liveTitle->setFont(ui::scaled(font(), ui::titlePoints, QFont::DemiBold));
    m_liveTitle->setContentsMargins(16, 18, 16, 0);
    m_liveTitle->setTextInteractionFlags(Qt::NoTextInteraction);  // the dock is moved by it
    m_liveDock->setTitleBarWidget(m_liveTitle);
    m_liveDock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    addDockWidget(Qt::RightDockWidgetArea, m_liveDock);
    resizeDocks({m_liveDock}, {340}, Qt::Horizontal);
    giveSettings(m_services.settings->get());
}

ui::Pane* MainWindow::makeSettingsPane(QWidget* parent) {
    auto* pane = new ui::SettingsPane(m_controller, m_services.settings->get(),
                                      {.file = m_services.settings->path(),
                                       .notice = m_services.settings->notice(),
                                       .defaultReportFolder = reportFolder({}),
                                       .defaultModelCache = defaultModelCache(),
                                       .checkFolder = checkFolder},
                                      parent);
    connect(pane, &ui::SettingsPane::settingsChanged, this, &MainWindow::applySettings);
    return pane;
}

void MainWindow::applySettings(const ui::Settings& settings) {
    const ui::Settings before = m_services.settings->get();
    m_services.settings->set(settings);
    const Json then = ui::settingsToJson(before);
    const Json now = ui::settingsToJson(settings);
    for (const auto& [key, value] : now.items())
        if (then[key] != value) spdlog::info("setting {}: {} instead of {}", key, value.dump(), then[key].dump());
    if (settings.language != before.language) applyLanguage(settings.language);
    if (settings.theme != before.theme)
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), settings.theme);
    if (settings.modelCache != before.modelCache) useModelCache(settings.modelCache);
    giveSettings(settings);
    ui::inBackground(
        this, [store = m_services.settings] { return store->save(); },
        [this](const Status& saved) {
            if (!saved)
                m_banner->showMessage({.words = [error = saved.error()] {
                    return ui::BannerWords{tr("The settings were not kept"), ui::sentenceOf(error)};
                }});
        });
}

void MainWindow::giveSettings(const ui::Settings& settings) {
    m_compare->setBudgets(settings.budgets);
    m_live->setThresholds(settings.thresholds);
}

void MainWindow::addPage(ui::Pane* pane, const QString& iconName, const char* word) {
    m_stack->addWidget(pane);
    connect(pane, &ui::Pane::messageRaised, m_banner, &ui::MessageBanner::showMessage);
    connect(pane, &ui::Pane::canRunChanged, this, &MainWindow::updateActions);
    // Settings are no step of the work: they stand apart.
    const bool isSettings = iconName == QLatin1String("settings");
    const int key = Qt::Key_1 + static_cast<int>(m_pages.size());
    QAction* action = m_rail->add(iconName, Qt::CTRL | static_cast<Qt::Key>(isSettings ? Qt::Key_Comma : key),
                                  isSettings ? RailEnd::Bottom : RailEnd::Top);
    connect(action, &QAction::triggered, this, [this, pane] { showPane(pane); });
    m_pages.push_back({.pane = pane, .word = word, .action = action});
}

const MainWindow::Page& MainWindow::currentPage() const {
    return m_pages[static_cast<std::size_t>(m_stack->currentIndex())];
}

QAction* MainWindow::makeAction(const QString& name, const QString& iconName, const QList<QKeySequence>& shortcuts) {
    auto* action = new QAction(this);
    action->setObjectName(name);
    action->setData(iconName);
    action->setShortcuts(shortcuts);
    addAction(action);
    return action;
}

void MainWindow::buildToolBar() {
    m_openAction = makeAction(QStringLiteral("action.open"), QStringLiteral("open"), {QKeySequence::Open});
    m_loadAction = makeAction(QStringLiteral("action.load"), QStringLiteral("load"), {Qt::CTRL | Qt::Key_L});
    m_runAction = makeAction(QStringLiteral("action.run"), QStringLiteral("run"),
                             {Qt::CTRL | Qt::Key_Enter, Qt::CTRL | Qt::Key_Return});
    m_stopAction = makeAction(QStringLiteral("action.stop"), QStringLiteral("stop"), {Qt::Key_Escape});
    connect(m_openAction, &QAction::triggered, this, &MainWindow::openModel);
    connect(m_loadAction, &QAction::triggered, this, &MainWindow::toggleLoad);
    connect(m_runAction, &QAction::triggered, this, &MainWindow::run);
    connect(m_stopAction, &QAction::triggered, &m_controller, &ui::EngineController::stop);

    auto* bar = new QToolBar(this);
    bar->setObjectName(QStringLiteral("toolbar"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(ui::iconPixels, ui::iconPixels));
    addToolBar(Qt::TopToolBarArea, bar);

    m_modelButton = new QToolButton(bar);
    m_modelButton->setObjectName(QStringLiteral("toolbar.model"));
    m_modelButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_modelButton->setAutoRaise(true);
    m_modelButton->setFont(ui::scaled(font(), ui::bodyPoints, QFont::DemiBold));
    connect(m_modelButton, &QToolButton::clicked, m_openAction, &QAction::trigger);
    m_devices = new QComboBox(bar);
    m_devices->setObjectName(QStringLiteral("toolbar.device"));
    m_devices->addItem(m_device);
    m_devices->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_devices, &QComboBox::activated, this, [this] { chooseDevice(m_devices->currentText()); });
    m_precisions = new ui::SegmentedControl(bar);
    m_precisions->setObjectName(QStringLiteral("toolbar.precision"));
    for (const model::Precision precision : toolbarPrecisions)
        m_precisions->addSegment(static_cast<int>(precision), ui::precisionShortWord(precision),
                                 QStringLiteral("precision.") + QString::fromUtf8(model::precisionName(precision)));
    m_precisions->setCurrent(static_cast<int>(m_precision));
    connect(m_precisions, &ui::SegmentedControl::chosen, this,
            [this](int id) { choosePrecision(static_cast<model::Precision>(id)); });

    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    // The style gives a tool bar neither margins nor gaps of its own.
    const auto addGap = [bar](int width) {
        auto* gap = new QWidget(bar);
        gap->setFixedSize(width, toolBarHeight);
        bar->addWidget(gap);
    };
    addGap(12);
    bar->addWidget(m_modelButton);
    addGap(8);
    bar->addWidget(m_devices);
    addGap(8);
    bar->addWidget(m_precisions);
    bar->addWidget(space);
    for (QAction* action : {m_loadAction, m_runAction, m_stopAction})
        bar->addAction(action);
    m_paletteButton = new QToolButton(bar);
    m_paletteButton->setObjectName(QStringLiteral("toolbar.palette"));
    m_paletteButton->setAutoRaise(true);
    connect(m_paletteButton, &QToolButton::clicked, this, &MainWindow::showPalette);
    addGap(8);
    bar->addWidget(m_paletteButton);
    addGap(12);
}

// ---- what the user asks for ----

void MainWindow::run() {
    currentPage().pane->run();
}

void MainWindow::showPane(const ui::Pane* pane) {
    // What one pane mentioned is not said of the next; what went wrong stays until it is read.
    if (m_stack->currentWidget() != pane) m_banner->hideNotice();
    m_stack->setCurrentIndex(m_stack->indexOf(pane));
    currentPage().action->setChecked(true);
    currentPage().pane->setFocus();
    updateActions();
}

// ---- what the engine answers ----

void MainWindow::onFinished(const worker::RunFinished& finished) {
    if (finished.error) spdlog::error("run {}: {}", finished.run, describe(*finished.error));
    if (finished.outcome == worker::RunOutcome::Cancelled) spdlog::info("run {} was stopped", finished.run);
    if (finished.kind == worker::CommandKind::Load) {
        if (finished.error)
            reportLoadError(*finished.error);
        else if (finished.outcome == worker::RunOutcome::Cancelled)
            reportStoppedLoad();
        else if (m_controller.model())
            warnAboutLoad(*m_controller.model());
        if (finished.outcome == worker::RunOutcome::Done)
            m_loadedAs = m_model;
        else if (m_controller.model())
            m_model = m_loadedAs;
        // A folder that could not be opened leaves the loaded model in place: show that one again.
        if (const auto& model = m_controller.model()) {
            m_precision = model->scheme.precision;
            m_precisions->setCurrent(static_cast<int>(m_precision));
            m_device = QString::fromStdString(model->device);
            m_folder = model->folder;
        }
        updateModel();
    }
    const bool isComparison = finished.kind == worker::CommandKind::Compare;
    if (isComparison) logComparison(finished);
    if (m_controller.needsRestart()) offerRestart();
    if (m_isClosing)
        QTimer::singleShot(0, this, &QWidget::close);
    else if (isComparison && m_loadAfterComparison && !m_controller.model())
        QTimer::singleShot(0, this, &MainWindow::loadAgain);
    updateActions();
}

void MainWindow::updateActions() {
    if (!m_runAction || !m_status) return;
    const ui::ActionState actions = ui::actionState(m_controller);
    m_openAction->setEnabled(actions.open);
    m_modelButton->setEnabled(actions.open);
    m_loadAction->setEnabled(actions.load || actions.unload);
    m_precisions->setEnabled(actions.precision);
    m_devices->setEnabled(actions.precision);
    const ui::Pane& pane = *currentPage().pane;
    m_runAction->setEnabled(pane.canRun(actions));
    const QString word = pane.runWord();
    m_runAction->setToolTip(word.isEmpty() ? tr("There is nothing to run in this pane")
                                           : tr("%1 (Ctrl+Enter)").arg(word));
    m_precisions->setStanding(m_controller.model() || m_controller.isLoading()
                                  ? ui::SegmentedControl::Standing::InEffect
                                  : ui::SegmentedControl::Standing::Wanted);
    showName();
    m_banner->follow();
    m_stopAction->setEnabled(actions.stop);
    const bool unloads = m_controller.model() != nullptr;
    m_loadAction->setText(unloads ? tr("Unload") : tr("Load"));
    m_loadAction->setProperty(ui::CommandPalette::englishName,
                              unloads ? QStringLiteral("Unload") : QStringLiteral("Load"));
    m_loadAction->setToolTip(
        unloads
            ? tr("Unload the model, which frees its memory (Ctrl+L)")
            : tr("Load %1 in %2 on %3 (Ctrl+L)").arg(ui::shortName(m_model), ui::precisionWord(m_precision), m_device));
    m_loadAction->setIcon(ui::icon(unloads ? QStringLiteral("unload") : QStringLiteral("load"), palette()));
    m_focus->bringBack();
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    if (std::exchange(m_isPainted, true)) return;
    // Once this first picture is on the screen: nothing of the engine is touched before.
    QTimer::singleShot(0, this, [this] {
        spdlog::info("window painted {:.0f} ms after the start", millisecondsSinceStart());
        setModel(m_model);
        load();
        if (const std::string notice = m_services.settings->notice(); !notice.empty())
            m_banner->showMessage({.kind = ui::BannerKind::Notice, .words = [notice] {
                                       return ui::BannerWords{tr("The settings were damaged"),
                                                              ui::coreSentence(notice)};
                                   }});
    });
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_controller.isBusy()) {
        m_services.layout.save(*this, currentPage().action->data().toString());
        return QMainWindow::closeEvent(event);
    }
    event->ignore();
    if (!std::exchange(m_isClosing, true)) announceClosing();
    m_controller.stop();
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_status) restyle();
    if (event->type() == QEvent::LanguageChange && m_status) {
        retranslate();
        updateModel();
        updateActions();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::restyle() {
    m_rail->restyle();
    for (QAction* action : {m_openAction, m_loadAction, m_runAction, m_stopAction})
        action->setIcon(ui::icon(action->data().toString(), palette()));
    m_modelButton->setIcon(ui::icon(QStringLiteral("open"), palette()));
    updateActions();
}

void MainWindow::retranslate() {
    const auto name = [](QAction* action, const char* word) {
        action->setText(tr(word));
        action->setProperty(ui::CommandPalette::englishName, QString::fromUtf8(word));
    };
    name(m_openAction, QT_TR_NOOP("Open model…"));
    name(m_runAction, QT_TR_NOOP("Run"));
    name(m_stopAction, QT_TR_NOOP("Stop"));
    m_stopAction->setToolTip(tr("Stop what is under way (Esc)"));
    m_devices->setToolTip(tr("The device that the model runs on"));
    m_liveDock->setWindowTitle(tr("Live"));
    m_liveTitle->setText(tr("Live"));
    for (const Page& page : m_pages)
        name(page.action, page.word);
    name(m_paletteAction, QT_TR_NOOP("Find a command…"));
    m_paletteButton->setText(m_paletteAction->shortcut().toString(QKeySequence::NativeText));
    m_paletteButton->setToolTip(tr("Find a command by its name: everything that can be done, by keyboard"));
    name(m_helpAction, QT_TR_NOOP("Help"));
    name(m_liveAction, QT_TR_NOOP("Show live charts"));
    name(m_quitAction, QT_TR_NOOP("Quit"));
}

}  // namespace autoglm::app
