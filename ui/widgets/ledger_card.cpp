#include "ui/widgets/ledger_card.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "ui/models/figures.h"
#include "ui/models/wording.h"
#include "ui/widgets/memory_bar.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int swatchPixels = 12;

QLabel* ledgerText(QWidget* parent, const char* name) {
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromUtf8(name));
    label->setTextFormat(Qt::PlainText);
    label->setFont(tabular(label->font()));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

LedgerCard::LedgerCard(QWidget* parent)
    : Card(parent),
      m_title(new QLabel(this)),
      m_precision(new QComboBox(this)),
      m_contextLabel(new QLabel(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_context(new QSpinBox(this)),
      m_bar(new MemoryBar(this)),
      m_measured(ledgerText(this, "ledger.measured")),
      m_verdict(ledgerText(this, "ledger.verdict")) {
    m_title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_precision->setObjectName(QStringLiteral("ledger.precision"));
    m_slider->setObjectName(QStringLiteral("ledger.slider"));
    m_context->setObjectName(QStringLiteral("ledger.context"));
    m_bar->setObjectName(QStringLiteral("ledger.bar"));
    m_verdict->setWordWrap(true);
    m_measured->setWordWrap(true);
    m_verdict->setFont(scaled(m_verdict->font(), bodyPoints, QFont::DemiBold));
    for (const model::Precision precision : model::allPrecisions)
        m_precision->addItem(precisionWord(precision), static_cast<int>(precision));
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_precision);
    auto* context = new QHBoxLayout;
    context->setSpacing(8);
    context->addWidget(m_contextLabel);
    context->addWidget(m_slider, 1);
    context->addWidget(m_context);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addLayout(context);
    layout->addWidget(m_bar);
    buildLegend();
    layout->addWidget(m_verdict);
    layout->addWidget(m_measured);
    connect(m_precision, &QComboBox::currentIndexChanged, this, &LedgerCard::showAll);
    connect(m_slider, &QSlider::valueChanged, this, &LedgerCard::setContext);
    connect(m_context, &QSpinBox::valueChanged, this, &LedgerCard::setContext);
    restyle();
    retranslate();
}

void LedgerCard::buildLegend() {
    constexpr std::array<const char*, RowCount> names = {"ledger.weights", "ledger.kvCache", "ledger.workspace",
                                                         "ledger.total", "ledger.free"};
    auto* legend = new QGridLayout;
    legend->setHorizontalSpacing(8);
    legend->setVerticalSpacing(4);
    for (int row = 0; row < RowCount; ++row) {
        const auto i = static_cast<std::size_t>(row);
        m_swatches[i] = new QLabel(this);
        m_names[i] = new QLabel(this);
        m_figures[i] = ledgerText(this, names[i]);
        m_figures[i]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        legend->addWidget(m_swatches[i], row, 0);
        legend->addWidget(m_names[i], row, 1);
        legend->addWidget(m_figures[i], row, 2);
    }
    legend->setColumnStretch(3, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(legend);
}

void LedgerCard::setSituation(PrecisionSituation situation) {
    const std::int64_t most =
        std::clamp<std::int64_t>(situation.config.maxPositions, 1, std::numeric_limits<int>::max());
    const bool isOther =
        m_slider->maximum() != most || situation.config.architecture != m_situation.config.architecture;
    const std::int64_t wanted = isOther ? situation.contextTokens : m_situation.contextTokens;
    m_situation = std::move(situation);
    m_situation.contextTokens = std::clamp<std::int64_t>(wanted, 1, most);
    const QSignalBlocker slider(m_slider), box(m_context);
    m_slider->setRange(1, static_cast<int>(most));
    m_slider->setSingleStep(64);
    m_slider->setPageStep(std::max(1, static_cast<int>(most / 8)));
    m_context->setRange(1, static_cast<int>(most));
    m_context->setSingleStep(64);
    setContext(static_cast<int>(m_situation.contextTokens));
}

void LedgerCard::setPrecision(model::Precision precision) {
    m_precision->setCurrentIndex(m_precision->findData(static_cast<int>(precision)));
}

model::Precision LedgerCard::precision() const {
    return static_cast<model::Precision>(m_precision->currentData().toInt());
}

void LedgerCard::setContext(int tokens) {
    m_situation.contextTokens = tokens;
    const QSignalBlocker slider(m_slider), box(m_context);
    m_slider->setValue(tokens);
    m_context->setValue(tokens);
    showAll();
}

void LedgerCard::showAll() {
    const PrecisionCost shown = cost();
    const model::MemoryLedger& ledger = shown.ledger;
    m_bar->setParts({ledger.weightsBytes, ledger.kvCacheBytes, ledger.workspaceBytes}, m_situation.freeBytes);
    m_figures[Weights]->setText(bytes(ledger.weightsBytes));
    m_figures[KvCache]->setText(bytes(ledger.kvCacheBytes));
    m_figures[Workspace]->setText(bytes(ledger.workspaceBytes));
    m_figures[Total]->setText(bytes(ledger.totalBytes()));
    m_figures[Free]->setText(m_situation.freeBytes ? bytes(*m_situation.freeBytes) : tr("unknown"));
    const bool isUnknown = !m_situation.freeBytes && shown.runs();
    const bool fits = !m_situation.freeBytes || ledger.totalBytes() <= *m_situation.freeBytes;
    m_verdict->setText(!shown.runs() ? shown.obstacle
                       : isUnknown   ? tr("What is free on this device is not known.")
                       : fits        ? tr("Fits.")
                                     : tr("Does not fit at this context length."));
    const ThemeColors& colors = colorsOf(palette());
    QPixmap mark(swatchPixels, swatchPixels);  // of the limit, as the bar draws it
    mark.fill(Qt::transparent);
    QPainter(&mark).fillRect(swatchPixels / 2 - 1, 0, 2, swatchPixels, fits ? colors.text : colors.failure);
    m_swatches[Free]->setPixmap(mark);
    setTextColor(m_verdict, shown.runs() && fits ? (isUnknown ? colors.secondary : colors.pass) : colors.failure);
    m_measured->setText(shown.measuredBytes ? tr("Loaded: weights measured %1, %2 from the ledger")
                                                  .arg(bytes(*shown.measuredBytes),
                                                       percentFrom(static_cast<double>(*shown.measuredBytes),
                                                                   static_cast<double>(ledger.weightsBytes)))
                                            : tr("Once loaded, what was measured stands here beside it."));
    emit changed();
}

void LedgerCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) showAll();
    Card::changeEvent(event);
}

void LedgerCard::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    const auto fills = partColors(palette());
    for (std::size_t i = 0; i < m_swatches.size(); ++i) {
        QPixmap square(swatchPixels, swatchPixels);
        square.fill(i < fills.size() ? fills[i] : QColor(Qt::transparent));
        m_swatches[i]->setPixmap(square);
        setTextColor(m_names[i], colors.secondary);
    }
    setTextColor(m_contextLabel, colors.secondary);
    setTextColor(m_measured, colors.secondary);
}

void LedgerCard::retranslate() {
    m_title->setText(tr("Memory"));
    m_contextLabel->setText(tr("Context"));
    m_context->setSuffix(tr(" tokens"));
    m_precision->setToolTip(tr("The precision to look at, and to load"));
    const std::array<QString, RowCount> words = {tr("Weights"), tr("KV cache"), tr("Workspace"), tr("Needed in all"),
                                                 tr("Free")};
    for (std::size_t i = 0; i < words.size(); ++i)
        m_names[i]->setText(words[i]);
    m_names[Free]->setToolTip(tr("What this program could use now, with what the loaded model would give back"));
}

}  // namespace autoglm::ui
