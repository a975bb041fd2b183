#include "core/evaluate/verdict.h"

#include <cmath>

#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

/// Memory that differs by less than this is called the same.
constexpr double sameMemoryShare = 0.005;

std::optional<measure::Interval> around(double center, const std::optional<double>& error) {
    if (!error) return std::nullopt;
    return measure::Interval{center - measure::normal975 * *error, center + measure::normal975 * *error};
}

/// "1.82", "0.0012", "12.3": three digits that say something.
std::string figure(double value) {
    const double size = std::abs(value);
    if (size == 0) return "0";
    if (size >= 100) return fixed(value, 0);
    if (size >= 10) return fixed(value, 1);
    if (size >= 0.1) return fixed(value, 2);
    const int decimals = std::min(9, 1 - static_cast<int>(std::floor(std::log10(size))));
    return fixed(value, decimals);
}

std::string interval(const std::optional<measure::Interval>& range) {
    return range ? concat(figure(range->low), " to ", figure(range->high)) : std::string();
}

std::string inBrackets(const std::optional<measure::Interval>& range) {
    return range ? concat(" (", interval(range), ")") : std::string();
}

/// Shares close to all are not rounded up to all.
std::string percent(const measure::Proportion& proportion) {
    if (proportion.successes == proportion.n) return "100 %";
    const std::string rounded = fixed(100 * proportion.share, 1);
    return (rounded == "100.0" ? std::string("more than 99.9") : rounded) + " %";
}

struct ArmTitles {
    std::string a;
    std::string b;
};

measure::Interval inverse(const measure::Interval& range) {
    return {1 / range.high, 1 / range.low};
}

/// "is 1.82x faster (1.78 to 1.86)", or that it cannot be told; empty where nothing was measured.
std::string speedClause(const PairedRatio& ratio) {
    if (!ratio.estimate) return {};
    const auto& [n, value, spread, range] = *ratio.estimate;
    if (ratio.difference == Difference::Faster) return concat("is ", fixed(value, 2), "x faster", inBrackets(range));
    if (ratio.difference == Difference::Slower)
        return concat("is ", fixed(1 / value, 2), "x slower",
                      inBrackets(range ? std::optional(inverse(*range)) : std::nullopt));
    return concat("cannot be told apart in speed (ratio ", fixed(value, 3),
                  range ? ", " + interval(range) : std::string(), "; noise floor ",
                  fixed(100 * std::expm1(ratio.noiseFloorLog), 1), " %)");
}

std::string memoryClause(const std::optional<double>& ratio) {
    if (!ratio) return {};
    const double change = *ratio - 1;
    if (std::abs(change) < sameMemoryShare) return "needs the same memory";
    return concat("needs ", fixed(100 * std::abs(change), 0), " % ", change < 0 ? "less" : "more", " memory");
}

std::string agreementClause(const std::optional<QualityResult>& quality) {
    if (!quality) return {};
    if (quality->kld.max == 0) return concat("gives the same probabilities at all ", quality->tokens, " positions");
    return concat("picks the same token ", percent(quality->sameTop), " of the time");
}

std::string mainSentence(const ComparisonResult& result, const ArmTitles& names) {
    std::vector<std::string> clauses;
    for (std::string clause :
         {speedClause(result.decodeRateRatio), memoryClause(result.memoryRatio), agreementClause(result.quality)})
        if (!clause.empty()) clauses.push_back(std::move(clause));
    if (clauses.empty()) return {};
    std::string text = names.b + " ";
    for (std::size_t i = 0; i < clauses.size(); ++i) {
        const bool isLast = i + 1 == clauses.size();
        if (i > 0) text += clauses.size() == 2 ? " and " : (isLast ? ", and " : ", ");
        text += clauses[i];
    }
    return text + concat(", compared with ", names.a, ".");
}

std::string ttftSentence(const PairedRatio& ratio, const ArmTitles& names) {
    if (!ratio.estimate) return {};
    const auto& range = ratio.estimate->interval95;
    if (ratio.difference == Difference::CannotTell) return "The time to the first token cannot be told apart.";
    const bool faster = ratio.difference == Difference::Faster;
    const double times = faster ? 1 / ratio.estimate->ratio : ratio.estimate->ratio;
    const auto shown = faster && range ? std::optional(inverse(*range)) : range;
    return concat("The first token of ", names.b, " comes ", fixed(times, 2), "x ", faster ? "sooner" : "later",
                  inBrackets(shown), ".");
}

std::string qualitySentence(const QualityResult& quality, const ArmTitles& names) {
    if (quality.kld.max == 0) return concat("KLD is exactly 0 over ", quality.tokens, " tokens.");
    const double ratio = std::exp(quality.lnPplRatio.mean);
    auto range = around(quality.lnPplRatio.mean, quality.lnPplRatio.stderrOfMean);
    if (range) range = measure::Interval{std::exp(range->low), std::exp(range->high)};
    return concat("Over ", quality.tokens, " tokens the distribution moves by ", figure(quality.kld.mean),
                  " nats on average (KLD",
                  quality.kld.p99 ? ", 99 % of the tokens below " + figure(*quality.kld.p99) : std::string(),
                  ", at most ", figure(quality.kld.max), "); perplexity is ", fixed(quality.pplA.ppl, 3), " with ",
                  names.a, " and ", fixed(quality.pplB.ppl, 3), " with ", names.b, " (ratio ", fixed(ratio, 4),
                  range ? concat(", ", fixed(range->low, 4), " to ", fixed(range->high, 4)) : std::string(), ").");
}

std::string ownQualitySentence(const ComparisonResult& result, const ArmTitles& names) {
    const auto& [a, b] = result.ownQuality;
    if (!a || !b) return {};
    return concat("Over the same text ", names.a, " needs ", fixed(a->bitsPerByte, 4), " bits per byte and ", names.b,
                  " ", fixed(b->bitsPerByte, 4), "; their perplexities, ", fixed(a->ppl.ppl, 3), " and ",
                  fixed(b->ppl.ppl, 3), ", are over different tokens.");
}

bool isAboutPositions(BudgetName name) {
    return name == BudgetName::Kld || name == BudgetName::SameTop || name == BudgetName::PplRatio;
}

/// What the weights are not; of one model it is said once.
void sayMismatch(const ComparisonResult& result, const ArmTitles& names, std::vector<std::string>& sentences) {
    const std::string end = " are not the ones that were published; the mismatch was overridden.";
    if (!result.hasTwoModels()) {
        if (result.models[0].hashMismatchOverridden) sentences.push_back("The weights" + end);
        return;
    }
    if (result.models[0].hashMismatchOverridden) sentences.push_back("The weights of " + names.a + end);
    if (result.models[1].hashMismatchOverridden) sentences.push_back("The weights of " + names.b + end);
}

std::string taskSentence(const TaskAccuracy& tasks, const ArmTitles& names) {
    return concat("Of ", tasks.a.n, " questions ", names.a, " answers ", percent(tasks.a), " rightly and ", names.b,
                  " ", percent(tasks.b), " (difference ", fixed(-tasks.dropPoints, 1), " points, ",
                  fixed(-tasks.dropInterval95.high, 1), " to ", fixed(-tasks.dropInterval95.low, 1),
                  "; McNemar p = ", figure(tasks.mcnemarP), ").");
}

std::string budgetSentence(const BudgetResult& judged) {
    const Budget& budget = judged.budget;
    const char* unit = budgetUnit(budget.name);
    const std::string space = *unit ? std::string(" ") + unit : std::string();
    const char* side = budgetSide(budget.name) == BudgetSide::AtMost ? "at most " : "at least ";
    const std::string start = concat("Budget ", budgetKey(budget.name), " (", side, figure(budget.limit), space, ") ");
    if (!judged.measured) return start + "could not be judged: it was not measured.";
    const std::string value = concat(figure(judged.measured->value), space, inBrackets(judged.measured->interval95));
    if (judged.result == Outcome::Fail) return start + concat("failed: ", value, ".");
    return start + concat("is inconclusive: the interval of ", value, " lies on both sides of the limit.");
}

}  // namespace

std::optional<BudgetValue> budgetValue(BudgetName name, const ComparisonResult& result) {
    const auto& quality = result.quality;
    const auto& speed = result.decodeRateRatio.estimate;
    switch (name) {
        case BudgetName::Kld:
            if (!quality) return std::nullopt;
            return BudgetValue{quality->kld.mean, around(quality->kld.mean, quality->kld.stderrOfMean)};
        case BudgetName::SameTop:
            if (!quality) return std::nullopt;
            return BudgetValue{100 * quality->sameTop.share, measure::Interval{100 * quality->sameTop.interval95.low,
                                                                               100 * quality->sameTop.interval95.high}};
        case BudgetName::PplRatio: {
            if (!quality) return std::nullopt;
            BudgetValue value{std::exp(quality->lnPplRatio.mean),
                              around(quality->lnPplRatio.mean, quality->lnPplRatio.stderrOfMean)};
            if (value.interval95)
                value.interval95 = measure::Interval{std::exp(value.interval95->low), std::exp(value.interval95->high)};
            return value;
        }
        case BudgetName::TaskDrop:
            if (!result.tasks) return std::nullopt;
            return BudgetValue{result.tasks->dropPoints, result.tasks->dropInterval95};
        case BudgetName::Speedup:
            // One block has no interval: it decides nothing, and a bare value would.
            if (!speed || !speed->interval95) return std::nullopt;
            return BudgetValue{speed->ratio, speed->interval95};
        case BudgetName::Memory:
            if (result.arms.size() < 2 || !result.deviceMemoryBytes || result.arms[1].peakMemoryBytes == 0)
                return std::nullopt;
            return BudgetValue{100 * static_cast<double>(result.arms[1].peakMemoryBytes) /
                                   static_cast<double>(*result.deviceMemoryBytes),
                               std::nullopt};
    }
    return std::nullopt;
}

Verdict makeVerdict(const ComparisonResult& result, const std::vector<Budget>& budgets) {
    Verdict verdict;
    for (const Budget& budget : budgets) {
        const auto measured = budgetValue(budget.name, result);
        // What cannot be compared is not passed over: nobody shall take such a run for one that kept its budgets.
        const std::string reason = isAboutPositions(budget.name) ? result.noDivergenceReason : std::string();
        if (!measured && reason.empty() && budget.origin == BudgetOrigin::Default) continue;
        verdict.budgets.push_back(judge(budget, measured));
        verdict.budgets.back().reason = reason;
    }
    verdict.result = overall(verdict.budgets);
    const bool isVoid = result.validity.state == measure::ValidityState::Void;
    if (verdict.result == Outcome::Pass && (!result.complete || isVoid)) verdict.result = Outcome::Inconclusive;

    const auto say = [&verdict](std::string sentence) {
        if (!sentence.empty()) verdict.sentences.push_back(std::move(sentence));
    };
    if (result.validity.state != measure::ValidityState::Valid)
        verdict.doubt = concat(isVoid ? "These numbers are void: " : "Read the speed with care: ",
                               join(result.validity.reasons, "; "), ".");
    // Figures that mean nothing do not come first.
    if (isVoid) say(verdict.doubt);
    const bool hasBoth = result.arms.size() == 2;
    const ArmTitles names = hasBoth ? ArmTitles{armTitle(result, 0), armTitle(result, 1)} : ArmTitles{"A", "B"};
    if (hasBoth) say(mainSentence(result, names));
    if (!isVoid) say(verdict.doubt);
    if (hasBoth) {
        if (result.quality) say(qualitySentence(*result.quality, names));
        if (!result.noDivergenceReason.empty())
            say(concat("Quality per token was left out, and its budgets could not be judged: ",
                       result.noDivergenceReason, "."));
        say(ownQualitySentence(result, names));
        if (result.tasks) say(taskSentence(*result.tasks, names));
        say(ttftSentence(result.ttftRatio, names));
    }
    for (const BudgetResult& judged : verdict.budgets)
        if (judged.result != Outcome::Pass && judged.reason.empty()) say(budgetSentence(judged));
    if (result.randomTokens)
        say("The folder has no tokenizer: prompts and text were token ids drawn at random, so quality tells how far "
            "the arms "
            "part, not what a reader would notice.");
    sayMismatch(result, names, verdict.sentences);
    if (!result.complete)
        say(concat("The run was stopped during ", result.stoppedDuring, "; what was measured until then is kept."));
    return verdict;
}

}  // namespace autoglm::evaluate
