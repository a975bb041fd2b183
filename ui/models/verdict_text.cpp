#include "ui/models/verdict_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <cmath>

#include "core/base/figure.h"
#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"
#include "ui/models/wording.h"

namespace autoglm::ui {

namespace {

struct VerdictWords {
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

/// The value and both ends of its interval, rounded alike.
struct RangeText {
    QString value;
    QString low;
    QString high;
};

RangeText rangeText(double value, const measure::Interval& range) {
    const int decimals = figureDecimals(value, range.low, range.high);
    const auto text = [decimals](double number) { return QString::number(number, 'f', decimals); };
    return {.value = text(value), .low = text(range.low), .high = text(range.high)};
}

QString inWords(const QString& sentence, const RangeText& range) {
    return sentence.arg(range.value, range.low, range.high);
}

QString speedClause(const evaluate::PairedRatio& ratio) {
    if (!ratio.estimate) return {};
    const auto& [n, value, spread, interval] = *ratio.estimate;
    if (!interval) return VerdictWords::tr("cannot be told apart in speed (ratio %1)").arg(figure(value));
    const measure::Interval& range = *interval;
    if (isTooWide(range.low, range.high))
        return VerdictWords::tr("cannot be told apart in speed (ratio %1, %2)")
            .arg(figure(value, range), coreSentence(tooWideText(n)));
    switch (ratio.difference) {
        case evaluate::Difference::Faster:
            return inWords(VerdictWords::tr("is %1 times as fast (%2 to %3)"), rangeText(value, range));
        case evaluate::Difference::Slower:
            return inWords(VerdictWords::tr("is %1 times slower (%2 to %3)"),
                           rangeText(1 / value, {1 / range.high, 1 / range.low}));
        case evaluate::Difference::CannotTell:
            return inWords(VerdictWords::tr("cannot be told apart in speed (ratio %1, %2 to %3)"),
                           rangeText(value, range));
    }
    return {};
}

QString changeWords(double ratio) {
    const double percent = 100 * std::abs(ratio - 1);
    // Below half a percent it is called the same, as in the verdict itself.
    if (percent < 0.5) return VerdictWords::tr("the same");
    return ratio < 1 ? VerdictWords::tr("%1 % less").arg(figure(percent))
                     : VerdictWords::tr("%1 % more").arg(figure(percent));
}

QString memoryClause(const evaluate::ComparisonResult& result) {
    if (!result.memoryRatio) return {};
    const QString peak = changeWords(*result.memoryRatio);
    const auto weights = result.weightsRatio();
    return weights
               ? VerdictWords::tr("needs %1 peak memory with workspace (weights %2)").arg(peak, changeWords(*weights))
               : VerdictWords::tr("needs %1 peak memory with workspace").arg(peak);
}

QString agreementClause(const std::optional<evaluate::QualityResult>& quality) {
    if (!quality) return {};
    if (quality->kld.max == 0)
        return VerdictWords::tr("gives the same probabilities at all %1 positions").arg(quality->tokens);
    const auto& [low, high] = quality->sameTop.interval95;
    return VerdictWords::tr("picks the same token %1 % of the time")
        .arg(figure(100 * quality->sameTop.share, measure::Interval{100 * low, 100 * high}));
}

}  // namespace

QString armName(const evaluate::ComparisonResult& result, std::size_t arm) {
    const evaluate::ArmResult& mine = result.arms[arm];
    QStringList words = {precisionWord(mine.precision)};
    if (result.hasTwoModels()) words.prepend(QString::fromStdString(result.models[arm].name));
    if (mine.device != result.arms[1 - arm].device) words << QString::fromStdString(mine.device);
    return words.join(QLatin1Char(' '));
}

QString composedHeadline(const evaluate::ComparisonResult& result) {
    if (result.arms.size() < 2) return {};
    QStringList clauses = {speedClause(result.decodeRateRatio), memoryClause(result), agreementClause(result.quality)};
    clauses.removeAll(QString());
    if (clauses.isEmpty()) return {};
    return VerdictWords::tr("Compared with %1, %2 %3.")
        .arg(armName(result, 0), armName(result, 1), clauses.join(VerdictWords::tr(", ")));
}

QStringList verdictDetails(const evaluate::ComparisonResult& result) {
    const std::vector<std::string>& sentences = result.verdict.sentences;
    QStringList details;
    for (std::size_t i = 1; i < sentences.size(); ++i)
        if (sentences[i] != result.verdict.doubt) details << coreSentence(sentences[i]);
    return details;
}

QString verdictHeadline(const evaluate::ComparisonResult& result) {
    const QLocale::Language language = QLocale().language();
    const bool isVoid = result.validity.state == measure::ValidityState::Void;
    if (!isVoid && language != QLocale::English && language != QLocale::C)
        if (const QString composed = composedHeadline(result); !composed.isEmpty()) return composed;
    return result.verdict.sentences.empty() ? QString() : coreSentence(result.verdict.sentences.front());
}

}  // namespace autoglm::ui
