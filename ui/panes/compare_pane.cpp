#include "ui/panes/compare_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/bridge/background.h"
#include "ui/models/comparison_model.h"
#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"
#include "ui/models/table_filter.h"
#include "ui/models/verdict_text.h"
#include "ui/models/wording.h"
#include "ui/widgets/answers_view.h"
#include "ui/widgets/button_action.h"
#include "ui/widgets/comparison_setup.h"
#include "ui/widgets/divergence_view.h"
#include "ui/widgets/header_sorting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metric_delegate.h"
#include "ui/widgets/progress_card.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/verdict_card.h"

namespace autoglm::ui {
namespace {

enum Page { Empty, Busy, Full };

constexpr int metricHeight = 24;

void dressTable(QTableView& table) {
    table.setFont(tabular(table.font()));
    table.setShowGrid(false);
    table.setAlternatingRowColors(true);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setWordWrap(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setMinimumSectionSize(metricHeight);  // the style's own is higher
    table.verticalHeader()->setDefaultSectionSize(metricHeight);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setFixedHeight(metricHeight + 6);
    table.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);  // it is as high as its rows: the page scrolls
}

}  // namespace

ComparePane::ComparePane(EngineController& controller, CompareServices services, QWidget* parent)
    : Pane(controller, parent),
      m_services(std::move(services)),
      m_setup(new ComparisonSetup(this)),
      m_pages(new QStackedWidget(this)) {
    m_pages->addWidget(buildEmptyPage());
    m_pages->addWidget(buildBusyPage());
    m_pages->addWidget(buildResultPage());
    m_pages->setObjectName(QStringLiteral("compare.pages"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 8);
    layout->setSpacing(8);
    layout->addWidget(m_setup);
    layout->addWidget(m_pages, 1);

    setFocusProxy(m_setup);
    connect(m_setup, &ComparisonSetup::started, this, &ComparePane::run);
    connect(m_setup, &ComparisonSetup::changed, this, &ComparePane::retranslate);
    connect(m_setup, &ComparisonSetup::folderWanted, this, &ComparePane::chooseFolder);
    connect(m_setup, &ComparisonSetup::promptsFileWanted, this, &ComparePane::choosePrompts);
    connect(&controller, &EngineController::promptsKnown, m_stream, &AnswersView::setPrompts);
    connect(&controller, &EngineController::answersArrived, this, &ComparePane::onAnswers);
    connect(&controller, &EngineController::stateChanged, this, &ComparePane::updateActions);
    connect(&controller, &EngineController::progressed, this, &ComparePane::onProgress);
    connect(&controller, &EngineController::designFixed, this, &ComparePane::onDesign);
    connect(&controller, &EngineController::runFinished, this, &ComparePane::onFinished);
    restyle();
    retranslate();
    updateActions();
    addAction(new ButtonAction(m_export, Qt::CTRL | Qt::Key_E));
    if (!m_services.countPrompts) return;
    inBackground(
        this, [count = m_services.countPrompts] { return count(std::nullopt); },
        [this](const Result<std::size_t>& count) { m_setup->setBuiltInPrompts(count.value_or(0)); });
}

QWidget* ComparePane::buildEmptyPage() {
    auto* page = new QWidget(this);
    m_emptyTitle = new QLabel(page);
    m_emptyTitle->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_emptyText = new QLabel(page);
    for (QLabel* label : {m_emptyTitle, m_emptyText}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
    }
    m_emptyText->setMaximumWidth(560);
    m_emptyCompare = new QPushButton(page);
    m_emptyCompare->setObjectName(QStringLiteral("compare.startEmpty"));
    m_emptyCompare->setMinimumSize(220, 40);
    connect(m_emptyCompare, &QPushButton::clicked, this, &ComparePane::run);
    m_keptLink = new QPushButton(page);
    m_keptLink->setObjectName(QStringLiteral("compare.kept"));
    m_keptLink->setFlat(true);
    m_keptLink->hide();
    connect(m_keptLink, &QPushButton::clicked, this, &ComparePane::reportsAsked);
    auto* text = new QHBoxLayout;
    text->addStretch(1);
    text->addWidget(m_emptyText, 8);
    text->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_emptyTitle);
    layout->addLayout(text);
    layout->addSpacing(8);
    layout->addWidget(m_emptyCompare, 0, Qt::AlignHCenter);
    layout->addWidget(m_keptLink, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

QWidget* ComparePane::buildBusyPage() {
    auto* page = new QWidget(this);
    m_progress = new ProgressCard(QStringLiteral("compare"), page);
    connect(m_progress, &ProgressCard::cancelled, &m_controller, &EngineController::stop);
    m_stream = new AnswersView(QStringLiteral("compare.stream"), page);
    m_stream->hide();
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(m_progress);
    layout->addWidget(m_stream, 1);
    layout->addStretch(1);
    return page;
}

QWidget* ComparePane::buildResultPage() {
    auto* content = new QWidget(this);
    m_verdict = new VerdictCard(content);
    m_verdict->setObjectName(QStringLiteral("compare.verdict"));
    m_metrics = new ComparisonModel(this);
    m_table = new QTableView(content);
    m_table->setObjectName(QStringLiteral("compare.table"));
    m_sorted = new TableFilter(*m_metrics, this);
    m_sorted->setSortRole(ComparisonModel::SortRole);
    m_table->setModel(m_sorted);
    m_table->setItemDelegate(new MetricDelegate(m_table));
    sortByHeader(*m_table);
    auto* copyShortcut = new QShortcut(m_table);
    copyShortcut->setKeys(QKeySequence::Copy);
    copyShortcut->setContext(Qt::WidgetShortcut);
    connect(copyShortcut, &QShortcut::activated, this, &ComparePane::copyTable);
    dressTable(*m_table);
    m_open = new QPushButton(content);
    m_open->setObjectName(QStringLiteral("compare.open"));
    m_export = new QPushButton(content);
    m_export->setObjectName(QStringLiteral("compare.export"));
    m_copy = new QPushButton(content);
    m_copy->setObjectName(QStringLiteral("compare.copy"));
    m_about = new QLabel(content);
    m_about->setObjectName(QStringLiteral("compare.about"));
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->setFlat(true);
    connect(m_open, &QPushButton::clicked, this, &ComparePane::openReport);
    connect(m_export, &QPushButton::clicked, this, &ComparePane::exportReport);
    connect(m_copy, &QPushButton::clicked, this, &ComparePane::copyTable);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_open);
    actions->addWidget(m_export);
    actions->addSpacing(8);
    actions->addWidget(m_about, 1);
    actions->addWidget(m_copy);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_verdict);
    layout->addLayout(actions);
    layout->addWidget(m_table);
    m_paired = new QLabel(content);
    m_paired->setObjectName(QStringLiteral("compare.paired"));
    m_paired->setWordWrap(true);
    m_paired->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_paired);
    m_answers = new AnswersView(QStringLiteral("compare.answers"), content);
    layout->addWidget(m_answers, 2);
    m_divergence = new DivergenceView(content);
    layout->addWidget(m_divergence);
    layout->addStretch(0);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("compare.scroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    return scroll;
}

void ComparePane::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    listModels();
}

void ComparePane::listModels() {
    if (!m_services.library) return;
    inBackground(
        this, [library = m_services.library] { return library(); },
        [this](const model::ModelLibrary& library) { m_setup->setLibrary(library); });
}

void ComparePane::setModel(const QString& model, const QString& device, engine::MismatchPolicy mismatch) {
    m_model = model;
    m_mismatch = mismatch;
    m_device = device;
    m_setup->setModel(model);
    updateActions();
}

void ComparePane::setBudgets(std::vector<evaluate::Budget> budgets) {
    m_setup->setBudgets(std::move(budgets));
}

void ComparePane::chooseFolder(std::size_t arm) {
    auto* dialog = new QFileDialog(this, tr("A model for arm %1").arg(arm == 0 ? QLatin1Char('A') : QLatin1Char('B')));
    dialog->setObjectName(QStringLiteral("compare.modelDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, arm](const QString& folder) { m_setup->chooseModel(arm, folder); });
    dialog->open();
}

void ComparePane::choosePrompts() {
    auto* dialog = new QFileDialog(this, tr("Prompts from a file"));
    dialog->setObjectName(QStringLiteral("compare.promptsDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Prompts (*.jsonl *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { readPrompts(file.toStdString()); });
    dialog->open();
}

void ComparePane::readPrompts(const std::filesystem::path& file) {
    inBackground(
        this, [count = m_services.countPrompts, file] { return count(file); },
        [this, file](const Result<std::size_t>& count) {
            if (count) return m_setup->setPrompts(file, *count);
            emit messageRaised({.words =
                                    [error = count.error()] {
                                        return BannerWords{tr("The prompts were not taken"), sentenceOf(error),
                                                           tr("Choose another file…")};
                                    },
                                .onAction = [this] { choosePrompts(); }});
        });
}

CompareArm ComparePane::armOf(std::size_t arm) const {
    const QString model = m_setup->model(arm);
    return {.model = model.toStdString(),
            .precision = m_setup->precision(arm),
            .device = m_setup->device(arm).toStdString(),
            // What the user knows to differ is the open model alone.
            .mismatch = model == m_model ? m_mismatch : engine::MismatchPolicy::Refuse};
}

void ComparePane::run() {
    const auto run = m_controller.submit(m_services.command(
        {.a = armOf(0), .b = armOf(1), .prompts = m_setup->prompts(), .budgets = m_setup->budgets()}));
    if (!run) {
        emit messageRaised({.words = [error = run.error()] {
            return BannerWords{tr("The comparison was not started"), sentenceOf(error)};
        }});
        return;
    }
    m_progress->begin([] { return tr("Preparing the comparison"); });
    m_measured.reset();
    m_phaseName.clear();
    m_stream->hide();
    m_stream->clear();
    m_stream->setTitles(m_setup->armName(0), m_setup->armName(1));
    m_pages->setCurrentIndex(Busy);
    updateActions();
    m_progress->setFocus();
}

void ComparePane::onProgress(worker::CommandKind kind, const evaluate::WorkProgress& work) {
    if (kind != worker::CommandKind::Compare) return;
    const std::string& phase = work.progress.phase;
    if (phase != std::exchange(m_phaseName, phase)) m_progress->enter([phase] { return phaseSentence(phase); });
    // Before the last warm-up, nothing is known yet of what measuring will take.
    constexpr std::array later = {"pilot", "measure", "quality", "answers", "tasks"};
    if (std::ranges::find(later, phase) != later.end()) return m_progress->advance(work);
    m_progress->advance({.progress = work.progress, .remainingNs = {}}, tr("time left: known after the warm-up"));
}

void ComparePane::onDesign(const evaluate::MeasurementDesign& design) {
    m_measured = design;
    QStringList sentences = {coreSentence(design.blocksReason), coreSentence(design.findableSentence())};
    sentences.removeAll(QString());
    m_progress->setNote(sentences.join(QStringLiteral("  ·  ")));
}

void ComparePane::onAnswers(const std::vector<worker::AnswerText>& answers) {
    m_stream->show();
    for (const worker::AnswerText& answer : answers)
        m_stream->append(answer.arm, answer.prompt, QString::fromStdString(answer.text));
}

void ComparePane::onFinished(const worker::RunFinished& finished) {
    if (const auto* load = std::get_if<std::shared_ptr<const worker::LoadSummary>>(&finished.payload))
        onLoaded((*load)->folder->path);
    if (finished.kind != worker::CommandKind::Compare) return;
    const auto* result = std::get_if<std::shared_ptr<const evaluate::ComparisonResult>>(&finished.payload);
    // What was measured before a stop is kept where both arms were there.
    const bool isWorthShowing = result && (*result)->arms.size() == 2 && (*result)->decodeRateRatio.estimate;
    if (finished.outcome == worker::RunOutcome::Failed) {
        emit messageRaised({.words =
                                [error = finished.error] {
                                    return BannerWords{tr("The comparison could not be made"),
                                                       error ? sentenceOf(*error) : QString(), tr("Compare again")};
                                },
                            .onAction = [this] { run(); }});
    }
    if (finished.outcome == worker::RunOutcome::Cancelled && !isWorthShowing)
        emit messageRaised({.kind = BannerKind::Notice,
                            .words =
                                [] {
                                    return BannerWords{tr("The comparison was stopped"),
                                                       tr("Not enough was measured to show; nothing was kept."),
                                                       tr("Compare again")};
                                },
                            .onAction = [this] { run(); }});
    if (isWorthShowing)
        showResult(*result);
    else
        m_pages->setCurrentIndex(m_result ? Full : Empty);
    updateActions();
    // The button that was pressed last is gone; without this the focus would wander off to the rail.
    if (isVisible()) setFocus();
}

/// What was measured of another model stays in Reports, and a link says so; here it would be taken for this one's.
void ComparePane::onLoaded(const std::filesystem::path& folder) {
    const std::filesystem::path before = std::exchange(m_loaded, folder);
    if (before.empty() || before == folder || !m_result) return;
    m_keptName = QStringLiteral("%1 / %2 %3").arg(armName(*m_result, 0), armName(*m_result, 1), m_about->text());
    m_keptLink->setVisible(m_report.has_value());
    m_result.reset();
    m_pages->setCurrentIndex(Empty);
    retranslate();
    updateActions();
}

void ComparePane::showResult(std::shared_ptr<const evaluate::ComparisonResult> result) {
    m_result = std::move(result);
    m_report.reset();
    const auto& [modelA, modelB] = m_result->models;
    const QString nameA = QString::fromStdString(modelA.name);
    const QString pathA = QString::fromStdString(modelA.path);
    m_about->setText(m_result->hasTwoModels() ? tr("A %1, B %2").arg(nameA, QString::fromStdString(modelB.name))
                                              : nameA);
    m_about->setToolTip(m_result->hasTwoModels() ? pathA + QLatin1Char('\n') + QString::fromStdString(modelB.path)
                                                 : pathA);
    m_verdict->setResult(m_result);
    m_metrics->setResult(m_result);
    m_divergence->setCells(m_result->quality ? m_result->quality->strip : std::vector<evaluate::StripBucket>());
    m_answers->setTitles(armName(*m_result, 0), armName(*m_result, 1));
    m_answers->setAnswers(m_result->answers);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Stretch);
    for (const int column : {ComparisonModel::Metric, ComparisonModel::Change, ComparisonModel::Valid})
        header->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_table->setFixedHeight(header->height() + m_metrics->rowCount() * metricHeight + 2);
    retranslate();
    m_pages->setCurrentIndex(Full);
    if (m_result->validity.state == measure::ValidityState::Void)
        emit messageRaised({.words = [doubt = m_result->verdict.doubt] {
            return BannerWords{tr("The comparison is void"), coreSentence(doubt)};
        }});
    keepReport();
}

void ComparePane::copyTable() {
    QList<int> rows;
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        rows << m_sorted->mapToSource(m_sorted->index(row, 0)).row();
    QApplication::clipboard()->setText(m_metrics->toTsv(rows));
}

void ComparePane::updateActions() {
    const ActionState actions = actionState(m_controller);
    m_setup->setActions(actions.compare);
    m_emptyCompare->setEnabled(actions.compare);
    QStringList devices;
    if (m_services.devices)
        for (const std::string& device : m_services.devices())
            devices << QString::fromStdString(device);
    m_setup->setDevices(devices, m_device);
    m_progress->setCancellable(actions.stop);
    m_export->setEnabled(m_result != nullptr);
    m_open->setEnabled(m_report.has_value());
}

void ComparePane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) {
        m_metrics->retranslate();
        retranslate();
    }
    Pane::changeEvent(event);
}

void ComparePane::restyle() {
    if (!m_copy) return;
    const ThemeColors& colors = colorsOf(palette());
    m_metrics->setArmColors(colors.headingA, colors.headingB);
    for (QLabel* label : {m_emptyText, m_paired})
        setTextColor(label, colors.secondary);
    m_open->setIcon(icon(QStringLiteral("report"), palette()));
    m_keptLink->setIcon(icon(QStringLiteral("reports"), palette()));
}

void ComparePane::retranslate() {
    const QString a = m_setup->armName(0);
    const QString b = m_setup->armName(1);
    if (m_measured) onDesign(*m_measured);
    m_emptyTitle->setText(tr("What does %1 cost or gain against %2?").arg(b, a));
    m_emptyText->setText(
        tr("Both arms get the same prompts in turn, A B B A. You will see speed with its interval, memory, "
           "how far the answers move, and a verdict against budgets. Timed blocks take about a minute and the text "
           "at most three, a small model far less and a very slow one more; once the first tokens are timed, the "
           "time that remains is shown."));
    m_emptyCompare->setText(tr("Compare %1 with %2").arg(a, b));
    m_keptLink->setText(tr("The comparison of %1 is kept in Reports").arg(m_keptName));
    m_open->setText(tr("Open report"));
    m_export->setText(tr("Export report…"));
    m_copy->setText(tr("Copy table"));
    m_paired->setText(ComparisonModel::headerMeaning(ComparisonModel::Change).toString());
}

}  // namespace autoglm::ui
