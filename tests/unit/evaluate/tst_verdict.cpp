// Budgets, the word for a difference, and the sentences people read, on results made by hand.
#include <cmath>

#include "core/evaluate/verdict.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::evaluate;
using measure::Interval;

namespace {

PairedRatio ratio(double value, double low, double high, Sense sense, double floor = std::log(1.005)) {
    PairedRatio made;
    made.estimate =
        measure::RatioEstimate{.n = 5, .ratio = value, .logStddev = 0.01, .interval95 = Interval{low, high}};
    made.noiseFloorLog = floor;
    made.sameArmLogRatios = {floor, -floor};
    made.difference = tellDifference(made, sense);
    return made;
}

/// FP16 against INT8 as the product's own example: faster, smaller, close.
ComparisonResult example() {
    ComparisonResult result;
    result.complete = true;
    result.arms.resize(2);
    result.arms[0].precision = model::Precision::Fp16;
    result.arms[1].precision = model::Precision::Int8;
    result.arms[0].peakMemoryBytes = 1000;
    result.arms[1].peakMemoryBytes = 520;
    result.arms[0].weightsBytes = 800;
    result.arms[1].weightsBytes = 400;
    result.smallestFindableRatio = 1.021;
    result.deviceMemoryBytes = 10'000;
    result.memoryRatio = 0.52;
    result.decodeRateRatio = ratio(1.82, 1.78, 1.86, Sense::HigherIsFaster);
    result.ttftRatio = ratio(0.8, 0.75, 0.85, Sense::LowerIsFaster);
    QualityResult quality;
    quality.tokens = 1000;
    quality.kld = {.mean = 0.0012,
                   .stderrOfMean = 0.0001,
                   .median = 0.0005,
                   .p90 = 0.003,
                   .p95 = 0.005,
                   .p99 = 0.02,
                   .p999 = {},
                   .max = 0.31};
    quality.sameTop = *measure::wilson(992, 1000);
    quality.pplA = {.ppl = 3.2, .lnStderr = 0.01, .pplStderr = 0.03, .interval95 = {}};
    quality.pplB = {.ppl = 3.21, .lnStderr = 0.01, .pplStderr = 0.03, .interval95 = {}};
    quality.lnPplRatio = {.mean = std::log(1.003), .stderrOfMean = 0.001};
    result.quality = quality;
    return result;
}

const BudgetResult* find(const Verdict& verdict, BudgetName name) {
    for (const BudgetResult& budget : verdict.budgets)
        if (budget.budget.name == name) return &budget;
    return nullptr;
}

bool anySays(const Verdict& verdict, const std::string& part) {
    return std::ranges::any_of(verdict.sentences,
                               [&](const std::string& sentence) { return sentence.find(part) != std::string::npos; });
}

}  // namespace

class TestVerdict : public QObject {
    Q_OBJECT
  private slots:
    void budgetsAreParsed();
    void budgetsAreWrittenAsParsed();
    void badBudgetsGetOneSentence();
    void judgesByTheInterval();
    void overallIsTheWorst();
    void differenceNeedsIntervalAndFloor();
    void theExampleReadsAsPromised();
    void slowerAndBiggerIsSaidSo();
    void anArmAgainstItselfCannotBeTold();
    void aFirstTokenWithinItsNoiseSaysSo();
    void perplexityNoBetterThanAGuessIsSaid();
    void unmeasuredBudgetsAreLeftOutUnlessAskedFor();
    void stoppedOrVoidNeverPasses();
    void aVoidSpeedKeepsNoBudget();
    void aDecidedSpeedBudgetSaysWhyNoDifferenceIsClaimed();
    void percentsSayOfWhat();
    void anIntervalThatSaysNothingIsNotShown();
    void voidComesFirst();
    void reasonsFollowTheConclusion();
    void twoModelsAreNamed();
    void incomparableTokensNeverPass();
    void sharesAreNotRoundedUpToAll();
    void tasksAreSaidInPoints();
};

void TestVerdict::budgetsAreWrittenAsParsed() {
    QCOMPARE(budgetsText(defaultBudgets()), std::string());
    for (const char* text : {"kld=0.05,memory=off", "same_top=off,speedup=1.25", "kld=1e-07"}) {
        const auto budgets = parseBudgets(text);
        VERIFY_OK(budgets);
        QCOMPARE(budgetsText(*budgets), std::string(text));
    }
}

void TestVerdict::budgetsAreParsed() {
    const auto budgets = parseBudgets("kld=0.05, speedup=1.2,memory=off");
    VERIFY_OK(budgets);
    QCOMPARE(budgets->size(), 5U);
    QCOMPARE(budgets->front().limit, 0.05);
    QCOMPARE(budgets->front().origin, BudgetOrigin::Given);
    QCOMPARE((*budgets)[1].name, BudgetName::SameTop);
    QCOMPARE((*budgets)[1].limit, 97.0);
    QCOMPARE((*budgets)[1].origin, BudgetOrigin::Default);
    QCOMPARE(budgets->back().name, BudgetName::Speedup);
    QCOMPARE(budgets->back().limit, 1.2);
    QCOMPARE(parseBudgets("")->size(), 6U);
}

void TestVerdict::badBudgetsGetOneSentence() {
    VERIFY_FAILS(parseBudgets("klt=1"), ErrorCode::InvalidArgument,
                 "kld, same_top, ppl_ratio, task_drop, speedup, memory");
    VERIFY_FAILS(parseBudgets("kld"), ErrorCode::InvalidArgument, "expected NAME=LIMIT");
    VERIFY_FAILS(parseBudgets("kld=fast"), ErrorCode::InvalidArgument, "\"fast\" is not a number");
    VERIFY_FAILS(parseBudgets("kld=1x"), ErrorCode::InvalidArgument, "not a number");
    VERIFY_FAILS(parseBudgets("kld=-1"), ErrorCode::InvalidArgument, "not a number");
    VERIFY_FAILS(parseBudgets("kld=nan"), ErrorCode::InvalidArgument, "not a number");
    VERIFY_FAILS(parseBudgets("kld=1,,"), ErrorCode::InvalidArgument, "\"\" is not a budget");
}

void TestVerdict::judgesByTheInterval() {
    const Budget most{.name = BudgetName::Kld, .limit = 0.02, .origin = BudgetOrigin::Default};
    const Budget least{.name = BudgetName::Speedup, .limit = 1.2, .origin = BudgetOrigin::Default};
    const auto with = [](double low, double high) { return BudgetValue{(low + high) / 2, Interval{low, high}}; };
    QCOMPARE(judge(most, with(0.01, 0.02)).result, Outcome::Pass);
    QCOMPARE(judge(most, with(0.01, 0.03)).result, Outcome::Inconclusive);
    QCOMPARE(judge(most, with(0.021, 0.03)).result, Outcome::Fail);
    QCOMPARE(judge(least, with(1.2, 1.3)).result, Outcome::Pass);
    QCOMPARE(judge(least, with(1.1, 1.3)).result, Outcome::Inconclusive);
    QCOMPARE(judge(least, with(1.0, 1.19)).result, Outcome::Fail);
    QCOMPARE(judge(least, BudgetValue{1.3, {}}).result, Outcome::Pass);
    QCOMPARE(judge(least, BudgetValue{1.1, {}}).result, Outcome::Fail);
    QCOMPARE(judge(least, {}).result, Outcome::Inconclusive);
}

void TestVerdict::overallIsTheWorst() {
    const auto with = [](std::vector<Outcome> outcomes) {
        std::vector<BudgetResult> budgets;
        for (const Outcome outcome : outcomes)
            budgets.push_back({.budget = {}, .measured = {}, .result = outcome});
        return overall(budgets);
    };
    QCOMPARE(with({Outcome::Pass, Outcome::Inconclusive, Outcome::Fail}), Outcome::Fail);
    QCOMPARE(with({Outcome::Pass, Outcome::Inconclusive}), Outcome::Inconclusive);
    QCOMPARE(with({Outcome::Pass, Outcome::Pass}), Outcome::Pass);
    QCOMPARE(with({}), Outcome::Inconclusive);
}

void TestVerdict::differenceNeedsIntervalAndFloor() {
    QCOMPARE(ratio(1.1, 1.05, 1.15, Sense::HigherIsFaster).difference, Difference::Faster);
    QCOMPARE(ratio(1.1, 1.05, 1.15, Sense::LowerIsFaster).difference, Difference::Slower);
    QCOMPARE(ratio(0.9, 0.85, 0.95, Sense::HigherIsFaster).difference, Difference::Slower);
    QCOMPARE(ratio(0.9, 0.85, 0.95, Sense::LowerIsFaster).difference, Difference::Faster);
    // The interval holds 1; the ratio is within the noise floor; there is no interval; nothing was measured.
    QCOMPARE(ratio(1.1, 0.99, 1.2, Sense::HigherIsFaster).difference, Difference::CannotTell);
    QCOMPARE(ratio(1.004, 1.001, 1.007, Sense::HigherIsFaster).difference, Difference::CannotTell);
    QCOMPARE(ratio(0.97, 0.96, 0.98, Sense::HigherIsFaster, std::log(1.04)).difference, Difference::CannotTell);
    PairedRatio single;
    single.estimate = measure::RatioEstimate{.n = 1, .ratio = 2, .logStddev = {}, .interval95 = {}};
    QCOMPARE(tellDifference(single, Sense::HigherIsFaster), Difference::CannotTell);
    QCOMPARE(tellDifference({}, Sense::HigherIsFaster), Difference::CannotTell);
}

void TestVerdict::theExampleReadsAsPromised() {
    const Verdict verdict = makeVerdict(example(), defaultBudgets());
    QCOMPARE(
        verdict.sentences[0],
        std::string(
            "INT8 is 1.82x faster (1.78 to 1.86), needs 48.0 % less peak memory with workspace (weights 50.0 % less), "
            "and picks the same token 99.2 % of the time, compared with FP16."));
    QCOMPARE(verdict.sentences[1],
             std::string("Over 1000 tokens the distribution moves by 0.00120 nats on average (KLD, 99 % of the tokens "
                         "below 0.0200, at most "
                         "0.310); perplexity is 3.20 with FP16 and 3.21 with INT8 (ratio 1.003, 1.001 to 1.005)."));
    QCOMPARE(verdict.sentences[2], std::string("The first token of INT8 comes 1.25x sooner (1.18 to 1.33)."));
    QCOMPARE(verdict.sentences[3],
             std::string("Peak memory counts weights, KV cache and the workspace of the longest prefill: 1.00 kB with "
                         "FP16 and 520 B with INT8; the weights alone are 800 B and 400 B (ratio 0.500)."));
    QCOMPARE(
        verdict.sentences[4],
        std::string("The noise floor of the speed ratio is 0.500 %; with it and their spread, the measured blocks find "
                    "differences from 2.10 % up."));
    ComparisonResult noisy = example();
    noisy.smallestFindableRatio = 10.847;
    QVERIFY(anySays(makeVerdict(noisy, {}), "the measured blocks find differences from a factor of 10.8 up."));
    QCOMPARE(verdict.sentences.size(), 5U);
    QCOMPARE(verdict.result, Outcome::Pass);
    QCOMPARE(verdict.budgets.size(), 5U);
    QVERIFY(std::abs(find(verdict, BudgetName::Memory)->measured->value - 5.2) < 1e-12);
    QVERIFY(std::abs(find(verdict, BudgetName::PplRatio)->measured->value - 1.003) < 1e-12);
    // 0.0012 ± 1.959964 · 0.0001
    QVERIFY(std::abs(find(verdict, BudgetName::Kld)->measured->interval95->high - 0.0013959963984540054) < 1e-15);
    // Stopped before one arm met itself: no floor was measured.
    ComparisonResult stopped = example();
    stopped.decodeRateRatio.sameArmLogRatios.clear();
    for (const std::string& sentence : makeVerdict(stopped, defaultBudgets()).sentences)
        QVERIFY2(!sentence.contains("noise floor of the speed"), sentence.c_str());
}

void TestVerdict::slowerAndBiggerIsSaidSo() {
    ComparisonResult result = example();
    result.decodeRateRatio = ratio(0.8, 0.78, 0.82, Sense::HigherIsFaster);
    result.ttftRatio = ratio(1.5, 1.4, 1.6, Sense::LowerIsFaster);
    result.memoryRatio = 1.1;
    const Verdict verdict = makeVerdict(result, defaultBudgets());
    QVERIFY2(verdict.sentences[0].starts_with("INT8 is 1.25x slower (1.22 to 1.28), needs 10.0 % more peak memory"),
             verdict.sentences[0].c_str());
    QVERIFY(anySays(verdict, "The first token of INT8 comes 1.50x later (1.40 to 1.60)."));
    QVERIFY(anySays(verdict, "Budget speedup (at least 1) failed: 0.800 (0.780 to 0.820)."));
    QCOMPARE(verdict.result, Outcome::Fail);
}

void TestVerdict::anArmAgainstItselfCannotBeTold() {
    ComparisonResult result = example();
    result.arms[1].precision = model::Precision::Fp16;
    result.decodeRateRatio = ratio(1.003, 0.98, 1.02, Sense::HigherIsFaster, std::log(1.012));
    result.ttftRatio = ratio(1.01, 0.9, 1.1, Sense::LowerIsFaster);
    result.memoryRatio = 1;
    result.arms[1].weightsBytes = result.arms[0].weightsBytes;
    result.quality->kld = {};
    result.quality->sameTop = *measure::wilson(1000, 1000);
    result.quality->lnPplRatio = {.mean = 0, .stderrOfMean = 0};
    const Verdict verdict = makeVerdict(result, defaultBudgets());
    QCOMPARE(
        verdict.sentences[0],
        std::string("B (FP16) cannot be told apart in speed (ratio 1.00, 0.98 to 1.02), needs the same peak memory "
                    "with workspace (weights the same), and gives the same probabilities at all 1000 positions, "
                    "compared with A (FP16)."));
    QCOMPARE(verdict.sentences[1], std::string("KLD is exactly 0 over 1000 tokens."));
    QVERIFY(anySays(verdict, "The time to the first token cannot be told apart (ratio 1.01, 0.90 to 1.10)."));
    QVERIFY(
        anySays(verdict,
                "Budget speedup (at least 1) is inconclusive: the interval of 1.00 (0.98 to 1.02) lies on both sides"));
    QCOMPARE(find(verdict, BudgetName::Kld)->result, Outcome::Pass);
    QCOMPARE(verdict.result, Outcome::Inconclusive);
}

void TestVerdict::aFirstTokenWithinItsNoiseSaysSo() {
    ComparisonResult result = example();
    result.ttftRatio = ratio(0.37, 0.365, 0.375, Sense::LowerIsFaster, std::log(3.74));
    QVERIFY(anySays(makeVerdict(result, defaultBudgets()),
                    "The time to the first token cannot be told apart (ratio 0.370, 0.365 to 0.375, within its noise "
                    "floor of 274 %)."));
}

void TestVerdict::perplexityNoBetterThanAGuessIsSaid() {
    ComparisonResult result = example();
    const std::string guess = "is no better than a guess among all 1280 tokens";
    for (ComparedModel& model : result.models)
        model.vocabSize = 1280;
    QVERIFY(!anySays(makeVerdict(result, defaultBudgets()), guess));
    result.quality->pplB.ppl = 1564;
    QVERIFY(anySays(makeVerdict(result, defaultBudgets()), "The perplexity of INT8, 1564, " + guess));
    QVERIFY(!anySays(makeVerdict(result, defaultBudgets()), "The perplexity of FP16"));
    result.randomTokens = true;
    QVERIFY(!anySays(makeVerdict(result, defaultBudgets()), guess));
}

void TestVerdict::unmeasuredBudgetsAreLeftOutUnlessAskedFor() {
    ComparisonResult result = example();
    QVERIFY(!find(makeVerdict(result, defaultBudgets()), BudgetName::TaskDrop));
    const Verdict asked = makeVerdict(result, *parseBudgets("task_drop=2"));
    QCOMPARE(find(asked, BudgetName::TaskDrop)->result, Outcome::Inconclusive);
    QVERIFY(anySays(asked, "Budget task_drop (at most 2 points) could not be judged: it was not measured."));
    QCOMPARE(asked.result, Outcome::Inconclusive);
    // One block has no interval and decides nothing.
    result.decodeRateRatio.estimate->interval95.reset();
    QVERIFY(!find(makeVerdict(result, defaultBudgets()), BudgetName::Speedup));
    QCOMPARE(makeVerdict(ComparisonResult{}, defaultBudgets()).result, Outcome::Inconclusive);
}

void TestVerdict::stoppedOrVoidNeverPasses() {
    ComparisonResult stopped = example();
    stopped.complete = false;
    stopped.stoppedDuring = "answers";
    QCOMPARE(makeVerdict(stopped, defaultBudgets()).result, Outcome::Inconclusive);
    ComparisonResult invalid = example();
    invalid.validity = {measure::ValidityState::Void, {"3 logits were not finite"}};
    const Verdict verdict = makeVerdict(invalid, defaultBudgets());
    QCOMPARE(verdict.result, Outcome::Inconclusive);
    QVERIFY(anySays(verdict, "These numbers are void: 3 logits were not finite."));
    invalid.validity = {measure::ValidityState::Suspect, {"the CPU was loaded"}};
    QCOMPARE(makeVerdict(invalid, defaultBudgets()).result, Outcome::Pass);
    QVERIFY(anySays(makeVerdict(invalid, defaultBudgets()), "Read the speed with care: the CPU was loaded."));
    invalid.decodeRateRatio = ratio(0.5, 0.4, 0.6, Sense::HigherIsFaster);
    invalid.complete = false;
    QCOMPARE(makeVerdict(invalid, defaultBudgets()).result, Outcome::Fail);
}

void TestVerdict::aVoidSpeedKeepsNoBudget() {
    ComparisonResult result = example();
    result.validity = {measure::ValidityState::Void, {"3 logits were not finite"}};
    const Verdict verdict = makeVerdict(result, defaultBudgets());
    for (const BudgetResult& budget : verdict.budgets) {
        QCOMPARE(budget.result, Outcome::Inconclusive);
        QCOMPARE(budget.reason, std::string("the run is void"));
    }
    // What breaks its limit is not excused by being void.
    result.decodeRateRatio = ratio(0.5, 0.4, 0.6, Sense::HigherIsFaster);
    QCOMPARE(find(makeVerdict(result, defaultBudgets()), BudgetName::Speedup)->result, Outcome::Fail);
}

/// A budget goes by its interval alone, a difference by the noise floor too: both may hold, and then it is said why.
void TestVerdict::aDecidedSpeedBudgetSaysWhyNoDifferenceIsClaimed() {
    ComparisonResult result = example();
    result.decodeRateRatio = ratio(1.115, 1.108, 1.122, Sense::HigherIsFaster, std::log(1.12));
    QCOMPARE(result.decodeRateRatio.difference, Difference::CannotTell);
    Verdict verdict = makeVerdict(result, defaultBudgets());
    QCOMPARE(find(verdict, BudgetName::Speedup)->result, Outcome::Pass);
    const std::string within = "the ratio lies within the noise floor, so no difference in speed is claimed";
    QCOMPARE(find(verdict, BudgetName::Speedup)->reason, within);
    QVERIFY(verdict.sentences[0].starts_with("INT8 cannot be told apart in speed (ratio 1.115, 1.108 to 1.122), "));
    QVERIFY(anySays(
        verdict, "Budget speedup (at least 1) passed by its interval, 1.115 (1.108 to 1.122), alone: " + within + "."));
    result.decodeRateRatio = ratio(0.985, 0.980, 0.990, Sense::HigherIsFaster, std::log(1.03));
    verdict = makeVerdict(result, defaultBudgets());
    QCOMPARE(find(verdict, BudgetName::Speedup)->result, Outcome::Fail);
    QVERIFY(anySays(
        verdict, "Budget speedup (at least 1) failed by its interval, 0.985 (0.980 to 0.990), alone: " + within + "."));
    result.decodeRateRatio = ratio(1.01, 0.99, 1.03, Sense::HigherIsFaster);
    verdict = makeVerdict(result, *parseBudgets("speedup=0.9"));
    QCOMPARE(find(verdict, BudgetName::Speedup)->result, Outcome::Pass);
    QCOMPARE(find(verdict, BudgetName::Speedup)->reason,
             std::string("the interval holds 1, so no difference in speed is claimed"));
    // Where both say the same there is nothing to explain.
    for (const ComparisonResult& plain : {example(), [&] {
                                              ComparisonResult undecided = example();
                                              undecided.decodeRateRatio =
                                                  ratio(1.01, 0.99, 1.03, Sense::HigherIsFaster);
                                              return undecided;
                                          }()})
        QVERIFY(find(makeVerdict(plain, defaultBudgets()), BudgetName::Speedup)->reason.empty());
}

void TestVerdict::percentsSayOfWhat() {
    ComparisonResult result = example();
    result.deviceMemoryBytes = 400;
    QVERIFY(anySays(makeVerdict(result, defaultBudgets()),
                    "Budget memory (at most 100 % of the device's memory) failed: 130 % of the device's memory."));
    QVERIFY(!*budgetWhole(BudgetName::SameTop));
}

/// Two blocks that differ much: Student's interval reaches from next to nothing to half a million.
void TestVerdict::anIntervalThatSaysNothingIsNotShown() {
    ComparisonResult result = example();
    result.decodeRateRatio = ratio(1.79, 6e-6, 515688, Sense::HigherIsFaster);
    result.decodeRateRatio.estimate->n = 2;
    result.ttftRatio = result.decodeRateRatio;
    const Verdict verdict = makeVerdict(result, *parseBudgets("speedup=1.2"));
    const std::string why = "interval too wide to say anything: its 2 blocks differ too much";
    QVERIFY2(verdict.sentences[0].starts_with("INT8 cannot be told apart in speed (ratio 1.79, " + why + "), needs "),
             verdict.sentences[0].c_str());
    QVERIFY(anySays(verdict, "The time to the first token cannot be told apart (ratio 1.79, " + why + ")."));
    QCOMPARE(find(verdict, BudgetName::Speedup)->result, Outcome::Inconclusive);
    QCOMPARE(find(verdict, BudgetName::Speedup)->reason, why);
    QVERIFY(!anySays(verdict, "515688"));
    // A limit of 0 is kept by any interval.
    QVERIFY(!anySays(makeVerdict(result, *parseBudgets("speedup=0")), "515688"));
}

void TestVerdict::voidComesFirst() {
    ComparisonResult result = example();
    result.validity = {measure::ValidityState::Void, {"3 logits were not finite"}};
    Verdict verdict = makeVerdict(result, defaultBudgets());
    QCOMPARE(verdict.sentences.front(), std::string("These numbers are void: 3 logits were not finite."));
    QCOMPARE(verdict.doubt, verdict.sentences.front());
    result.validity = {measure::ValidityState::Suspect, {"the CPU was loaded"}};
    verdict = makeVerdict(result, defaultBudgets());
    QCOMPARE(verdict.doubt, verdict.sentences[1]);
    QCOMPARE(std::ranges::count(verdict.sentences, verdict.doubt), 1);
    QVERIFY(makeVerdict(example(), defaultBudgets()).doubt.empty());
}

/// After the conclusion: the doubt, what broke its budget, that the run was stopped, then the rest.
void TestVerdict::reasonsFollowTheConclusion() {
    ComparisonResult result = example();
    result.deviceMemoryBytes = 400;
    result.complete = false;
    result.stoppedDuring = "answers";
    result.validity = {measure::ValidityState::Suspect, {"the CPU was loaded"}};
    Verdict verdict = makeVerdict(result, defaultBudgets());
    QVERIFY(verdict.sentences.size() > 4);
    QVERIFY(verdict.sentences[0].starts_with("INT8 is 1.82x faster"));
    QCOMPARE(verdict.sentences[1], verdict.doubt);
    QVERIFY(verdict.sentences[2].starts_with("Budget memory (at most 100 % of the device's memory) failed: "));
    QVERIFY(verdict.sentences[3].starts_with("The run was stopped during answers; "));
    QCOMPARE(std::ranges::count_if(verdict.sentences, [](const auto& one) { return one.starts_with("Budget memory"); }),
             1);
    result.validity.state = measure::ValidityState::Void;
    verdict = makeVerdict(result, defaultBudgets());
    QCOMPARE(verdict.sentences[0], verdict.doubt);
    QVERIFY(verdict.sentences[1].starts_with("Budget memory "));
    QVERIFY(verdict.sentences[3].starts_with("INT8 is 1.82x faster"));
}

void TestVerdict::twoModelsAreNamed() {
    ComparisonResult result = example();
    result.models[0] = {.name = "base", .path = "/models/base", .architecture = {}, .parameterCount = 0, .files = {}};
    result.models[1] = {.name = "tuned", .path = "/models/tuned", .architecture = {}, .parameterCount = 0, .files = {}};
    QVERIFY2(makeVerdict(result, {}).sentences[0].starts_with("tuned INT8 is 1.82x faster"),
             makeVerdict(result, {}).sentences[0].c_str());
    QVERIFY(makeVerdict(result, {}).sentences[0].ends_with("compared with base FP16."));
    result.arms[1].device = "cuda:0";
    QCOMPARE(armTitle(result, 1), std::string("tuned INT8 on cuda:0"));
    result.models[1].name = "base";  // another folder of the same name
    QCOMPARE(armTitle(result, 1), std::string("B (base INT8 on cuda:0)"));
    result.models[1].path = "/models/base";
    QCOMPARE(armTitle(result, 1), std::string("INT8 on cuda:0"));
    result.models[1].path = "/models/tuned";
    result.models[1].hashMismatchOverridden = true;
    QVERIFY(anySays(makeVerdict(result, {}), "The weights of B (base INT8 on cuda:0) are not the ones"));
}

void TestVerdict::incomparableTokensNeverPass() {
    ComparisonResult result = example();
    result.quality.reset();
    QCOMPARE(makeVerdict(result, defaultBudgets()).result, Outcome::Pass);  // no text was given: as asked
    result.noDivergenceReason = "the tokenizers of the two models have different vocabularies";
    const Verdict verdict = makeVerdict(result, defaultBudgets());
    QCOMPARE(verdict.result, Outcome::Inconclusive);
    for (const BudgetName name : {BudgetName::Kld, BudgetName::SameTop, BudgetName::PplRatio}) {
        QCOMPARE(find(verdict, name)->result, Outcome::Inconclusive);
        QCOMPARE(find(verdict, name)->reason, result.noDivergenceReason);
    }
    QVERIFY(anySays(verdict,
                    "Quality per token was left out, and its budgets could not be judged: the tokenizers of the two "
                    "models have different vocabularies."));
    QCOMPARE(makeVerdict(result, *parseBudgets("kld=off,same_top=off,ppl_ratio=off")).result, Outcome::Pass);
}

void TestVerdict::sharesAreNotRoundedUpToAll() {
    ComparisonResult result = example();
    result.quality->sameTop = *measure::wilson(9999, 10000);
    QVERIFY(anySays(makeVerdict(result, {}), "picks the same token 99.990 % of the time"));
    result.quality->sameTop = *measure::wilson(10000, 10000);
    QVERIFY(anySays(makeVerdict(result, {}), "picks the same token 100 % of the time"));
}

void TestVerdict::tasksAreSaidInPoints() {
    ComparisonResult result = example();
    std::vector<Task> tasks(300);
    std::vector<TaskOutcome> outcomes(300, TaskOutcome{true, true});
    for (std::size_t i = 0; i < 5; ++i)
        outcomes[i] = {true, false};
    outcomes[10] = outcomes[11] = {false, true};
    result.tasks = countTasks(tasks, outcomes);
    const Verdict verdict = makeVerdict(result, defaultBudgets());
    QVERIFY2(anySays(verdict,
                     "Of 300 questions FP16 answers 99.3 % rightly and INT8 98.3 % (difference -1.00 points, -2.83 "
                     "to 0.84; McNemar p = 0.453)."),
             verdict.sentences[2].c_str());
    QCOMPARE(find(verdict, BudgetName::TaskDrop)->result, Outcome::Inconclusive);
}

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
