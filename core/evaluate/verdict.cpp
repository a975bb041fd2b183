#include "core/evaluate/verdict.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/base/figure.h"
#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

/// Memory that differs by less than this is called the same.
constexpr double sameMemoryShare = 0.005;

std::optional<measure::Interval> around(double center, const std::optional<double>& error) {
    if (!error) return std::nullopt;
    return measure::Interval{center - measure::normal975 * *error, center + measure::normal975 * *error};
}

using Range = std::optional<measure::Interval>;

std::string figure(double value, const Range& range = {}) {
    return range ? figureText(value, range->low, range->high) : figureText(value);
}

/// "1.78 to 1.86", with the decimals of the value.
std::string interval(double value, const Range& range) {
    if (!range) return {};
    const int decimals = figureDecimals(value, range->low, range->high);
    return concat(fixed(range->low, decimals), " to ", fixed(range->high, decimals));
}

/// "1.78 to 1.86" of a ratio, or why its interval is not worth it; `blocks` that it comes from, 0 where there are none.
std::string ratioInterval(double value, const Range& range, std::size_t blocks = 0) {
    return range && isTooWide(range->low, range->high) ? tooWideText(blocks) : interval(value, range);
}

/// "ratio 1.82, 1.78 to 1.86".
std::string ratioWords(double value, const Range& range, std::size_t blocks = 0) {
    return concat("ratio ", figure(value, range), range ? ", " + ratioInterval(value, range, blocks) : std::string());
}

/// "274 %".
std::string noiseFloor(const PairedRatio& ratio) {
    return figure(100 * std::expm1(ratio.noiseFloorLog)) + " %";
}

std::string inBrackets(double value, const Range& range) {
    return range ? concat(" (", interval(value, range), ")") : std::string();
}

Range inPercent(const measure::Interval& range) {
    return measure::Interval{100 * range.low, 100 * range.high};
}

std::string percent(const measure::Proportion& proportion) {
    return figure(100 * proportion.share, inPercent(proportion.interval95)) + " %";
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
    if (ratio.difference == Difference::Faster)
        return concat("is ", figure(value, range), "x faster", inBrackets(value, range));
    if (ratio.difference == Difference::Slower) {
        const Range slower = range ? Range(inverse(*range)) : std::nullopt;
        return concat("is ", figure(1 / value, slower), "x slower", inBrackets(1 / value, slower));
    }
    return concat("cannot be told apart in speed (", ratioWords(value, range, n), ")");
}

/// "19.0 % less", "the same".
std::string changeWords(double ratio) {
    const double change = ratio - 1;
    if (std::abs(change) < sameMemoryShare) return "the same";
    return concat(figure(100 * std::abs(change)), " % ", change < 0 ? "less" : "more");
}

/// The peak shrinks less than the weights do where both arms need the same workspace.
std::string memoryClause(const ComparisonResult& result) {
    if (!result.memoryRatio) return {};
    const auto weights = result.weightsRatio();
    return concat("needs ", changeWords(*result.memoryRatio), " peak memory with workspace",
                  weights ? concat(" (weights ", changeWords(*weights), ")") : std::string());
}

std::string memorySentence(const ComparisonResult& result, const ArmTitles& names) {
    const ArmResult& a = result.arms[0];
    const ArmResult& b = result.arms[1];
    if (!result.memoryRatio || !result.weightsRatio()) return {};
    return concat("Peak memory counts weights, KV cache and the workspace of the longest prefill: ",
                  formatBytes(a.peakMemoryBytes), " with ", names.a, " and ", formatBytes(b.peakMemoryBytes), " with ",
                  names.b, "; the weights alone are ", formatBytes(a.weightsBytes), " and ",
                  formatBytes(b.weightsBytes), " (ratio ", figure(*result.weightsRatio()), ").");
}

std::string agreementClause(const std::optional<QualityResult>& quality) {
    if (!quality) return {};
    if (quality->kld.max == 0) return concat("gives the same probabilities at all ", quality->tokens, " positions");
    return concat("picks the same token ", percent(quality->sameTop), " of the time");
}

std::string mainSentence(const ComparisonResult& result, const ArmTitles& names) {
    std::vector<std::string> clauses;
    for (std::string clause :
         {speedClause(result.decodeRateRatio), memoryClause(result), agreementClause(result.quality)})
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

/// ", within its noise floor of 274 %", where the interval alone would have told a difference.
std::string whyNotTold(const PairedRatio& ratio) {
    const auto& range = ratio.estimate->interval95;
    if (!range || (range->low <= 1 && range->high >= 1)) return {};
    return ", within its noise floor of " + noiseFloor(ratio);
}

std::string ttftSentence(const PairedRatio& ratio, const ArmTitles& names) {
    if (!ratio.estimate) return {};
    const auto& range = ratio.estimate->interval95;
    if (ratio.difference == Difference::CannotTell)
        return concat("The time to the first token cannot be told apart (",
                      ratioWords(ratio.estimate->ratio, range, ratio.estimate->n), whyNotTold(ratio), ").");
    const bool faster = ratio.difference == Difference::Faster;
    const double times = faster ? 1 / ratio.estimate->ratio : ratio.estimate->ratio;
    const auto shown = faster && range ? std::optional(inverse(*range)) : range;
    return concat("The first token of ", names.b, " comes ", figure(times, shown), "x ", faster ? "sooner" : "later",
                  inBrackets(times, shown), ".");
}

/// What the run could tell apart at all.
std::string noiseSentence(const ComparisonResult& result) {
    if (!result.decodeRateRatio.estimate || result.decodeRateRatio.sameArmLogRatios.empty()) return {};
    std::string text = "The noise floor of the speed ratio is " + noiseFloor(result.decodeRateRatio);
    if (const auto found = result.smallestFindableRatio)
        text += concat("; with it and their spread, the measured blocks find differences from ",
                       *found > 2 ? "a factor of " + figure(*found) : figure(100 * (*found - 1)) + " %", " up");
    return text + ".";
}

std::string perplexity(const PerplexityEstimate& estimate) {
    return figure(estimate.ppl, estimate.interval95);
}

std::string qualitySentence(const QualityResult& quality, const ArmTitles& names) {
    if (quality.kld.max == 0) return concat("KLD is exactly 0 over ", quality.tokens, " tokens.");
    const double ratio = std::exp(quality.lnPplRatio.mean);
    auto range = around(quality.lnPplRatio.mean, quality.lnPplRatio.stderrOfMean);
    if (range) range = measure::Interval{std::exp(range->low), std::exp(range->high)};
    return concat("Over ", quality.tokens, " tokens the distribution moves by ",
                  figure(quality.kld.mean, around(quality.kld.mean, quality.kld.stderrOfMean)), " nats on average (KLD",
                  quality.kld.p99 ? ", 99 % of the tokens below " + figure(*quality.kld.p99) : std::string(),
                  ", at most ", figure(quality.kld.max), "); perplexity is ", perplexity(quality.pplA), " with ",
                  names.a, " and ", perplexity(quality.pplB), " with ", names.b, " (", ratioWords(ratio, range), ").");
}

std::string ownQualitySentence(const ComparisonResult& result, const ArmTitles& names) {
    const auto& [a, b] = result.ownQuality;
    if (!a || !b) return {};
    const auto bits = [](const OwnQuality& own) {
        return figure(own.bitsPerByte, around(own.bitsPerByte, own.bitsPerByteStderr));
    };
    return concat("Over the same text ", names.a, " needs ", bits(*a), " bits per byte and ", names.b, " ", bits(*b),
                  "; their perplexities, ", perplexity(a->ppl), " and ", perplexity(b->ppl),
                  ", are over different tokens.");
}

/// Random tokens cannot be known, and their sentence says so.
void sayGuesses(const ComparisonResult& result, const ArmTitles& names, std::vector<std::string>& sentences) {
    if (result.randomTokens) return;
    for (const std::size_t arm : {0U, 1U}) {
        const PerplexityEstimate* found = nullptr;
        if (result.quality) found = arm == 0 ? &result.quality->pplA : &result.quality->pplB;
        if (result.ownQuality[arm]) found = &result.ownQuality[arm]->ppl;
        if (found == nullptr) continue;
        std::string sentence = guessSentence(arm == 0 ? names.a : names.b, *found, result.models[arm].vocabSize);
        if (!sentence.empty()) sentences.push_back(std::move(sentence));
    }
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
    const Range gain = measure::Interval{-tasks.dropInterval95.high, -tasks.dropInterval95.low};
    return concat("Of ", tasks.a.n, " questions ", names.a, " answers ", percent(tasks.a), " rightly and ", names.b,
                  " ", percent(tasks.b), " (difference ", figure(-tasks.dropPoints, gain), " points, ",
                  interval(-tasks.dropPoints, gain), "; McNemar p = ", probabilityText(tasks.mcnemarP), ").");
}

std::string budgetSentence(const BudgetResult& judged) {
    const Budget& budget = judged.budget;
    const std::string unit = budgetUnit(budget.name);
    const std::string whole = budgetWhole(budget.name);
    const std::string space = (unit.empty() ? "" : " " + unit) + (whole.empty() ? "" : " of " + whole);
    const char* side = budgetSide(budget.name) == BudgetSide::AtMost ? "at most " : "at least ";
    const std::string start =
        concat("Budget ", budgetKey(budget.name), " (", side, exactText(budget.limit), space, ") ");
    if (!judged.measured) return start + "could not be judged: it was not measured.";
    const auto& [number, range] = *judged.measured;
    const std::string value =
        concat(figure(number, range), space,
               range ? concat(" (", unit.empty() ? ratioInterval(number, range) : interval(number, range), ")")
                     : std::string());
    if (!judged.reason.empty())
        return start + concat(judged.result == Outcome::Fail ? "failed" : "passed", " by its interval, ", value,
                              ", alone: ", judged.reason, ".");
    if (judged.result == Outcome::Fail) return start + concat("failed: ", value, ".");
    return start + concat("is inconclusive: the interval of ", value, " lies on both sides of the limit.");
}

/// Why a speed budget is decided though the arms cannot be told apart in speed: it asks for a limit, not for a
/// difference. Empty where both say the same.
std::string whyNoDifference(const PairedRatio& ratio) {
    if (ratio.difference != Difference::CannotTell || !ratio.estimate || !ratio.estimate->interval95) return {};
    const auto& [low, high] = *ratio.estimate->interval95;
    return low <= 1 && high >= 1 ? "the interval holds 1, so no difference in speed is claimed"
                                 : "the ratio lies within the noise floor, so no difference in speed is claimed";
}

bool isDecided(const BudgetResult& judged) {
    return judged.result != Outcome::Inconclusive;
}

/// A budget as it stands in this run. Of a void run none passes.
BudgetResult judgedIn(const ComparisonResult& result, const Budget& budget) {
    BudgetResult judged = judge(budget, budgetValue(budget.name, result));
    if (!judged.measured && isAboutPositions(budget.name)) judged.reason = result.noDivergenceReason;
    if (budget.name == BudgetName::Speedup && isDecided(judged))
        judged.reason = whyNoDifference(result.decodeRateRatio);
    const auto range = judged.measured ? judged.measured->interval95 : std::nullopt;
    const bool isRatio = *budgetUnit(budget.name) == '\0';
    if (isRatio && !isDecided(judged) && range && isTooWide(range->low, range->high))
        judged.reason = tooWideText(budget.name == BudgetName::Speedup ? result.decodeRateRatio.estimate->n : 0);
    if (judged.result == Outcome::Pass && result.validity.state == measure::ValidityState::Void) {
        judged.result = Outcome::Inconclusive;
        judged.reason = "the run is void";
    }
    return judged;
}

/// Why the run did not pass.
std::vector<std::string> reasonSentences(const ComparisonResult& result, const std::vector<BudgetResult>& budgets) {
    std::vector<std::string> sentences;
    for (const BudgetResult& judged : budgets)
        if (judged.result == Outcome::Fail) sentences.push_back(budgetSentence(judged));
    if (!result.complete)
        sentences.push_back(
            concat("The run was stopped during ", result.stoppedDuring, "; what was measured until then is kept."));
    return sentences;
}

/// Of what is not plain from the table of budgets, and not said elsewhere.
bool needsSentence(const BudgetResult& judged) {
    return judged.reason.empty() ? judged.result != Outcome::Pass : isDecided(judged);
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

std::string guessSentence(const std::string& whose, const PerplexityEstimate& found, std::int64_t vocabSize) {
    if (vocabSize == 0 || found.ppl < static_cast<double>(vocabSize)) return {};
    return concat("The perplexity of ", whose, ", ", perplexity(found), ", is no better than a guess among all ",
                  vocabSize, " tokens: its quality figures tell nothing about a model that knows the text.");
}

Verdict makeVerdict(const ComparisonResult& result, const std::vector<Budget>& budgets) {
    Verdict verdict;
    for (const Budget& budget : budgets) {
        BudgetResult judged = judgedIn(result, budget);
        // What cannot be compared is not passed over: nobody shall take such a run for one that kept its budgets.
        if (!judged.measured && judged.reason.empty() && budget.origin == BudgetOrigin::Default) continue;
        verdict.budgets.push_back(std::move(judged));
    }
    verdict.result = overall(verdict.budgets);
    const bool isVoid = result.validity.state == measure::ValidityState::Void;
    if (verdict.result == Outcome::Pass && !result.complete) verdict.result = Outcome::Inconclusive;

    const auto say = [&verdict](std::string sentence) {
        if (!sentence.empty()) verdict.sentences.push_back(std::move(sentence));
    };
    if (result.validity.state != measure::ValidityState::Valid)
        verdict.doubt = concat(isVoid ? "These numbers are void: " : "Read the speed with care: ",
                               join(result.validity.reasons, "; "), ".");
    const bool hasBoth = result.arms.size() == 2;
    const ArmTitles names = hasBoth ? ArmTitles{armTitle(result, 0), armTitle(result, 1)} : ArmTitles{"A", "B"};
    const std::string conclusion = hasBoth ? mainSentence(result, names) : std::string();
    // Figures that mean nothing do not come first.
    say(isVoid ? verdict.doubt : conclusion);
    if (!isVoid) say(verdict.doubt);
    std::ranges::copy(reasonSentences(result, verdict.budgets), std::back_inserter(verdict.sentences));
    if (isVoid) say(conclusion);
    if (hasBoth) {
        if (result.quality) say(qualitySentence(*result.quality, names));
        if (!result.noDivergenceReason.empty())
            say(concat("Quality per token was left out, and its budgets could not be judged: ",
                       result.noDivergenceReason, "."));
        say(ownQualitySentence(result, names));
        sayGuesses(result, names, verdict.sentences);
        if (result.tasks) say(taskSentence(*result.tasks, names));
        say(ttftSentence(result.ttftRatio, names));
        say(memorySentence(result, names));
        say(noiseSentence(result));
    }
    for (const BudgetResult& judged : verdict.budgets)
        if (judged.result != Outcome::Fail && needsSentence(judged)) say(budgetSentence(judged));
    if (result.randomTokens)
        say("The folder has no tokenizer: prompts and text were token ids drawn at random, so quality tells how far "
            "the arms "
            "part, not what a reader would notice.");
    sayMismatch(result, names, verdict.sentences);
    return verdict;
}

}  // namespace autoglm::evaluate
