// The model of the window: chosen, loaded, dropped onto it, what loading said, and what each precision would cost.
#include <spdlog/spdlog.h>

#include <QAction>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>
#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/window/main_window.h"
#include "app/window/status_line.h"
#include "ui/bridge/background.h"
#include "ui/models/core_sentences.h"
#include "ui/models/precision_costs.h"
#include "ui/models/weight_file_model.h"
#include "ui/models/wording.h"
#include "ui/panes/quantize_pane.h"
#include "ui/panes/weights_pane.h"
#include "ui/widgets/segmented_control.h"

namespace autoglm::app {

using ui::sentenceOf;

namespace {

/// The first local file or folder of what is dragged; empty where there is none.
QString droppedPath(const QMimeData& data) {
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) return url.toLocalFile();
    return {};
}

bool isDamaged(const worker::LoadSummary& summary) {
    return std::ranges::any_of(summary.report.tensors,
                               [](const engine::TensorScan& tensor) { return tensor.nanCount + tensor.infCount > 0; });
}

}  // namespace

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
    m_banner->dismiss();
    loadAgain();
}

void MainWindow::loadAgain() {
    worker::LoadCommand command = m_services.load(m_model.toStdString(), m_precision, m_device.toStdString());
    command.contextLength = m_contextTokens;
    command.threads = m_services.settings->get().threads;
    command.mismatch = mismatchPolicy();
    m_status->setLoading(QStringLiteral("%1 %2").arg(ui::shortName(m_model), ui::schemeWord(command.scheme)), m_device);
    const auto run = m_controller.submit(std::move(command));
    if (!run) reportLoadError(run.error());
    m_weights->setTarget(m_model, m_device, m_precision);
    showName();
}

engine::MismatchPolicy MainWindow::mismatchPolicy() const {
    return m_model == m_mismatchAllowedFor ? engine::MismatchPolicy::AllowAndReport : engine::MismatchPolicy::Refuse;
}

void MainWindow::toggleLoad() {
    if (!m_controller.model()) return load();
    if (const auto run = m_controller.submit(worker::UnloadCommand{}); !run)
        m_banner->showMessage({.words = [error = run.error()] {
            return ui::BannerWords{tr("The model was not unloaded"), sentenceOf(error)};
        }});
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

void MainWindow::choosePrecision(model::Precision precision) {
    m_precision = precision;
    m_precisions->setCurrent(static_cast<int>(precision));
    load();
}

void MainWindow::chooseDevice(const QString& device) {
    if (device == m_device) return;
    m_device = device;
    m_controller.model() ? load() : updateModel();
}

void MainWindow::reportLoadError(const Error& error) {
    const bool isOtherHash = error.code == ErrorCode::HashMismatch;
    const bool isOfEngine = error.subject == "engine module" || error.code == ErrorCode::Device;
    ui::BannerMessage message{.words = [error, isOtherHash, isOfEngine] {
        return ui::BannerWords{tr("The model could not be loaded"), sentenceOf(error),
                               isOtherHash  ? tr("Load anyway")
                               : isOfEngine ? tr("Try again")
                                            : tr("Open another…")};
    }};
    if (isOtherHash)
        message.onAction = [this, model = m_model] {
            // Until the window closes: a change of precision and a comparison of the same model do not ask again.
            m_mismatchAllowedFor = model;
            setModel(model);
            load();
        };
    else if (isOfEngine)
        message.onAction = [this] { load(); };
    else
        message.onAction = [this] { openModel(); };
    // What only this message offers is offered beside the card of a pane too.
    if (!isOtherHash)
        message.isToldElsewhere = [this, said = error.message] { return currentPage().pane->shownFault() == said; };
    m_banner->showMessage(std::move(message));
}

/// What is loaded is told too: the model before has made room by then, unless the load never began.
void MainWindow::reportStoppedLoad() {
    if (m_isClosing) return;
    const auto& model = m_controller.model();
    const auto words = [stopped = ui::shortName(m_model),
                        still = model ? QString::fromStdString(model->folder->name) : QString()] {
        return ui::BannerWords{tr("Loading %1 was stopped").arg(stopped),
                               still.isEmpty() ? tr("Nothing is loaded.") : tr("%1 is loaded still.").arg(still),
                               tr("Load again")};
    };
    m_banner->showMessage({.kind = ui::BannerKind::Notice,
                           .words = words,
                           .onAction = [this, stopped = m_model, precision = m_precision] {
                               m_precision = precision;
                               setModel(stopped);
                               load();
                           }});
}

void MainWindow::warnAboutLoad(const worker::LoadSummary& summary) {
    spdlog::info("loaded {} in {} on {}: {} bytes in {} ms", summary.folder->path.string(),
                 model::precisionName(summary.scheme.precision), summary.device, summary.report.weightsBytes,
                 summary.report.wallNs / 1'000'000);
    if (ui::areHashesFromBefore(summary.report))
        spdlog::info("hashes are those of an earlier load: the files have not changed since");
    for (const engine::LoadedFile& file : summary.report.files)
        if (file.state == engine::FileState::Mismatch)
            spdlog::warn("loaded although the hash of {} is {} and {} ({}) was expected", file.name, file.sha256,
                         file.expected, file.expectedSource);
    const QString sentence = loadWarning(summary).sentence;
    // Said once, not at every return of the same model: it would push aside what the user is reading.
    const QString told = QString::fromStdString(summary.folder->path.string()) + sentence;
    if (sentence.isEmpty() || told == std::exchange(m_toldAboutLoad, told)) return;
    const ui::BannerKind kind = isDamaged(summary)             ? ui::BannerKind::Error
                                : summary.report.hasMismatch() ? ui::BannerKind::Warning
                                                               : ui::BannerKind::Notice;
    m_banner->showMessage({.kind = kind, .words = [model = m_controller.model()] { return loadWarning(*model); }});
}

/// An empty sentence where there is nothing to say.
ui::BannerWords MainWindow::loadWarning(const worker::LoadSummary& summary) {
    QStringList sentences;
    QStringList unexpected;
    for (const engine::LoadedFile& file : summary.report.files)
        if (file.state == engine::FileState::Mismatch) unexpected << QString::fromStdString(file.name);
    for (const std::string& warning : summary.report.warnings)
        sentences << ui::coreSentence(warning);
    if (summary.tokenizerError) sentences << sentenceOf(*summary.tokenizerError);
    if (summary.chatTemplateError && !summary.tokenizerError)
        sentences << tr("The console sends raw prompts: %1").arg(sentenceOf(*summary.chatTemplateError));
    if (!unexpected.isEmpty()) sentences << tr("Download them again before you trust what this model answers.");
    QString title = tr("The model is loaded, with something to know");
    if (isDamaged(summary))
        title = tr("The model is loaded, but its weights are damaged");
    else if (!unexpected.isEmpty())
        title = tr("Weights are not as expected: %1").arg(unexpected.join(QStringLiteral(", ")));
    return {title, sentences.join(QLatin1Char('\n'))};
}

ui::CompareServices MainWindow::compareServices() {
    ui::CompareServices out = m_services.compare;
    if (!out.library) out.library = m_services.models.library;
    out.command = [this, make = out.command](const ui::CompareRequest& request) {
        const ui::CompareArm& a = request.a;
        const ui::CompareArm& b = request.b;
        QString second = ui::precisionWord(b.precision);
        if (a.model != b.model) second.prepend(ui::shortName(QString::fromStdString(b.model)) + QLatin1Char(' '));
        m_arms = QStringLiteral("%1 %2 / %3")
                     .arg(ui::shortName(QString::fromStdString(a.model)), ui::precisionWord(a.precision), second);
        QString devices = QString::fromStdString(a.device);
        if (a.device != b.device) devices += QStringLiteral(" / ") + QString::fromStdString(b.device);
        m_status->setComparison(m_arms, devices);
        return make(request);
    };
    return out;
}

void MainWindow::logComparison(const worker::RunFinished& finished) const {
    const auto* result = std::get_if<std::shared_ptr<const evaluate::ComparisonResult>>(&finished.payload);
    if (finished.outcome == worker::RunOutcome::Done && result)
        spdlog::info("run {}: comparison of {} ended: {}", finished.run, m_arms.toStdString(),
                     evaluate::outcomeName((*result)->verdict.result));
}

void MainWindow::updateModel() {
    showName();
    updateDevices();
    m_compare->setModel(m_model, m_device, mismatchPolicy());
    m_weights->setTarget(m_model, m_device, m_precision);
    updatePrecisions();
}

/// Of the model that is loaded, or of the one that is to come.
void MainWindow::showName() {
    const auto& model = m_controller.model();
    if (m_controller.isComparing()) {
        m_modelButton->setText(m_modelButton->fontMetrics().elidedText(m_arms, Qt::ElideMiddle, widestModelName));
        m_modelButton->setToolTip(m_arms);
        return setWindowTitle(QStringLiteral("%1 – AutoGLM Workbench").arg(m_arms));
    }
    const bool isThere = model && !m_controller.isLoading();
    const QString name = isThere ? QString::fromStdString(model->folder->name) : ui::shortName(m_model);
    QString told = m_modelButton->fontMetrics().elidedText(name, Qt::ElideMiddle, widestModelName);
    QString title = name;
    if (m_controller.isLoading()) {
        title = tr("%1 (loading)").arg(name);
    } else if (!isThere) {
        told = tr("%1 (not loaded)").arg(told);
        title = tr("%1 (not loaded)").arg(name);
    }
    m_modelButton->setText(told);
    m_modelButton->setToolTip(isThere ? QString::fromStdString(model->folder->path.string()) : m_model);
    setWindowTitle(QStringLiteral("%1 – AutoGLM Workbench").arg(title));
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
        const QString told = cost.runs() ? ui::precisionMemory(cost.ledger, situation.contextTokens) : cost.obstacle;
        m_precisions->setToolTip(id, QStringLiteral("%1: %2").arg(ui::schemeWord(cost.scheme), told));
    }
    m_quantize->setSituation(situation);
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
                m_banner->showMessage({.words =
                                           [error = folder.error()] {
                                               return ui::BannerWords{
                                                   tr("What was dropped is no model that can be loaded"),
                                                   sentenceOf(error), tr("Open another…")};
                                           },
                                       .onAction = [this] { openModel(); }});
                return;
            }
            m_weights->showFolder(*folder);
            showPane(m_weights);
        });
}

}  // namespace autoglm::app
