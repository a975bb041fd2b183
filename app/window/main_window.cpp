#include "app/window/main_window.h"

#include <spdlog/spdlog.h>

#include <QAction>
#include <QButtonGroup>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "app/window/status_line.h"
#include "ui/models/action_state.h"
#include "ui/models/wording.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

namespace autoglm::app {

namespace {

constexpr std::int64_t tooltipContextTokens = 2048;
constexpr int railWidth = 112;

QString sentenceOf(const Error& error) {
    return QString::fromStdString(describe(error));
}

}  // namespace

MainWindow::MainWindow(WindowServices services, const QString& model, QWidget* parent)
    : QMainWindow(parent),
      m_services(std::move(services)),
      m_model(model),
      m_controller({.engine = m_services.engine, .opener = m_services.opener}) {
    setObjectName(QStringLiteral("mainWindow"));
    resize(1280, 800);
    setMinimumSize(960, 600);
    buildPanes();
    buildToolBar();
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
    showPane(m_console);
}

void MainWindow::buildPanes() {
    auto* central = new QWidget(this);
    m_banner = new ui::MessageBanner(central);
    m_stack = new QStackedWidget(central);
    m_console = new ui::ConsolePane(m_controller, central);
    m_compare = new ui::ComparePane(m_controller, m_services.compare, central);
    addPage(new ui::EnvironmentPane(m_controller, m_services.environment, central), QStringLiteral("environment"),
            QT_TR_NOOP("Environment"));
    addPage(m_console, QStringLiteral("console"), QT_TR_NOOP("Console"));
    addPage(m_compare, QStringLiteral("compare"), QT_TR_NOOP("Compare"));
    addPage(new ui::LogPane(m_controller, m_services.log, central), QStringLiteral("log"), QT_TR_NOOP("Log"));
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
    row->addWidget(buildRail());
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
    m_liveDock->setTitleBarWidget(m_liveTitle);
    m_liveDock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    addDockWidget(Qt::RightDockWidgetArea, m_liveDock);
    resizeDocks({m_liveDock}, {340}, Qt::Horizontal);
}

void MainWindow::addPage(ui::Pane* pane, const QString& iconName, const char* word) {
    m_stack->addWidget(pane);
    connect(pane, &ui::Pane::messageRaised, m_banner, &ui::MessageBanner::showMessage);
    m_pages.push_back({.pane = pane, .icon = iconName, .word = word});
}

QWidget* MainWindow::buildRail() {
    m_rail = new QWidget(this);
    m_rail->setObjectName(QStringLiteral("rail"));
    m_rail->setFixedWidth(railWidth);
    auto* layout = new QVBoxLayout(m_rail);
    layout->setContentsMargins(8, 16, 8, 16);
    layout->setSpacing(8);
    auto* group = new QButtonGroup(m_rail);
    for (Page& page : m_pages) {
        auto* button = new QToolButton(m_rail);
        button->setObjectName(QStringLiteral("rail.") + page.icon);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIconSize(QSize(ui::iconPixels, ui::iconPixels));
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setMinimumHeight(56);
        connect(button, &QToolButton::clicked, this, [this, pane = page.pane] { showPane(pane); });
        group->addButton(button);
        layout->addWidget(button);
        page.button = button;
    }
    layout->addStretch(1);
    return m_rail;
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
    m_deviceLabel = new QLabel(bar);
    m_deviceLabel->setObjectName(QStringLiteral("toolbar.device"));
    m_deviceLabel->setContentsMargins(8, 0, 12, 0);
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
    bar->addWidget(m_deviceLabel);
    bar->addWidget(m_precisions);
    bar->addWidget(space);
    for (QAction* action : {m_loadAction, m_runAction, m_stopAction})
        bar->addAction(action);
}

// ---- what the user asks for ----

void MainWindow::load() {
    const auto run = m_controller.submit(m_services.load(m_model.toStdString(), m_precision, m_device.toStdString()));
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
        m_model = folder;
        updateModel();
        load();
    });
    dialog->open();
}

void MainWindow::choosePrecision(int id) {
    m_precision = static_cast<model::Precision>(id);
    load();
}

void MainWindow::run() {
    currentPage().pane->run();
}

void MainWindow::showPane(const ui::Pane* pane) {
    m_stack->setCurrentIndex(m_stack->indexOf(pane));
    currentPage().button->setChecked(true);
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
        }
        updateModel();
    }
    const bool isComparison = finished.kind == worker::CommandKind::Compare;
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
    m_deviceLabel->setText(m_device);
    setWindowTitle(QStringLiteral("%1 – AutoGLM Workbench").arg(name));
    m_compare->setModel(m_model, m_device);
    for (const model::Precision precision : model::allPrecisions)
        m_precisions->setToolTip(static_cast<int>(precision),
                                 model ? ui::precisionMemory(model->folder->config, precision, tooltipContextTokens)
                                       : tr("Once a model has been loaded, the memory it needs in %1 stands here")
                                             .arg(ui::precisionWord(precision)));
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (std::exchange(m_isOpened, true)) return;
    // After the first paint: nothing of the engine is touched before the window is there.
    QTimer::singleShot(0, this, &MainWindow::load);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_controller.isBusy()) return QMainWindow::closeEvent(event);
    m_isClosing = true;
    m_controller.stop();
    event->ignore();
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
    for (const Page& page : m_pages)
        page.button->setIcon(ui::icon(page.icon, palette()));
    const ui::ThemeColors& colors = ui::colorsOf(palette());
    m_rail->setStyleSheet(QStringLiteral("QToolButton { border: 0; border-radius: 6px; color: %1; padding: 6px 2px; }"
                                         "QToolButton:hover { background: %2; }"
                                         "QToolButton:checked { background: %2; color: %3; font-weight: 600; }"
                                         "QToolButton:focus { border: 1px solid %3; }")
                              .arg(colors.secondary.name(), colors.card.name(), colors.accent.name()));
    updateActions();
}

void MainWindow::retranslate() {
    m_openAction->setText(tr("Open model…"));
    m_runAction->setText(tr("Run"));
    m_runAction->setToolTip(tr("Run what this pane is for (Ctrl+Enter)"));
    m_stopAction->setText(tr("Stop"));
    m_stopAction->setToolTip(tr("Stop what is under way (Esc)"));
    m_loadAction->setToolTip(tr("Load the model, or unload it to free its memory (Ctrl+L)"));
    m_deviceLabel->setToolTip(tr("The device that the model runs on"));
    m_liveDock->setWindowTitle(tr("Live"));
    m_liveTitle->setText(tr("Live"));
    for (int i = 0; const Page& page : m_pages) {
        // A new text takes the shortcut of a button away.
        page.button->setText(tr(page.word));
        page.button->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i++)));
    }
}

}  // namespace autoglm::app
