#include "ui/models/comparison_model.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "ui/models/figures.h"
#include "ui/models/wording.h"

namespace autoglm::ui {

namespace {

struct ComparisonWords {
    Q_DECLARE_TR_FUNCTIONS(ComparisonModel)
};

const QString dash = QStringLiteral("–");

/// Digits after the point that give `value` three that say something.
int decimalsOf(double value) {
    if (value == 0 || !std::isfinite(value)) return 0;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, 6);
}

/// "44.1 ± 0.4", both arms of a row with the same decimals so that the points align.
QString estimateText(const evaluate::SampledMetric& metric, double scale, int decimals) {
    if (!metric.estimate) return dash;
    const QString mean = QString::number(scale * metric.estimate->mean, 'f', decimals);
    if (!metric.estimate->interval95) return mean;
    const double half = scale * (metric.estimate->interval95->high - metric.estimate->interval95->low) / 2;
    return QStringLiteral("%1 ± %2").arg(mean, QString::number(half, 'f', decimals));
}

QString ratioText(const evaluate::PairedRatio& ratio) {
    if (!ratio.estimate) return dash;
    const QString value = QStringLiteral("%1×").arg(ratio.estimate->ratio, 0, 'f', 3);
    if (!ratio.estimate->interval95) return value;
    return ComparisonWords::tr("%1 (%2 to %3)")
        .arg(value, QString::number(ratio.estimate->interval95->low, 'f', 3),
             QString::number(ratio.estimate->interval95->high, 'f', 3));
}

ComparisonRow sampledRow(const QString& name, const evaluate::SampledMetric& a, const evaluate::SampledMetric& b,
                         double scale, const QString& change) {
    const double larger = std::max(a.estimate ? a.estimate->mean : 0, b.estimate ? b.estimate->mean : 0);
    const int decimals = decimalsOf(scale * larger);
    return {name, estimateText(a, scale, decimals), estimateText(b, scale, decimals), change};
}

ComparisonRow plainRow(const QString& name, double a, double b) {
    const int decimals = decimalsOf(std::max(a, b));
    return {name, QString::number(a, 'f', decimals), QString::number(b, 'f', decimals),
            a > 0 ? QStringLiteral("%1×").arg(b / a, 0, 'f', 3) : dash};
}

ComparisonRow memoryRow(const QString& name, std::uint64_t a, std::uint64_t b) {
    return plainRow(name, static_cast<double>(a) * 1e-6, static_cast<double>(b) * 1e-6);
}

void addQuality(std::vector<ComparisonRow>& rows, const evaluate::QualityResult& quality) {
    ComparisonRow perplexity = plainRow(ComparisonWords::tr("Perplexity"), quality.pplA.ppl, quality.pplB.ppl);
    rows.push_back(perplexity);
    QString kld = figure(quality.kld.mean);
    if (quality.kld.stderrOfMean) kld += QStringLiteral(" ± %1").arg(figure(1.96 * *quality.kld.stderrOfMean));
    rows.push_back({ComparisonWords::tr("KL divergence (nats)"), dash, dash, kld});
    rows.push_back({ComparisonWords::tr("Same top token (%)"), dash, dash,
                    ComparisonWords::tr("%1 (%2 to %3)")
                        .arg(QString::number(100 * quality.sameTop.share, 'f', 2),
                             QString::number(100 * quality.sameTop.interval95.low, 'f', 2),
                             QString::number(100 * quality.sameTop.interval95.high, 'f', 2))});
}

}  // namespace

std::vector<ComparisonRow> comparisonRows(const evaluate::ComparisonResult& result) {
    std::vector<ComparisonRow> rows;
    if (result.arms.size() < 2) return rows;
    const evaluate::ArmResult& a = result.arms[0];
    const evaluate::ArmResult& b = result.arms[1];
    rows.push_back(sampledRow(ComparisonWords::tr("Decode rate (tok/s)"), a.decodeRate, b.decodeRate, 1,
                              ratioText(result.decodeRateRatio)));
    rows.push_back(sampledRow(ComparisonWords::tr("Time to first token (ms)"), a.ttftSeconds, b.ttftSeconds, 1000,
                              ratioText(result.ttftRatio)));
    rows.push_back(sampledRow(ComparisonWords::tr("Time per token (ms)"), a.tpotSeconds, b.tpotSeconds, 1000, dash));
    rows.push_back(sampledRow(ComparisonWords::tr("Prefill rate (tok/s)"), a.prefillRate, b.prefillRate, 1, dash));
    rows.push_back(memoryRow(ComparisonWords::tr("Weights (MB)"), a.weightsBytes, b.weightsBytes));
    rows.push_back(memoryRow(ComparisonWords::tr("Peak memory (MB)"), a.peakMemoryBytes, b.peakMemoryBytes));
    rows.push_back(plainRow(ComparisonWords::tr("Load time (s)"), static_cast<double>(a.load.wallNs) * 1e-9,
                            static_cast<double>(b.load.wallNs) * 1e-9));
    if (result.quality) addQuality(rows, *result.quality);
    if (result.tasks) {
        const evaluate::TaskAccuracy& tasks = *result.tasks;
        rows.push_back({ComparisonWords::tr("Task accuracy (%)"), QString::number(100 * tasks.a.share, 'f', 1),
                        QString::number(100 * tasks.b.share, 'f', 1),
                        ComparisonWords::tr("%1 points").arg(QString::number(-tasks.dropPoints, 'f', 1))});
    }
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
    const ComparisonRow& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
        switch (index.column()) {
            case Metric:
                return row.name;
            case ArmA:
                return row.a;
            case ArmB:
                return row.b;
            default:
                return row.change;
        }
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == Metric ? Qt::AlignLeft : Qt::AlignRight));
    return {};
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Metric ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    const auto arm = [this](std::size_t i) {
        return m_result && i < m_result->arms.size() ? QLatin1Char(' ') + precisionWord(m_result->arms[i].precision)
                                                     : QString();
    };
    switch (section) {
        case Metric:
            return tr("Metric");
        case ArmA:
            return QStringLiteral("A") + arm(0);
        case ArmB:
            return QStringLiteral("B") + arm(1);
        default:
            return tr("B against A (95 %)");
    }
}

QString ComparisonModel::toTsv() const {
    QStringList lines;
    QStringList header;
    for (int column = 0; column < ColumnCount; ++column)
        header << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    lines << header.join(QLatin1Char('\t'));
    for (const ComparisonRow& row : m_rows)
        lines << QStringList{row.name, row.a, row.b, row.change}.join(QLatin1Char('\t'));
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace autoglm::ui
