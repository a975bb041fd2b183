#include "ui/panes/weights_pane.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/models/core_sentences.h"
#include "ui/models/wording.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/fault_card.h"
#include "ui/widgets/folder_tabs.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/ledger_card.h"
#include "ui/widgets/progress_card.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

enum WeightsPage { NothingPage, InspectingPage, FolderPage, FaultPage };

}  // namespace

WeightsPane::WeightsPane(EngineController& controller, ModelServices services, QWidget* parent)
    : Pane(controller, parent), m_services(std::move(services)), m_shownModels(m_models) {
    auto* split = new QSplitter(this);
    split->setObjectName(QStringLiteral("weights.split"));
    split->addWidget(buildLibrary());
    split->addWidget(buildDetails());
    split->setStretchFactor(1, 1);
    split->setSizes({180, 600});
    split->setHandleWidth(16);
    split->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(buildHeader());
    layout->addWidget(split, 1);
    setFocusProxy(m_list);

    connect(&controller, &EngineController::stateChanged, this, &WeightsPane::updateActions);
    connect(&controller, &EngineController::runFinished, this, &WeightsPane::onFinished);
    connect(&controller, &EngineController::runStarted, this, [this](const worker::RunStarted& started) {
        if (started.kind == worker::CommandKind::Load) m_loading->begin([] { return phaseSentence("load"); });
    });
    connect(&controller, &EngineController::progressed, this,
            [this](worker::CommandKind kind, const evaluate::WorkProgress& work) {
                if (kind == worker::CommandKind::Load) m_loading->advance(work);
            });
    connect(&m_hashing, &HashJob::progressed, m_verifying,
            [card = m_verifying](const evaluate::WorkProgress& work) { card->advance(work); });
    connect(&m_hashing, &HashJob::finished, this, &WeightsPane::onHashed);
    retranslate();
    updateActions();
}

QWidget* WeightsPane::buildHeader() {
    auto* header = new QWidget(this);
    m_title = new QLabel(header);
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_open = new QPushButton(header);
    m_load = new QPushButton(header);
    m_unload = new QPushButton(header);
    m_open->setObjectName(QStringLiteral("weights.open"));
    m_load->setObjectName(QStringLiteral("weights.load"));
    m_unload->setObjectName(QStringLiteral("weights.unload"));
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addStretch(1);
    for (QPushButton* button : {m_open, m_unload, m_load})
        row->addWidget(button);
    connect(m_open, &QPushButton::clicked, this, &WeightsPane::chooseFolder);
    connect(m_load, &QPushButton::clicked, this, &WeightsPane::run);
    connect(m_unload, &QPushButton::clicked, this, &WeightsPane::unloadAsked);
    return header;
}

QWidget* WeightsPane::buildLibrary() {
    auto* side = new QWidget(this);
    m_filter = new QLineEdit(side);
    m_filter->setObjectName(QStringLiteral("weights.filter"));
    m_filter->setClearButtonEnabled(true);
    m_list = new DataTable(&m_shownModels, QStringLiteral("weights.list"), side);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->horizontalHeader()->setSectionResizeMode(ModelListModel::Name, QHeaderView::Stretch);
    m_list->horizontalHeader()->setSectionResizeMode(ModelListModel::Source, QHeaderView::ResizeToContents);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    side->setMinimumWidth(180);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& part) {
        const QSignalBlocker quiet(m_list);  // what is shown stays, though its row may go
        m_shownModels.setFilterFixedString(part);
        markShown();
    });
    connect(m_list, &DataTable::currentRowChanged, this, &WeightsPane::onRow);
    connect(m_list, &QAbstractItemView::activated, this, [this] {
        if (canRun(actionState(m_controller))) run();
    });
    return side;
}

QWidget* WeightsPane::buildDetails() {
    m_pages = new QStackedWidget(this);
    m_pages->setObjectName(QStringLiteral("weights.pages"));
    auto* nothing = new QWidget(m_pages);
    m_emptyText = new QLabel(nothing);
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignHCenter);
    m_emptyOpen = new QPushButton(nothing);
    m_emptyOpen->setObjectName(QStringLiteral("weights.openEmpty"));
    auto* middle = new QVBoxLayout(nothing);
    middle->addStretch(2);
    middle->addWidget(m_emptyText);
    middle->addWidget(m_emptyOpen, 0, Qt::AlignHCenter);
    middle->addStretch(3);
    m_busyText = new QLabel(m_pages);
    m_busyText->setAlignment(Qt::AlignCenter);
    m_tabs = new FolderTabs(m_pages);
    m_fault = new FaultCard(QStringLiteral("weights.fault"), m_pages);
    auto* faultPage = new QWidget(m_pages);
    auto* faultColumn = new QVBoxLayout(faultPage);
    faultColumn->setContentsMargins(0, 0, 0, 0);
    faultColumn->addWidget(m_fault);
    faultColumn->addStretch(1);
    for (QWidget* page : {nothing, static_cast<QWidget*>(m_busyText), static_cast<QWidget*>(m_tabs), faultPage})
        m_pages->addWidget(page);

    auto* details = new QWidget(this);
    m_loading = new ProgressCard(QStringLiteral("weights.loading"), details);
    m_verifying = new ProgressCard(QStringLiteral("weights.verifying"), details);
    auto* layout = new QVBoxLayout(details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_loading);
    layout->addWidget(m_verifying);
    layout->addWidget(m_pages, 1);
    connect(m_emptyOpen, &QPushButton::clicked, this, &WeightsPane::chooseFolder);
    connect(m_loading, &ProgressCard::cancelled, &m_controller, &EngineController::stop);
    connect(m_verifying, &ProgressCard::cancelled, &m_hashing, &HashJob::cancel);
    connect(m_tabs, &FolderTabs::verifyAsked, this, &WeightsPane::verify);
    connect(&m_tabs->ledger(), &LedgerCard::changed, this, &WeightsPane::updateActions);
    connect(m_fault, &FaultCard::actionAsked, this, [this] { m_retry(); });
    connect(m_fault, &FaultCard::otherAsked, this, &WeightsPane::closeFault);
    return details;
}

// ---- which model is shown ----

void WeightsPane::setTarget(const QString& model, const QString& device, model::Precision precision) {
    const bool isOther = std::exchange(m_model, model) != model;
    m_device = device;
    m_tabs->ledger().setPrecision(precision);
    if (isVisible() && isOther) inspect(model);
    showLedger();
    updateActions();
}

void WeightsPane::inspect(const QString& model) {
    if (!m_services.inspect || model.isEmpty()) return;
    m_inspected = model;
    m_isInspecting = true;
    m_busyText->setText(tr("Reading what %1 holds…").arg(model));
    m_pages->setCurrentIndex(InspectingPage);
    updateActions();
    inBackground(
        this, [read = m_services.inspect, name = model.toStdString()] { return read(name); },
        [this, model](const Result<model::ModelFolderPtr>& folder) {
            if (model != m_inspected) return;
            m_isInspecting = false;
            if (folder)
                showFolder(*folder);
            else
                showFault([] { return tr("This is no model that can be loaded"); }, folder.error(),
                          [this, model] { inspect(model); });
        });
}

void WeightsPane::showFolder(model::ModelFolderPtr folder) {
    m_inspected = QString::fromStdString(folder->path.string());
    m_isInspecting = false;
    m_tabs->setFolder(std::move(folder));
    if (isLoadedShown()) m_tabs->setReport(m_controller.model()->report);
    m_pages->setCurrentIndex(FolderPage);
    showLedger();
    markShown();
    updateActions();
}

void WeightsPane::listModels() {
    if (!m_services.library || std::exchange(m_isListing, true)) return;
    inBackground(this, m_services.library, [this](model::ModelLibrary library) {
        m_isListing = false;
        const QSignalBlocker quiet(m_list);
        m_models.setModels(std::move(library.models));
        markShown();
        for (const Error& fault : library.faults)
            emit messageRaised({.words = [fault] {
                return BannerWords{tr("A place for models could not be read"), sentenceOf(fault)};
            }});
    });
}

void WeightsPane::markShown() {
    const QSignalBlocker quiet(m_list);
    const int row = m_models.rowOf(m_inspected.toStdString());
    m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_shownModels.mapFromSource(m_models.index(row, 0)));
}

void WeightsPane::onRow(int row) {
    const QModelIndex index = m_shownModels.mapToSource(m_shownModels.index(row, 0));
    if (index.isValid()) inspect(QString::fromStdString(m_models.model(index.row()).path.string()));
}

void WeightsPane::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Show a model folder"));
    dialog->setObjectName(QStringLiteral("weights.openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &WeightsPane::inspect);
    dialog->open();
}

// ---- load, hash, failures ----

void WeightsPane::run() {
    if (m_inspected.isEmpty()) return;
    emit loadAsked(m_inspected, m_tabs->ledger().precision(), m_tabs->ledger().contextTokens());
}

QString WeightsPane::runWord() const {
    return m_load->text();
}

bool WeightsPane::canRun(const ActionState& actions) const {
    return canLoad(actions) && !isLoadedAsChosen();
}

std::string WeightsPane::shownFault() const {
    return m_pages->currentIndex() == FaultPage ? m_fault->error().message : std::string();
}

bool WeightsPane::canLoad(const ActionState& actions) const {
    return actions.open && m_pages->currentIndex() == FolderPage;
}

bool WeightsPane::isLoadedShown() const {
    const auto& loaded = m_controller.model();
    return loaded && m_tabs->folder() && loaded->folder->path == m_tabs->folder()->path;
}

bool WeightsPane::isLoadedAsChosen() const {
    const auto& loaded = m_controller.model();
    return isLoadedShown() && loaded->scheme.precision == m_tabs->ledger().precision() &&
           loaded->device == m_device.toStdString();
}

void WeightsPane::onFinished(const worker::RunFinished& finished) {
    if (finished.kind == worker::CommandKind::Load) {
        m_loading->hide();
        // The banner says what went wrong with another folder; the model that is loaded still is the one to go on with.
        if (finished.error && m_controller.model())
            showFolder(m_controller.model()->folder);
        else if (finished.error && finished.error->code != ErrorCode::HashMismatch)  // that one the banner can allow
            showFault([] { return tr("The model could not be loaded"); }, *finished.error, [this] { run(); });
        if (finished.outcome == worker::RunOutcome::Done) {
            const auto& loaded = m_controller.model();
            m_tabs->ledger().setPrecision(loaded->scheme.precision);
            showFolder(loaded->folder);
            if (m_services.remember)
                inBackground(
                    this,
                    [remember = m_services.remember, folder = loaded->folder] {
                        return remember(folder->path, folder->name);
                    },
                    [this](const Status& kept) {
                        if (!kept)
                            emit messageRaised({.kind = BannerKind::Notice, .words = [error = kept.error()] {
                                                    return BannerWords{
                                                        tr("The model was not put among the recent ones"),
                                                        sentenceOf(error)};
                                                }});
                        if (isVisible()) listModels();
                    });
        }
    }
    showLedger();
    updateActions();
}

void WeightsPane::verify() {
    if (!m_tabs->folder() || m_hashing.isRunning()) return;
    m_pages->setCurrentIndex(FolderPage);
    m_verifying->begin([] { return tr("Reading and hashing the weight files"); });
    m_hashing.start(m_services, m_tabs->folder()->path);
    updateActions();
}

void WeightsPane::onHashed(const HashOutcome& outcome) {
    const auto& [folder, hashes] = outcome;
    m_verifying->hide();
    updateActions();
    if (!hashes && hashes.error().code == ErrorCode::Cancelled) return;
    if (!hashes)
        return showFault([] { return tr("The files could not be hashed"); }, hashes.error(), [this] { verify(); });
    if (!m_tabs->folder() || m_tabs->folder()->path != folder) return;  // another one is shown by now
    m_tabs->setHashes(*hashes);
    if (!hashes->hasMismatch()) return;
    const auto words = [files = hashes->files] {
        QStringList names;
        for (const model::FileHash& file : files)
            if (file.state == model::HashState::Mismatch)
                names << QStringLiteral("%1 (%2)").arg(QString::fromStdString(file.name),
                                                       coreSentence(file.expected->source));
        return BannerWords{tr("These are not the weights that were expected"),
                           tr("Another hash than the expected one: %1. Download again before you trust what "
                              "this model answers.")
                               .arg(names.join(QStringLiteral(", "))),
                           tr("Show files")};
    };
    emit messageRaised({.words = words, .onAction = [this] { m_tabs->showFiles(); }});
}

void WeightsPane::showFault(FaultCard::Title title, const Error& error, std::function<void()> retry) {
    m_retry = std::move(retry);
    m_fault->showFault(std::move(title), error);
    m_pages->setCurrentIndex(FaultPage);
    updateActions();
}

void WeightsPane::closeFault() {
    if (m_tabs->folder())
        showFolder(m_tabs->folder());
    else
        chooseFolder();
}

void WeightsPane::showLedger() {
    if (!m_tabs->folder()) return;
    PrecisionSituation situation{.config = m_tabs->folder()->config, .device = m_device.toStdString()};
    if (m_services.facts) situation.facts = m_services.facts();
    if (m_services.freeMemory) situation.freeBytes = m_services.freeMemory(situation.device);
    if (const auto& loaded = m_controller.model()) {
        if (situation.freeBytes) *situation.freeBytes += loaded->report.weightsBytes;
        if (isLoadedShown())
            situation.loaded = {.precision = loaded->scheme.precision, .bytes = loaded->report.weightsBytes};
    }
    m_tabs->ledger().setSituation(std::move(situation));
}

void WeightsPane::updateActions() {
    const ActionState actions = actionState(m_controller);
    m_open->setEnabled(actions.open);
    m_emptyOpen->setEnabled(actions.open);
    m_load->setEnabled(canLoad(actions));
    m_unload->setEnabled(actions.unload);
    m_fault->setActionsEnabled(actions.open);
    m_fault->setActions(tr("Try again"), m_tabs->folder() ? tr("Back to the folder") : tr("Open another…"));
    m_loading->setCancellable(actions.stop);
    m_tabs->setVerifyEnabled(actions.check && !m_hashing.isRunning() && m_tabs->folder());
    const QString precision = precisionWord(m_tabs->ledger().precision());
    const bool isLoaded = isLoadedAsChosen() && !m_controller.isLoading();
    m_load->setText(isLoaded ? tr("Load again") : tr("Load"));
    m_load->setToolTip(
        isLoaded
            ? tr("This model is loaded in %1 on %2. Loading it again reads its files anew").arg(precision, m_device)
            : tr("Load this model in %1 on %2 (Ctrl+Enter)").arg(precision, m_device));
    emit canRunChanged();
}

void WeightsPane::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    listModels();
    showLedger();
    if (!m_tabs->folder() && !m_isInspecting && m_pages->currentIndex() == NothingPage) inspect(m_model);
}

void WeightsPane::changeEvent(QEvent* event) {
    if (!m_load) return Pane::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) retranslate();
    if (event->type() == QEvent::LanguageChange) {
        m_models.retranslate();
        retranslate();
        updateActions();
    }
    Pane::changeEvent(event);
}

void WeightsPane::retranslate() {
    m_title->setText(tr("Weights"));
    m_open->setText(tr("Open folder…"));
    m_open->setToolTip(tr("Show a model folder, without loading it; a folder can also be dropped on the window"));
    m_unload->setText(tr("Unload"));
    m_filter->setPlaceholderText(tr("Filter models"));
    m_emptyText->setText(
        tr("Choose a model on the left, or open or drop a folder: what it is, what it needs and "
           "whether its files are the expected ones stands here before anything is loaded."));
    m_emptyOpen->setText(tr("Open folder…"));
    m_load->setIcon(icon(QStringLiteral("load"), palette()));
    m_unload->setIcon(icon(QStringLiteral("unload"), palette()));
    m_open->setIcon(icon(QStringLiteral("open"), palette()));
}

}  // namespace autoglm::ui
