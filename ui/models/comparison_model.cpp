#include "ui/models/comparison_model.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "core/base/figure.h"
#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"
#include "ui/models/verdict_text.h"
#include "ui/models/wording.h"

namespace autoglm::ui {

namespace {

struct ComparisonWords {
    Q_DECLARE_TR_FUNCTIONS(ComparisonModel)
};

const QString dash = QStringLiteral("–");

QString fixedText(double value, int decimals) {
    return QString::number(value, 'f', decimals);
}

MetricCell absentCell() {
    return {.value = dash};
}

int decimalsOf(double value, const std::optional<measure::Interval>& range) {
    return range ? figureDecimals(value, range->low, range->high) : figureDecimals(value);
}

/// Every figure is rounded by itself: the delegate aligns the points.
MetricCell plainCell(double value, const std::optional<measure::Interval>& range = {}, const QString& unit = {}) {
    return {.value = figure(value, range) + unit, .exact = value, .interval95 = range};
}

MetricCell rangeCell(double value, const std::optional<measure::Interval>& range, const QString& unit = {}) {
    MetricCell cell = plainCell(value, range, unit);
    const int decimals = decimalsOf(value, range);
    if (range)
        cell.uncertainty =
            ComparisonWords::tr("(%1 to %2)").arg(fixedText(range->low, decimals), fixedText(range->high, decimals));
    return cell;
}

/// "44.1 ± 0.4".
MetricCell spreadCell(double value, const std::optional<measure::Interval>& range) {
    MetricCell cell = plainCell(value, range);
    if (range)
        cell.uncertainty =
            QStringLiteral("± %1").arg(fixedText((range->high - range->low) / 2, decimalsOf(value, range)));
    return cell;
}

std::optional<measure::Interval> normalRange(double value, const std::optional<double>& error) {
    if (!error) return std::nullopt;
    return measure::Interval{value - measure::normal975 * *error, value + measure::normal975 * *error};
}

MetricCell estimateCell(const evaluate::SampledMetric& metric, double scale) {
    if (!metric.estimate) return absentCell();
    std::optional<measure::Interval> range = metric.estimate->interval95;
    if (range) range = measure::Interval{scale * range->low, scale * range->high};
    return spreadCell(scale * metric.estimate->mean, range);
}

/// `blocks` that it comes from; 0 where it comes from none.
MetricCell ratioCell(double ratio, const std::optional<measure::Interval>& range, std::size_t blocks = 0) {
    MetricCell cell = rangeCell(ratio, range, QStringLiteral("×"));
    if (!range || !isTooWide(range->low, range->high)) return cell;
    cell.uncertainty = ComparisonWords::tr("(interval too wide)");
    cell.note = coreSentence(tooWideText(blocks));
    return cell;
}

MetricCell ratioCell(const evaluate::PairedRatio& ratio) {
    if (!ratio.estimate) return absentCell();
    return ratioCell(ratio.estimate->ratio, ratio.estimate->interval95, ratio.estimate->n);
}

ComparisonRow sampledRow(const QString& name, const evaluate::SampledMetric& a, const evaluate::SampledMetric& b,
                         double scale, const MetricCell& change, measure::ValidityState validity) {
    return {name, estimateCell(a, scale), estimateCell(b, scale), change, validity};
}

ComparisonRow plainRow(const QString& name, double a, double b, measure::ValidityState validity) {
    return {name, plainCell(a), plainCell(b), a > 0 ? plainCell(b / a, {}, QStringLiteral("×")) : absentCell(),
            validity};
}

ComparisonRow memoryRow(const QString& name, std::uint64_t a, std::uint64_t b, measure::ValidityState validity) {
    return plainRow(name, static_cast<double>(a) * 1e-6, static_cast<double>(b) * 1e-6, validity);
}

/// In the unit of the reports: seconds from 10 s up.
ComparisonRow loadRow(std::int64_t nsA, std::int64_t nsB, measure::ValidityState validity) {
    const bool isLong = std::max(nsA, nsB) >= 10'000'000'000;
    const double scale = isLong ? 1e-9 : 1e-6;
    return plainRow(isLong ? ComparisonWords::tr("Load time (s)") : ComparisonWords::tr("Load time (ms)"),
                    scale * static_cast<double>(nsA), scale * static_cast<double>(nsB), validity);
}

MetricCell perplexityCell(const evaluate::PerplexityEstimate& estimate) {
    return spreadCell(estimate.ppl, estimate.interval95);
}

MetricCell kldCell(const evaluate::DivergenceSummary& kld) {
    return spreadCell(kld.mean, normalRange(kld.mean, kld.stderrOfMean));
}

/// Of B over A, from the paired differences of all tokens.
MetricCell perplexityRatioCell(const evaluate::LogRatioEstimate& ratio) {
    std::optional<measure::Interval> range = normalRange(ratio.mean, ratio.stderrOfMean);
    if (range) range = measure::Interval{std::exp(range->low), std::exp(range->high)};
    return ratioCell(std::exp(ratio.mean), range);
}

measure::Interval inPercent(const measure::Interval& range) {
    return {100 * range.low, 100 * range.high};
}

void addQuality(std::vector<ComparisonRow>& rows, const evaluate::QualityResult& quality,
                measure::ValidityState validity) {
    rows.push_back({ComparisonWords::tr("Perplexity"), perplexityCell(quality.pplA), perplexityCell(quality.pplB),
                    perplexityRatioCell(quality.lnPplRatio), validity});
    rows.push_back(
        {ComparisonWords::tr("KL divergence (nats)"), absentCell(), absentCell(), kldCell(quality.kld), validity});
    rows.push_back({ComparisonWords::tr("Same top token (%)"), absentCell(), absentCell(),
                    rangeCell(100 * quality.sameTop.share, inPercent(quality.sameTop.interval95)), validity});
}

/// Each arm over its own tokens: there is nothing to divide.
void addOwnQuality(std::vector<ComparisonRow>& rows, const evaluate::OwnQuality& a, const evaluate::OwnQuality& b,
                   measure::ValidityState validity) {
    rows.push_back({ComparisonWords::tr("Perplexity over its own tokens"), perplexityCell(a.ppl), perplexityCell(b.ppl),
                    absentCell(), validity});
    const auto bits = [](const evaluate::OwnQuality& own) {
        return spreadCell(own.bitsPerByte, normalRange(own.bitsPerByte, own.bitsPerByteStderr));
    };
    rows.push_back({ComparisonWords::tr("Bits per byte of text"), bits(a), bits(b), absentCell(), validity});
}

void addTasks(std::vector<ComparisonRow>& rows, const evaluate::TaskAccuracy& tasks, measure::ValidityState validity) {
    const auto arm = [](const measure::Proportion& share) {
        return rangeCell(100 * share.share, inPercent(share.interval95));
    };
    const measure::Interval gain{-tasks.dropInterval95.high, -tasks.dropInterval95.low};
    rows.push_back({ComparisonWords::tr("Task accuracy (%; points)"), arm(tasks.a), arm(tasks.b),
                    rangeCell(-tasks.dropPoints, gain), validity});
}

QString validityWord(measure::ValidityState state) {
    switch (state) {
        case measure::ValidityState::Valid:
            return ComparisonWords::tr("ok");
        case measure::ValidityState::Suspect:
            return ComparisonWords::tr("suspect");
        case measure::ValidityState::Void:
            return ComparisonWords::tr("void");
    }
    return {};
}

}  // namespace

std::vector<ComparisonRow> comparisonRows(const evaluate::ComparisonResult& result) {
    std::vector<ComparisonRow> rows;
    if (result.arms.size() < 2) return rows;
    const evaluate::ArmResult& a = result.arms[0];
    const evaluate::ArmResult& b = result.arms[1];
    // What makes a run suspect disturbs its times; logits that are not finite make everything void.
    const auto ofTimes = result.validity.state;
    const auto ofOthers = ofTimes == measure::ValidityState::Void ? ofTimes : measure::ValidityState::Valid;
    rows.push_back(sampledRow(ComparisonWords::tr("Decode rate (tok/s)"), a.decodeRate, b.decodeRate, 1,
                              ratioCell(result.decodeRateRatio), ofTimes));
    rows.push_back(sampledRow(ComparisonWords::tr("Time to first token (ms)"), a.ttftSeconds, b.ttftSeconds, 1000,
                              ratioCell(result.ttftRatio), ofTimes));
    rows.push_back(sampledRow(ComparisonWords::tr("Time per token (ms)"), a.tpotSeconds, b.tpotSeconds, 1000,
                              absentCell(), ofTimes));
    rows.push_back(sampledRow(ComparisonWords::tr("Prefill rate (tok/s)"), a.prefillRate, b.prefillRate, 1,
                              absentCell(), ofTimes));
    rows.push_back(memoryRow(ComparisonWords::tr("Weights (MB)"), a.weightsBytes, b.weightsBytes, ofOthers));
    rows.push_back(memoryRow(ComparisonWords::tr("Peak memory (MB)"), a.peakMemoryBytes, b.peakMemoryBytes, ofOthers));
    rows.push_back(loadRow(a.load.wallNs, b.load.wallNs, ofTimes));
    if (result.quality) addQuality(rows, *result.quality, ofOthers);
    if (const auto& [ownA, ownB] = result.ownQuality; ownA && ownB) addOwnQuality(rows, *ownA, *ownB, ofOthers);
    if (result.tasks) addTasks(rows, *result.tasks, ofOthers);
    return rows;
}

void ComparisonModel::setResult(std::shared_ptr<const evaluate::ComparisonResult> result) {
    beginResetModel();
    m_result = std::move(result);
    m_rows = m_result ? comparisonRows(*m_result) : std::vector<ComparisonRow>();
    endResetModel();
}

void ComparisonModel::retranslate() {
    setResult(m_result);
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isFigure(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    const ComparisonRow& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == ValidityRole) return static_cast<int>(row.validity);
    if (role == SortRole && !isFigure(index.column())) return data(index, Qt::DisplayRole);
    if (index.column() == Metric) return role == Qt::DisplayRole || role == Qt::ToolTipRole ? row.name : QVariant();
    if (index.column() == Valid) {
        if (role == Qt::DisplayRole) return validityWord(row.validity);
        if (role == Qt::ToolTipRole && row.validity != measure::ValidityState::Valid) return reasons();
        return {};
    }
    const MetricCell& cell = index.column() == ArmA ? row.a : index.column() == ArmB ? row.b : row.change;
    if (role == SortRole) return cell.exact ? QVariant(*cell.exact) : QVariant();
    if (role == ValueRole) return cell.value;
    if (role == UncertaintyRole) return cell.uncertainty;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    if (role == Qt::ToolTipRole && !cell.note.isEmpty()) return QStringLiteral("%1: %2").arg(cell.value, cell.note);
    return cell.uncertainty.isEmpty() ? cell.value : cell.value + QLatin1Char(' ') + cell.uncertainty;
}

QString ComparisonModel::reasons() const {
    QStringList sentences;
    for (const std::string& reason : m_result->validity.reasons)
        sentences << coreSentence(reason);
    return sentences.join(QLatin1Char('\n'));
}

QVariant ComparisonModel::headerMeaning(int section) {
    switch (section) {
        case ArmA:
        case ArmB:
            return tr("Mean of this arm's runs, with its interval at 95 %");
        case Change:
            return tr(
                "From runs paired block by block: the geometric mean of B / A, with its interval at 95 %. Machine "
                "noise that meets both arms of a pair cancels out, so it can differ from the means divided by one "
                "another.");
        case Valid:
            return tr("Whether something disturbed the measurement; the cell says what");
        default:
            return {};
    }
}

void ComparisonModel::setArmColors(const QColor& a, const QColor& b) {
    m_armColors = {a, b};
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isFigure(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole) return headerMeaning(section);
    const bool isA = section == ArmA;
    if (role == Qt::ForegroundRole && (isA || section == ArmB)) return m_armColors[isA ? 0 : 1];
    if (role != Qt::DisplayRole) return {};
    const auto arm = [this](std::size_t i) {
        return m_result && m_result->arms.size() == 2 ? QLatin1Char(' ') + armName(*m_result, i) : QString();
    };
    switch (section) {
        case Metric:
            return tr("Metric");
        case ArmA:
            return QStringLiteral("A") + arm(0);
        case ArmB:
            return QStringLiteral("B") + arm(1);
        case Change:
            return tr("B against A (95 %)");
        default:
            return tr("Valid");
    }
}

QString ComparisonModel::toTsv(const QList<int>& rows) const {
    const auto exact = [](const std::optional<double>& value) {
        return value ? QString::number(*value, 'g', 17) : QString();
    };
    QStringList header = {headerData(Metric, Qt::Horizontal, Qt::DisplayRole).toString()};
    for (const Column column : {ArmA, ArmB, Change}) {
        const QString title = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        header << title << tr("%1 low").arg(title) << tr("%1 high").arg(title);
    }
    header << headerData(Valid, Qt::Horizontal, Qt::DisplayRole).toString();
    QStringList lines = {header.join(QLatin1Char('\t'))};
    for (int i = 0; i < rowCount(); ++i) {
        const ComparisonRow& row = m_rows[static_cast<std::size_t>(rows.value(i, i))];
        QStringList cells = {row.name};
        for (const MetricCell* cell : {&row.a, &row.b, &row.change}) {
            const auto& range = cell->interval95;
            cells << exact(cell->exact) << exact(range ? std::optional(range->low) : std::nullopt)
                  << exact(range ? std::optional(range->high) : std::nullopt);
        }
        cells << validityWord(row.validity);
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace autoglm::ui
