#include "ui/models/verdict_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <cmath>

#include "ui/models/core_sentences.h"
#include "ui/models/wording.h"

namespace autoglm::ui {

namespace {

struct VerdictWords {
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

QString times(double value) {
    return QString::number(value, 'f', 2);
}

QString speedClause(const evaluate::PairedRatio& ratio) {
    if (!ratio.estimate) return {};
    const double value = ratio.estimate->ratio;
    const auto range = ratio.estimate->interval95.value_or(measure::Interval{value, value});
    switch (ratio.difference) {
        case evaluate::Difference::Faster:
            return VerdictWords::tr("is %1 times as fast (%2 to %3)")
                .arg(times(value), times(range.low), times(range.high));
        case evaluate::Difference::Slower:
            return VerdictWords::tr("is %1 times slower (%2 to %3)")
                .arg(times(1 / value), times(1 / range.high), times(1 / range.low));
        case evaluate::Difference::CannotTell:
            return VerdictWords::tr("cannot be told apart in speed (ratio %1, %2 to %3; noise floor %4 %)")
                .arg(QString::number(value, 'f', 3), QString::number(range.low, 'f', 3),
                     QString::number(range.high, 'f', 3),
                     QString::number(100 * std::expm1(ratio.noiseFloorLog), 'f', 1));
    }
    return {};
}

QString memoryClause(const std::optional<double>& ratio) {
    if (!ratio) return {};
    const double percent = 100 * std::abs(*ratio - 1);
    // Below half a percent it is called the same, as in the verdict itself.
    if (percent < 0.5) return VerdictWords::tr("needs the same memory");
    const QString number = QString::number(percent, 'f', 0);
    return *ratio < 1 ? VerdictWords::tr("needs %1 % less memory").arg(number)
                      : VerdictWords::tr("needs %1 % more memory").arg(number);
}

QString agreementClause(const std::optional<evaluate::QualityResult>& quality) {
    if (!quality) return {};
    if (quality->kld.max == 0)
        return VerdictWords::tr("gives the same probabilities at all %1 positions").arg(quality->tokens);
    const QString share = QString::number(100 * quality->sameTop.share, 'f', 1);
    // Shares close to all are not rounded up to all.
    const bool isRoundedUp = share == QLatin1String("100.0") && quality->sameTop.successes < quality->sameTop.n;
    return isRoundedUp ? VerdictWords::tr("picks the same token more than 99.9 % of the time")
                       : VerdictWords::tr("picks the same token %1 % of the time").arg(share);
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
    QStringList clauses = {speedClause(result.decodeRateRatio), memoryClause(result.memoryRatio),
                           agreementClause(result.quality)};
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
