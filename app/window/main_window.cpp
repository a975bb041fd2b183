#include "app/window/main_window.h"

#include <spdlog/spdlog.h>

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/window/language.h"
#include "app/window/rail.h"
#include "app/window/status_line.h"
#include "ui/bridge/background.h"
#include "ui/models/action_state.h"
#include "ui/models/precision_costs.h"
#include "ui/models/wording.h"
#include "ui/panes/live_pane.h"
#include "ui/panes/quantize_pane.h"
#include "ui/panes/settings_pane.h"
#include "ui/panes/weights_pane.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

namespace autoglm::app {

namespace {

/// The first local file or folder of what is dragged; empty where there is none.
QString droppedPath(const QMimeData& data) {
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) return url.toLocalFile();
    return {};
}

QString sentenceOf(const Error& error) {
    return QString::fromStdString(describe(error));
}

}  // namespace

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
    connect(&m_controller, &ui::EngineController::stateChanged, this, &MainWindow::updateActions);
    connect(&m_controller, &ui::EngineController::runStarted, this, [this](const worker::RunStarted& started) {
        if (started.kind == worker::CommandKind::Compare) m_loadAfterComparison = m_controller.model() != nullptr;
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
    m_rail = new Rail(central);
    m_console = new ui::ConsolePane(m_controller, central);
    m_compare = new ui::ComparePane(m_controller, m_services.compare, central);
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
    addPage(reports, QStringLiteral("reports"), QT_TR_NOOP("Reports"));
    addPage(new ui::LogPane(m_controller, m_services.log, central), QStringLiteral("log"), QT_TR_NOOP("Log"));
    addPage(makeSettingsPane(central), QStringLiteral("settings"), QT_TR_NOOP("Settings"));
    connect(m_weights, &ui::WeightsPane::loadAsked, this,
            [this](const QString& model, model::Precision precision, std::int64_t contextTokens) {
                m_contextTokens = contextTokens;
                setModel(model);
                choosePrecision(static_cast<int>(precision));
            });
    connect(m_weights, &ui::WeightsPane::unloadAsked, this, &MainWindow::toggleLoad);
    connect(m_quantize, &ui::QuantizePane::precisionAsked, this,
            [this](model::Precision precision) { choosePrecision(static_cast<int>(precision)); });
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

    m_live = new ui::LivePane(m_controller, this);
    m_liveDock = new QDockWidget(this);
    m_liveDock->setObjectName(QStringLiteral("live.dock"));
    m_liveDock->setWidget(m_live);
    m_liveTitle = new QLabel(m_liveDock);
    m_liveTitle->setFont(ui::scaled(font(), ui::titlePoints, QFont::DemiBold));
    m_liveTitle->setContentsMargins(16, 18, 16, 0);
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
    if (settings.language != before.language) applyLanguage(settings.language);
    if (settings.theme != before.theme)
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), settings.theme);
    if (settings.modelCache != before.modelCache) useModelCache(settings.modelCache);
    giveSettings(settings);
    ui::inBackground(
        this, [store = m_services.settings] { return store->save(); },
        [this](const Status& saved) {
            if (!saved)
                m_banner->showMessage(
                    {.title = tr("The settings were not kept"), .sentence = sentenceOf(saved.error())});
        });
}

void MainWindow::giveSettings(const ui::Settings& settings) {
    m_compare->setBudgets(settings.budgets);
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
                             {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter});
    m_stopAction = makeAction(QStringLiteral("action.stop"), QStringLiteral("stop"), {Qt::Key_Escape});
    connect(m_openAction, &QAction::triggered, this, &MainWindow::openModel);
    connect(m_loadAction, &QAction::triggered, this, &MainWindow::toggleLoad);
    connect(m_runAction, &QAction::triggered, this, &MainWindow::run);
    connect(m_stopAction, &QAction::triggered, &m_controller, &ui::EngineController::stop);

    auto* bar = new QToolBar(this);
    bar->setObjectName(QStringLiteral("toolbar"));
    bar->setContentsMargins(12, 4, 12, 4);
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
    for (const model::Precision precision : model::allPrecisions)
        m_precisions->addSegment(static_cast<int>(precision), ui::precisionWord(precision),
                                 QStringLiteral("precision.") + QString::fromUtf8(model::precisionName(precision)));
    m_precisions->setCurrent(static_cast<int>(m_precision));
    connect(m_precisions, &ui::SegmentedControl::chosen, this, &MainWindow::choosePrecision);

    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(m_modelButton);
    bar->addWidget(m_devices);
    bar->addWidget(m_precisions);
    bar->addWidget(space);
    for (QAction* action : {m_loadAction, m_runAction, m_stopAction})
        bar->addAction(action);
}

// ---- what the user asks for ----

void MainWindow::setModel(const QString& model) {
    m_model = model;
    m_folder.reset();
    updateModel();
    if (!m_services.models.inspect) return;
    ui::inBackground(
        this, [read = m_services.models.inspect, name = model.toStdString()] { return read(name); },
        [this, model](Result<model::ModelFolderPtr> folder) {
            if (model != m_model || (!folder && m_controller.model())) return;
            m_folder = std::move(folder);
            updatePrecisions();
        });
}

void MainWindow::load() {
    worker::LoadCommand command = m_services.load(m_model.toStdString(), m_precision, m_device.toStdString());
    command.contextLength = m_contextTokens;
    command.threads = m_services.settings->get().threads;
    const auto run = m_controller.submit(std::move(command));
    if (!run)
        reportLoadError(run.error());
    else
        m_banner->hide();
}

void MainWindow::toggleLoad() {
    if (!m_controller.model()) return load();
    if (const auto run = m_controller.submit(worker::UnloadCommand{}); !run)
        m_banner->showMessage({.title = tr("The model was not unloaded"), .sentence = sentenceOf(run.error())});
}

void MainWindow::openModel() {
    auto* dialog = new QFileDialog(this, tr("Open a model folder"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        setModel(folder);
        load();
    });
    dialog->open();
}

void MainWindow::choosePrecision(int id) {
    m_precision = static_cast<model::Precision>(id);
    m_precisions->setCurrent(id);
    load();
}

void MainWindow::chooseDevice(const QString& device) {
    if (device == m_device) return;
    m_device = device;
    m_controller.model() ? load() : updateModel();
}

void MainWindow::run() {
    currentPage().pane->run();
}

void MainWindow::showPane(const ui::Pane* pane) {
    m_stack->setCurrentIndex(m_stack->indexOf(pane));
    currentPage().action->setChecked(true);
    currentPage().pane->setFocus();
    updateActions();
}

// ---- what the engine answers ----

void MainWindow::onFinished(const worker::RunFinished& finished) {
    if (finished.error) spdlog::error("run {}: {}", finished.run, describe(*finished.error));
    if (finished.kind == worker::CommandKind::Load) {
        if (finished.error)
            reportLoadError(*finished.error);
        else if (m_controller.model())
            warnAboutLoad(*m_controller.model());
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
    if (m_controller.needsRestart()) offerRestart();
    if (m_isClosing)
        QTimer::singleShot(0, this, &QWidget::close);
    else if (isComparison && m_loadAfterComparison && !m_controller.model())
        QTimer::singleShot(0, this, &MainWindow::load);
    updateActions();
}

void MainWindow::reportLoadError(const Error& error) {
    const bool isModelFault = error.subject != "engine module" && error.code != ErrorCode::Device;
    ui::BannerMessage message{.title = tr("The model could not be loaded"), .sentence = sentenceOf(error)};
    message.action = isModelFault ? tr("Open another…") : tr("Try again");
    message.onAction = [this, isModelFault] { isModelFault ? openModel() : load(); };
    m_banner->showMessage(std::move(message));
}

void MainWindow::warnAboutLoad(const worker::LoadSummary& summary) {
    spdlog::info("loaded {} in {} on {}: {} bytes in {} ms", summary.folder->path.string(),
                 model::precisionName(summary.scheme.precision), summary.device, summary.report.weightsBytes,
                 summary.report.wallNs / 1'000'000);
    QStringList sentences;
    for (const std::string& warning : summary.report.warnings)
        sentences << QString::fromStdString(warning);
    if (summary.tokenizerError) sentences << sentenceOf(*summary.tokenizerError);
    if (summary.chatTemplateError)
        sentences << tr("Prompts are sent as they are: %1").arg(sentenceOf(*summary.chatTemplateError));
    // Said once, not at every return of the same model: it would push aside what the user is reading.
    const QString told = QString::fromStdString(summary.folder->path.string()) + sentences.join(QLatin1Char('\n'));
    if (sentences.isEmpty() || told == std::exchange(m_toldAboutLoad, told)) return;
    m_banner->showMessage({.kind = ui::BannerKind::Notice,
                           .title = tr("The model is loaded, with something to know"),
                           .sentence = sentences.join(QLatin1Char('\n'))});
}

void MainWindow::updateActions() {
    if (!m_runAction || !m_status) return;
    const ui::ActionState actions = ui::actionState(m_controller);
    m_openAction->setEnabled(actions.open);
    m_modelButton->setEnabled(actions.open);
    m_loadAction->setEnabled(actions.load || actions.unload);
    m_precisions->setEnabled(actions.precision);
    m_devices->setEnabled(actions.precision);
    m_runAction->setEnabled(currentPage().pane->canRun(actions));
    m_stopAction->setEnabled(actions.stop);
    const bool unloads = m_controller.model() != nullptr;
    m_loadAction->setText(unloads ? tr("Unload") : tr("Load"));
    m_loadAction->setIcon(ui::icon(unloads ? QStringLiteral("unload") : QStringLiteral("load"), palette()));
}

void MainWindow::updateModel() {
    const auto& model = m_controller.model();
    const QString name = model ? QString::fromStdString(model->folder->name) : m_model.section(QLatin1Char('/'), -1);
    m_modelButton->setText(name);
    m_modelButton->setToolTip(model ? QString::fromStdString(model->folder->path.string()) : m_model);
    updateDevices();
    setWindowTitle(QStringLiteral("%1 – AutoGLM Workbench").arg(name));
    m_compare->setModel(m_model, m_device);
    m_weights->setTarget(m_model, m_device, m_precision);
    updatePrecisions();
}

/// The engine names its devices once it has been asked for the first time.
void MainWindow::updateDevices() {
    const auto facts = m_services.models.facts ? m_services.models.facts() : std::nullopt;
    QStringList names{m_device};
    if (facts)
        for (const engine::DeviceFacts& device : facts->devices)
            if (const QString id = QString::fromStdString(device.id); !names.contains(id)) names << id;
    names.sort();
    m_devices->clear();
    m_devices->addItems(names);
    m_devices->setCurrentText(m_device);
}

void MainWindow::updatePrecisions() {
    if (!m_folder || !*m_folder) {
        for (const model::Precision precision : model::allPrecisions) {
            m_precisions->setSegmentEnabled(static_cast<int>(precision), true);
            m_precisions->setToolTip(static_cast<int>(precision),
                                     tr("Once a model folder has been read, the memory it needs in %1 stands here")
                                         .arg(ui::precisionWord(precision)));
        }
        if (m_folder) m_quantize->setFault(m_folder->error());
        return;
    }
    const model::ModelConfig& config = (**m_folder)->config;
    ui::PrecisionSituation situation{
        .config = config,
        .device = m_device.toStdString(),
        .contextTokens = std::clamp<std::int64_t>(m_contextTokens, 1, config.maxPositions)};
    const ui::ModelServices& services = m_services.models;
    if (services.facts) situation.facts = services.facts();
    if (services.freeMemory) situation.freeBytes = services.freeMemory(situation.device);
    if (const auto& model = m_controller.model()) {
        if (model->folder->path == (**m_folder)->path)
            situation.loaded = {.precision = model->scheme.precision, .bytes = model->report.weightsBytes};
        if (situation.freeBytes) *situation.freeBytes += model->report.weightsBytes;
    }
    for (const ui::PrecisionCost& cost : ui::precisionCosts(situation)) {
        const int id = static_cast<int>(cost.scheme.precision);
        m_precisions->setSegmentEnabled(id, cost.runs());
        m_precisions->setToolTip(
            id, cost.runs() ? ui::precisionMemory(cost.ledger, situation.contextTokens) : cost.obstacle);
    }
    m_quantize->setSituation(situation);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (std::exchange(m_isOpened, true)) return;
    // After the first paint: nothing of the engine is touched before the window is there.
    QTimer::singleShot(0, this, [this] {
        setModel(m_model);
        load();
        const std::string& notice = m_services.settings->notice();
        if (!notice.empty())
            m_banner->showMessage({.kind = ui::BannerKind::Notice,
                                   .title = tr("The settings were damaged"),
                                   .sentence = QString::fromStdString(notice)});
    });
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_controller.isBusy()) {
        m_services.layout.save(*this, currentPage().action->data().toString());
        return QMainWindow::closeEvent(event);
    }
    m_isClosing = true;
    m_controller.stop();
    event->ignore();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (ui::actionState(m_controller).open && !droppedPath(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = droppedPath(*event->mimeData());
    if (path.isEmpty() || !ui::actionState(m_controller).open || !m_services.models.inspect) return;
    event->acceptProposedAction();
    ui::inBackground(
        this,
        [read = m_services.models.inspect, path = std::filesystem::path(path.toStdString())] {
            std::error_code ignored;
            const bool isFolder = std::filesystem::is_directory(path, ignored);
            return read((isFolder ? path : path.parent_path()).string());
        },
        [this](const Result<model::ModelFolderPtr>& folder) {
            if (!folder) {
                m_banner->showMessage({.title = tr("What was dropped is no model that can be loaded"),
                                       .sentence = sentenceOf(folder.error()),
                                       .action = tr("Open another…"),
                                       .onAction = [this] { openModel(); }});
                return;
            }
            m_weights->showFolder(*folder);
            showPane(m_weights);
        });
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
    for (QAction* action : {m_openAction, m_loadAction, m_runAction, m_stopAction})
        action->setIcon(ui::icon(action->data().toString(), palette()));
    m_modelButton->setIcon(ui::icon(QStringLiteral("open"), palette()));
    updateActions();
}

void MainWindow::retranslate() {
    m_openAction->setText(tr("Open model…"));
    m_runAction->setText(tr("Run"));
    m_runAction->setToolTip(tr("Run what this pane is for (Ctrl+Enter)"));
    m_stopAction->setText(tr("Stop"));
    m_stopAction->setToolTip(tr("Stop what is under way (Esc)"));
    m_loadAction->setToolTip(tr("Load the model, or unload it to free its memory (Ctrl+L)"));
    m_devices->setToolTip(tr("The device that the model runs on"));
    m_liveDock->setWindowTitle(tr("Live"));
    m_liveTitle->setText(tr("Live"));
    for (const Page& page : m_pages)
        page.action->setText(tr(page.word));
    m_paletteAction->setText(tr("Find a command…"));
    m_helpAction->setText(tr("Help"));
    m_liveAction->setText(tr("Show live charts"));
    m_quitAction->setText(tr("Quit"));
}

}  // namespace autoglm::app
