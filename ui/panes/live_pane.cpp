#include "ui/panes/live_pane.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/models/figures.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/token_chart.h"

namespace autoglm::ui {

LivePane::LivePane(EngineController& controller, QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_latest(new QLabel(this)),
      m_unit(new QLabel(this)),
      m_percentiles(new QLabel(this)),
      m_chart(new TokenChart(m_series, this)) {
    m_title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_latest->setObjectName(QStringLiteral("live.latest"));
    m_latest->setFont(tabular(scaled(font(), bigFigurePoints, QFont::DemiBold)));
    m_percentiles->setObjectName(QStringLiteral("live.percentiles"));
    m_percentiles->setFont(tabular(scaled(font(), smallPoints)));
    m_chart->setObjectName(QStringLiteral("live.chart"));
    for (QLabel* label : {m_latest, m_percentiles})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* figures = new QHBoxLayout;
    figures->setSpacing(6);
    figures->addWidget(m_latest, 0, Qt::AlignBaseline);
    figures->addWidget(m_unit, 0, Qt::AlignBaseline);
    figures->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addLayout(figures);
    layout->addWidget(m_percentiles);
    layout->addSpacing(8);
    layout->addWidget(m_chart, 1);
    setMinimumWidth(300);

    connect(&controller, &EngineController::runStarted, this, &LivePane::onStarted);
    connect(&controller, &EngineController::tokensArrived, this, &LivePane::onTokens);
    connect(&controller, &EngineController::runFinished, this, &LivePane::onFinished);
    restyle();
    retranslate();
}

void LivePane::onStarted(const worker::RunStarted& started) {
    if (started.kind != worker::CommandKind::Generate) return;
    m_series.mark(MarkerKind::Prefill);
    m_chart->refresh();
}

void LivePane::onTokens(const std::vector<worker::TokenMetric>& tokens) {
    m_series.add(tokens);
    showFigures();
    m_chart->refresh();
}

void LivePane::onFinished(const worker::RunFinished& finished) {
    const auto* summary = std::get_if<std::shared_ptr<const worker::LoadSummary>>(&finished.payload);
    if (summary) {
        m_series.restartStatistics();
        m_series.mark(MarkerKind::Load, static_cast<double>((*summary)->report.wallNs) * 1e-6);
    } else if (finished.outcome == worker::RunOutcome::Cancelled && finished.kind == worker::CommandKind::Generate) {
        m_series.mark(MarkerKind::Stop);
    }
    showFigures();
    m_chart->refresh();
    // The rate of the whole answer is what remains on screen.
    if (const auto* record = std::get_if<std::shared_ptr<const worker::GenerationRecord>>(&finished.payload))
        emit rateChanged((*record)->result.decodeRateTokensPerSecond());
}

void LivePane::showFigures() {
    const SeriesSummary summary = m_series.summary();
    m_latest->setText(figure(summary.latestMs));
    m_latest->setVisible(summary.n > 0);
    m_unit->setVisible(summary.n > 0);
    QString line = tr("P50 %1").arg(milliseconds(summary.p50Ms));
    if (summary.p99Ms) line += QStringLiteral("    ") + tr("P99 %1").arg(milliseconds(summary.p99Ms));
    line += QStringLiteral("    n = %1").arg(summary.n);
    m_percentiles->setText(summary.n > 0 ? line : QString());
    if (summary.rateTokensPerSecond) emit rateChanged(summary.rateTokensPerSecond);
}

void LivePane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void LivePane::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    for (QLabel* label : {m_unit, m_percentiles}) {
        QPalette faint = label->palette();
        faint.setColor(QPalette::WindowText, colors.secondary);
        label->setPalette(faint);
    }
}

void LivePane::retranslate() {
    m_title->setText(tr("Milliseconds per token"));
    m_unit->setText(tr("ms, latest token"));
    showFigures();
}

}  // namespace autoglm::ui
