#include "ui/panes/compare_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/models/comparison_model.h"
#include "ui/models/figures.h"
#include "ui/models/wording.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/verdict_card.h"

namespace autoglm::ui {
namespace {

enum Page { Empty, Busy, Full };

QComboBox* precisionBox(QWidget* parent, const QString& name, model::Precision chosen) {
    auto* box = new QComboBox(parent);
    box->setObjectName(name);
    for (const model::Precision precision : model::allPrecisions)
        box->addItem(precisionWord(precision), static_cast<int>(precision));
    box->setCurrentIndex(box->findData(static_cast<int>(chosen)));
    return box;
}

model::Precision chosenIn(const QComboBox& box) {
    return static_cast<model::Precision>(box.currentData().toInt());
}

}  // namespace

ComparePane::ComparePane(EngineController& controller, CompareServices services, QWidget* parent)
    : Pane(controller, parent), m_services(std::move(services)), m_pages(new QStackedWidget(this)) {
    m_pages->addWidget(buildEmptyPage());
    m_pages->addWidget(buildBusyPage());
    m_pages->addWidget(buildResultPage());
    m_pages->setObjectName(QStringLiteral("compare.pages"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(buildHeader());
    layout->addWidget(m_pages, 1);

    connect(&controller, &EngineController::stateChanged, this, &ComparePane::updateActions);
    connect(&controller, &EngineController::progressed, this, &ComparePane::onProgress);
    connect(&controller, &EngineController::designFixed, this, &ComparePane::onDesign);
    connect(&controller, &EngineController::runFinished, this, &ComparePane::onFinished);
    restyle();
    retranslate();
    updateActions();
}

QWidget* ComparePane::buildHeader() {
    auto* header = new QWidget(this);
    m_title = new QLabel(header);
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_labelA = new QLabel(header);
    m_labelB = new QLabel(header);
    m_armA = precisionBox(header, QStringLiteral("compare.armA"), model::Precision::Fp16);
    m_armB = precisionBox(header, QStringLiteral("compare.armB"), model::Precision::Int8);
    m_compare = new QPushButton(header);
    m_compare->setObjectName(QStringLiteral("compare.start"));
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_labelA);
    row->addWidget(m_armA);
    row->addSpacing(8);
    row->addWidget(m_labelB);
    row->addWidget(m_armB);
    row->addSpacing(8);
    row->addWidget(m_compare);
    setFocusProxy(m_compare);
    connect(m_compare, &QPushButton::clicked, this, &ComparePane::run);
    for (QComboBox* box : {m_armA, m_armB})
        connect(box, &QComboBox::currentIndexChanged, this, &ComparePane::retranslate);
    return header;
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
    layout->addStretch(3);
    return page;
}

QWidget* ComparePane::buildBusyPage() {
    auto* page = new QWidget(this);
    auto* card = new Card(page);
    m_phase = new QLabel(card);
    m_phase->setObjectName(QStringLiteral("compare.phase"));
    m_phase->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_bar = new QProgressBar(card);
    m_bar->setObjectName(QStringLiteral("compare.progress"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    m_amount = new QLabel(card);
    m_amount->setFont(tabular(font()));
    m_remaining = new QLabel(card);
    m_remaining->setObjectName(QStringLiteral("compare.remaining"));
    m_design = new QLabel(card);
    m_design->setObjectName(QStringLiteral("compare.design"));
    m_design->setWordWrap(true);
    m_design->setTextFormat(Qt::PlainText);
    m_design->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_design->hide();
    m_cancel = new QPushButton(card);
    m_cancel->setObjectName(QStringLiteral("compare.cancel"));
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_controller.stop(); });
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(m_amount);
    row->addStretch(1);
    row->addWidget(m_remaining);
    row->addWidget(m_cancel);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(24, 20, 24, 20);
    inside->setSpacing(12);
    inside->addWidget(m_phase);
    inside->addWidget(m_bar);
    inside->addLayout(row);
    inside->addWidget(m_design);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
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
    m_table->setModel(m_metrics);
    m_table->setFont(tabular(font()));
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(28);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_open = new QPushButton(content);
    m_open->setObjectName(QStringLiteral("compare.open"));
    m_export = new QPushButton(content);
    m_export->setObjectName(QStringLiteral("compare.export"));
    m_copy = new QPushButton(content);
    m_copy->setObjectName(QStringLiteral("compare.copy"));
    m_copy->setFlat(true);
    connect(m_open, &QPushButton::clicked, this, &ComparePane::openReport);
    connect(m_export, &QPushButton::clicked, this, &ComparePane::exportReport);
    connect(m_copy, &QPushButton::clicked, this, &ComparePane::copyTable);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_open);
    actions->addWidget(m_export);
    actions->addStretch(1);
    actions->addWidget(m_copy);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(m_verdict);
    layout->addLayout(actions);
    layout->addWidget(m_table);
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    return scroll;
}

void ComparePane::setModel(const QString& model, const QString& device) {
    m_model = model;
    m_device = device;
}

void ComparePane::run() {
    const auto run = m_controller.submit(m_services.command({.model = m_model.toStdString(),
                                                             .a = chosenIn(*m_armA),
                                                             .b = chosenIn(*m_armB),
                                                             .device = m_device.toStdString()}));
    if (!run) {
        emit messageRaised(
            {.title = tr("The comparison was not started"), .sentence = QString::fromStdString(describe(run.error()))});
        return;
    }
    m_phase->setText(tr("Preparing the comparison"));
    m_amount->clear();
    m_remaining->clear();
    m_design->hide();
    m_bar->setRange(0, 0);
    m_pages->setCurrentIndex(Busy);
    updateActions();
    m_cancel->setFocus();
}

void ComparePane::onProgress(worker::CommandKind kind, const evaluate::WorkProgress& work) {
    if (kind != worker::CommandKind::Compare) return;
    const Progress& progress = work.progress;
    m_phase->setText(phaseSentence(progress.phase));
    m_amount->setText(progressAmount(progress));
    // While loading, nothing is known yet of what measuring will take.
    const bool isKnown = work.remainingNs && !progress.phase.starts_with("load");
    m_remaining->setText(isKnown ? remainingTime(*work.remainingNs) : QString());
    constexpr int steps = 1000;
    m_bar->setRange(0, progress.total > 0 ? steps : 0);
    if (progress.total > 0)
        m_bar->setValue(
            static_cast<int>(static_cast<double>(progress.done) / static_cast<double>(progress.total) * steps));
}

void ComparePane::onDesign(const evaluate::MeasurementDesign& design) {
    m_design->setText(QString::fromStdString(design.blocksReason));
    m_design->setVisible(!design.blocksReason.empty());
}

void ComparePane::onFinished(const worker::RunFinished& finished) {
    if (finished.kind != worker::CommandKind::Compare) return;
    const auto* result = std::get_if<std::shared_ptr<const evaluate::ComparisonResult>>(&finished.payload);
    // What was measured before a stop is kept where both arms were there.
    const bool isWorthShowing = result && (*result)->arms.size() == 2 && (*result)->decodeRateRatio.estimate;
    if (finished.outcome == worker::RunOutcome::Failed) {
        const std::string sentence = finished.error ? describe(*finished.error) : std::string();
        emit messageRaised({.title = tr("The comparison could not be made"),
                            .sentence = QString::fromStdString(sentence),
                            .action = tr("Compare again"),
                            .onAction = [this] { run(); }});
    }
    if (isWorthShowing)
        showResult(*result);
    else
        m_pages->setCurrentIndex(m_result ? Full : Empty);
    updateActions();
    // The button that was pressed last is gone; without this the focus would wander off to the rail.
    if (isVisible()) setFocus();
}

void ComparePane::showResult(std::shared_ptr<const evaluate::ComparisonResult> result) {
    m_result = std::move(result);
    m_report.reset();
    m_verdict->setResult(m_result);
    m_metrics->setResult(m_result);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setSectionResizeMode(ComparisonModel::Metric, QHeaderView::ResizeToContents);
    m_table->setFixedHeight(header->sizeHint().height() +
                            m_metrics->rowCount() * m_table->verticalHeader()->defaultSectionSize() + 4);
    retranslate();
    m_pages->setCurrentIndex(Full);
    keepReport();
}

void ComparePane::keepReport() {
    if (!m_services.keep) return;
    inBackground(
        this, [keep = m_services.keep, result = m_result] { return keep(result); },
        [this, result = m_result](Result<KeptReport> kept) {
            if (result != m_result) return;
            if (!kept) {
                emit messageRaised({.title = tr("The report was not kept"),
                                    .sentence = QString::fromStdString(describe(kept.error())),
                                    .action = tr("Export report…"),
                                    .onAction = [this] { exportReport(); }});
                return;
            }
            m_report = kept->html;
            emit reportKept();
            if (!kept->notice.empty())
                emit messageRaised({.kind = BannerKind::Notice,
                                    .title = tr("The report was kept"),
                                    .sentence = QString::fromStdString(kept->notice)});
            updateActions();
        });
}

void ComparePane::openReport() {
    if (m_report) openFile(*m_report);
}

void ComparePane::openFile(const std::filesystem::path& path) {
    if (m_services.openFile && m_services.openFile(path)) return;
    emit messageRaised({.kind = BannerKind::Notice,
                        .title = tr("No program opens the report here"),
                        .sentence = QString::fromStdString(path.string())});
}

void ComparePane::exportReport() {
    auto* dialog = new QFileDialog(this, tr("Export report"));
    dialog->setObjectName(QStringLiteral("compare.exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Report in one file (*.html)"), tr("Markdown (*.md)"), tr("Table (*.csv)"),
                            tr("Data (*.json)"), tr("Printed report (*.pdf)")});
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->selectFile(QStringLiteral("autoglm-report.html"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, result = m_result](const QString& file) {
        const std::filesystem::path path = file.toStdString();
        inBackground(
            this, [exportTo = m_services.exportTo, result, path] { return exportTo(result, path); },
            [this, path](const Status& written) {
                const QString name = QString::fromStdString(path.string());
                if (!written)
                    emit messageRaised({.title = tr("The report was not written"),
                                        .sentence = QString::fromStdString(describe(written.error())),
                                        .action = tr("Export elsewhere…"),
                                        .onAction = [this] { exportReport(); }});
                else
                    emit messageRaised({.kind = BannerKind::Notice,
                                        .title = tr("The report was written"),
                                        .sentence = name,
                                        .action = tr("Open"),
                                        .onAction = [this, path] { openFile(path); }});
            });
    });
    dialog->open();
}

void ComparePane::copyTable() {
    QApplication::clipboard()->setText(m_metrics->toTsv());
}

void ComparePane::updateActions() {
    const ActionState actions = actionState(m_controller);
    m_compare->setEnabled(actions.compare);
    m_emptyCompare->setEnabled(actions.compare);
    m_armA->setEnabled(actions.compare);
    m_armB->setEnabled(actions.compare);
    m_cancel->setEnabled(actions.stop);
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
    if (!m_compare) return;
    const ThemeColors& colors = colorsOf(palette());
    setTextColor(m_emptyText, colors.secondary);
    setTextColor(m_amount, colors.secondary);
    setTextColor(m_remaining, colors.secondary);
    setTextColor(m_design, colors.secondary);
    setTextColor(m_labelA, colors.secondary);
    setTextColor(m_labelB, colors.secondary);
    m_compare->setIcon(icon(QStringLiteral("compare"), palette()));
    m_open->setIcon(icon(QStringLiteral("report"), palette()));
}

void ComparePane::retranslate() {
    const QString a = m_armA ? m_armA->currentText() : QString();
    const QString b = m_armB ? m_armB->currentText() : QString();
    m_title->setText(tr("Compare"));
    m_labelA->setText(tr("Arm A"));
    m_labelB->setText(tr("Arm B"));
    m_compare->setText(tr("Compare"));
    m_emptyTitle->setText(tr("What does %1 cost or gain against %2?").arg(b, a));
    m_emptyText->setText(
        tr("Both arms get the same prompts in turn, A B B A. You will see speed with its interval, memory, "
           "how far the answers move, and a verdict against budgets. The model shipped with the program "
           "takes a few minutes."));
    m_emptyCompare->setText(tr("Compare %1 with %2").arg(a, b));
    m_cancel->setText(tr("Cancel"));
    m_open->setText(tr("Open report"));
    m_export->setText(tr("Export report…"));
    m_copy->setText(tr("Copy table"));
}

}  // namespace autoglm::ui
