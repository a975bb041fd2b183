#include "ui/panes/quantize_pane.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QStringList>
#include <QVBoxLayout>

#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"
#include "ui/models/wording.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/fault_card.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/progress_card.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

enum QuantizePage { UnknownPage, TablePage, QuantizeFaultPage };

QLabel* costText(QWidget* parent, const char* name) {
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromUtf8(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(tabular(label->font()));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

QuantizePane::QuantizePane(EngineController& controller, QWidget* parent)
    : Pane(controller, parent), m_shown(m_costs), m_pages(new QStackedWidget(this)) {
    m_loading = new ProgressCard(QStringLiteral("quantize.loading"), this);
    m_emptyText = costText(m_pages, "quantize.empty");
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_fault = new FaultCard(QStringLiteral("quantize.fault"), m_pages);
    auto* faultPage = new QWidget(m_pages);
    auto* faultColumn = new QVBoxLayout(faultPage);
    faultColumn->setContentsMargins(0, 0, 0, 0);
    faultColumn->addWidget(m_fault);
    faultColumn->addStretch(1);
    m_pages->setObjectName(QStringLiteral("quantize.pages"));
    m_pages->addWidget(m_emptyText);
    m_pages->addWidget(buildTable());
    m_pages->addWidget(faultPage);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(buildHeader());
    layout->addWidget(m_loading);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_table);

    connect(&controller, &EngineController::stateChanged, this, &QuantizePane::updateActions);
    connect(&controller, &EngineController::runFinished, this, &QuantizePane::onFinished);
    connect(&controller, &EngineController::runStarted, this, [this](const worker::RunStarted& started) {
        if (started.kind == worker::CommandKind::Load) m_loading->begin([] { return phaseSentence("load"); });
    });
    connect(&controller, &EngineController::progressed, this,
            [this](worker::CommandKind kind, const evaluate::WorkProgress& work) {
                if (kind == worker::CommandKind::Load) m_loading->advance(work);
            });
    connect(m_loading, &ProgressCard::cancelled, &controller, &EngineController::stop);
    connect(m_fault, &FaultCard::actionAsked, this, &QuantizePane::openAsked);
    restyle();
    retranslate();
    updateActions();
}

QWidget* QuantizePane::buildHeader() {
    auto* header = new QWidget(this);
    m_title = new QLabel(header);
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_copy = new QPushButton(header);
    m_copy->setObjectName(QStringLiteral("quantize.copy"));
    m_apply = new QPushButton(header);
    m_apply->setObjectName(QStringLiteral("quantize.apply"));
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_copy);
    row->addWidget(m_apply);
    connect(m_copy, &QPushButton::clicked, m_table, &DataTable::copyRows);
    connect(m_apply, &QPushButton::clicked, this, &QuantizePane::run);
    return header;
}

QWidget* QuantizePane::buildTable() {
    auto* page = new QWidget(m_pages);
    m_now = costText(page, "quantize.now");
    m_table = new DataTable(&m_shown, QStringLiteral("quantize.table"), page);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    // In a window of 1280 x 800 every column is seen, with the first words of each sentence; all of it stands below,
    // and under the mouse.
    const QList<int> sentences = {PrecisionModel::RunsHere, PrecisionModel::Quantized, PrecisionModel::Kept,
                                  PrecisionModel::Scheme};
    m_table->setWidths({100, 70, 104, 90, 78, 102, 112, 114}, sentences);
    for (const int column : sentences)
        m_table->setColumnElide(column, elidedWords);
    constexpr int rowPixels = 32;
    m_table->setMinimumHeight((static_cast<int>(model::allPrecisions.size()) + 1) * rowPixels + 16);  // all of them
    m_details = new Card(page);
    m_sentences = costText(m_details, "quantize.details");
    auto* inside = new QVBoxLayout(m_details);
    inside->setContentsMargins(24, 16, 24, 16);
    inside->addWidget(m_sentences);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(m_now);
    layout->addWidget(m_table);
    layout->addWidget(m_details);
    layout->addStretch(1);
    connect(m_table, &DataTable::currentRowChanged, this, &QuantizePane::showChosen);
    connect(m_table, &QAbstractItemView::activated, this, [this] {
        if (m_apply->isEnabled()) run();
    });
    return page;
}

void QuantizePane::setSituation(const PrecisionSituation& situation) {
    const bool isFirst = !m_situation;
    m_situation = situation;
    m_costs.setCosts(precisionCosts(situation));
    if (isFirst)  // what most come to ask about
        m_table->setCurrentIndex(m_shown.mapFromSource(m_costs.index(m_costs.rowOf(model::Precision::Int8), 0)));
    m_pages->setCurrentIndex(TablePage);
    showChosen();
}

void QuantizePane::setFault(const Error& error) {
    m_situation.reset();
    m_fault->showFault([] { return tr("Nothing is known of the model"); }, error);
    m_pages->setCurrentIndex(QuantizeFaultPage);
    updateActions();
}

std::string QuantizePane::shownFault() const {
    return m_pages->currentIndex() == QuantizeFaultPage ? m_fault->error().message : std::string();
}

const PrecisionCost* QuantizePane::chosen() const {
    const QModelIndex index = m_shown.mapToSource(m_shown.index(m_table->currentRow(), 0));
    return m_situation && index.isValid() ? &m_costs.cost(index.row()) : nullptr;
}

void QuantizePane::run() {
    if (const PrecisionCost* cost = chosen()) emit precisionAsked(cost->scheme.precision);
}

QString QuantizePane::runWord() const {
    return m_apply->text();
}

bool QuantizePane::canRun(const ActionState& actions) const {
    const PrecisionCost* cost = chosen();
    return actions.precision && cost && cost->runs() && !cost->measuredBytes;
}

void QuantizePane::onFinished(const worker::RunFinished& finished) {
    if (finished.kind == worker::CommandKind::Load) m_loading->hide();
    updateActions();
}

void QuantizePane::showChosen() {
    if (!m_situation) return;
    QString now = tr("Nothing is loaded. What each precision would need with a context of %1 tokens:")
                      .arg(m_situation->contextTokens);
    if (m_situation->loaded)
        now = tr("Loaded is %1, its weights measured %2. What each precision needs with a context of %3 tokens:")
                  .arg(precisionWord(m_situation->loaded->precision), bytes(m_situation->loaded->bytes),
                       QString::number(m_situation->contextTokens));
    m_now->setText(now);
    if (const PrecisionCost* cost = chosen()) {
        QStringList lines;
        lines << QStringLiteral("%1: %2").arg(precisionWord(cost->scheme.precision),
                                              coreSentence(cost->scheme.describe()));
        lines << tr("Quantized: %1").arg(quantizedSentence(*cost));
        lines << tr("Not quantized: %1").arg(keptSentence(*cost));
        lines << tr("Memory: %1").arg(precisionMemory(cost->ledger, m_situation->contextTokens));
        lines << (cost->measuredBytes ? tr("This is what is loaded now.")
                  : cost->runs()      ? tr("Runs here. Applying it loads the model again, from its files.")
                                      : cost->obstacle);
        m_sentences->setText(lines.join(QLatin1Char('\n')));
    }
    m_details->setVisible(chosen() != nullptr);
    updateActions();
}

void QuantizePane::updateActions() {
    const ActionState actions = actionState(m_controller);
    const PrecisionCost* cost = chosen();
    m_apply->setEnabled(canRun(actions));
    m_apply->setText(cost ? tr("Apply %1").arg(precisionWord(cost->scheme.precision)) : tr("Apply"));
    m_apply->setToolTip(cost && !cost->runs() ? cost->obstacle
                                              : tr("Load the model in the chosen precision (Ctrl+Enter)"));
    m_copy->setEnabled(m_situation.has_value());
    m_loading->setCancellable(actions.stop);
    m_fault->setActionsEnabled(actions.open);
    emit canRunChanged();
}

void QuantizePane::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    emit refreshAsked();
}

void QuantizePane::changeEvent(QEvent* event) {
    if (!m_apply) return Pane::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        emit refreshAsked();  // the sentences of the costs
    }
    Pane::changeEvent(event);
}

void QuantizePane::restyle() {
    setTextColor(m_emptyText, colorsOf(palette()).secondary);
    setTextColor(m_now, colorsOf(palette()).secondary);
    m_apply->setIcon(icon(QStringLiteral("load"), palette()));
}

void QuantizePane::retranslate() {
    m_title->setText(tr("Quantize"));
    m_copy->setText(tr("Copy table"));
    m_emptyText->setText(tr("What each precision costs and gains stands here once a model folder has been read."));
    m_fault->setActions(tr("Open another…"));
    m_costs.retranslate();
    showChosen();
    updateActions();
}

}  // namespace autoglm::ui
