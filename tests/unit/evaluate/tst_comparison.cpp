// The whole comparison on a scripted engine: order of runs, numbers, cancelling anywhere, refusals.
// Reference numbers: numpy 2.4 in float64 on the scripted engine's formula for logits.
#include <cmath>

#include "core/evaluate/answer_pass.h"
#include "core/evaluate/arm.h"
#include "core/evaluate/comparison.h"
#include "tests/support/test_support.h"
#include "tests/unit/evaluate/comparison_plan.h"

using namespace autoglm;
using namespace autoglm::evaluate;
using namespace autoglm::test;
using engine::TokenId;
using model::Precision;

class TestComparison : public QObject {
    Q_OBJECT
  private slots:
    void measuresSpeedInBlocks();
    void countsQualityAsNumpyDoes();
    void stripKeepsTheLikeliestOfBothArms();
    void comparesAnswersAndTasks();
    void countsMemoryByPhase();
    void anArmAgainstItselfIsAtZero();
    void bigVocabulariesAreReadInPieces();
    void theQuantizedArmKeepsTheOthersActivations();
    void thePilotFixesTheBlocks();
    void progressSaysWhatRemains();
    void remainingTimeCountsTheTasks();
    void stopsInEveryPhase();
    void refusesWhatDoesNotFit();
    void refusesPlansThatCannotRun();
    void errorsOfTheEngineComeThrough();
    void divergenceIsTheFirstDifferentToken();
};

/// 97.5 and 80 % of Student's distribution with three degrees of freedom (tables), times the standard error of four
/// blocks, and nothing below the noise floor.
static double findableByHand(const PairedRatio& rate) {
    double mean = 0;
    for (const double log : rate.blockLogRatios)
        mean += log / 4;
    double squares = 0;
    for (const double log : rate.blockLogRatios)
        squares += (log - mean) * (log - mean);
    const double found = std::exp((3.182446305284263 + 0.978472312363605) * std::sqrt(squares / 3) / 2);
    return std::max({1.005, found, std::exp(rate.noiseFloorLog)});
}

void TestComparison::measuresSpeedInBlocks() {
    PacedEngine engine({}, {.full = std::chrono::milliseconds(6), .int8 = std::chrono::milliseconds(1)});
    auto request = plan(Precision::Fp16, Precision::Int8);
    change(request, [](ArmInputs& inputs) { inputs.textIds.clear(); });
    leaveOutTasks(request);
    std::optional<MeasurementDesign> announced;
    std::size_t prefillsBefore = 0;
    const auto result = runComparison(engine, request,
                                      {.progress = {},
                                       .designFixed =
                                           [&](const MeasurementDesign& design) {
                                               announced = design;
                                               prefillsBefore = engine.diary.prefills.size();
                                           },
                                       .armLoaded = {},
                                       .answerToken = {}},
                                      {});
    VERIFY_OK(result);
    QVERIFY(result->complete);
    QCOMPARE(announced->blocks, 4);
    QCOMPARE(announced->pilotBlocks, 2);
    QCOMPARE(announced->sameArmBlocks, 3);
    QVERIFY(announced->smallestFindableRatio >= 1.005);
    // Three A/A blocks spread among four A B B A blocks, then one answer of each arm for each prompt.
    const std::string order(engine.diary.prefills.begin() + static_cast<std::ptrdiff_t>(prefillsBefore),
                            engine.diary.prefills.end());
    QCOMPARE(order, std::string("ABBA"
                                "ABBAAAAA"
                                "ABBAAAAA"
                                "ABBAAAAA"
                                "ABAB"));
    QCOMPARE(result->blocksDone, 4);
    QCOMPARE(result->sameArmBlocksDone, 3);
    QCOMPARE(result->sameArmRuns.size(), 12U);
    for (const ArmResult& arm : result->arms) {
        QCOMPARE(arm.runs.size(), 8U);
        QCOMPARE(arm.decodeRate.samples.size(), 8U);
        for (const measure::RunRecord& run : arm.runs)
            QCOMPARE(run.tokenNs.size(), 4U);
        // One run for memory and at least two to warm up, none of them among the samples.
        QVERIFY(arm.warmUps.size() >= 3);
    }
    QCOMPARE(result->warmUpRuns, std::ssize(result->arms[0].warmUps) + std::ssize(result->arms[1].warmUps));
    const PairedRatio& rate = result->decodeRateRatio;
    QCOMPARE(rate.blockLogRatios.size(), 4U);
    QVERIFY(rate.estimate->ratio > 1.2 && rate.estimate->ratio < 20);  // 4, where nothing else keeps the cores
    QCOMPARE(differenceName(rate.difference), "faster");
    QCOMPARE(differenceName(result->ttftRatio.difference), "faster");
    QVERIFY(result->ttftRatio.estimate->ratio < 1);
    // The paired ratio is that of the runs: by hand for the first block.
    const auto rateOf = [&](std::size_t arm, std::size_t run) {
        return *result->arms[arm].runs[run].decodeRateTokensPerSecond();
    };
    QVERIFY(
        near(std::exp(2 * rate.blockLogRatios[0]), rateOf(1, 0) * rateOf(1, 1) / rateOf(0, 0) / rateOf(0, 1), 1e-12));
    QVERIFY2(result->verdict.sentences.front().starts_with("INT8 is "), result->verdict.sentences.front().c_str());
    // What could be found goes by the measured blocks, not by the pilot.
    QVERIFY(near(*result->smallestFindableRatio, findableByHand(rate), 1e-9));
    QVERIFY(result->smallestFindableRatio != result->design->smallestFindableRatio);
}

void TestComparison::countsQualityAsNumpyDoes() {
    PacedEngine engine({.noise = 0.4}, {});
    const auto result = runComparison(engine, plan(Precision::Fp16, Precision::Int8), {}, {});
    VERIFY_OK(result);
    const QualityResult& quality = *result->quality;
    QCOMPARE(quality.tokens, 510);
    QCOMPARE(quality.windows, 2);
    QCOMPARE(quality.windowLength, 512);
    QVERIFY(near(quality.kld.mean, 0.007361423772087702, 1e-6));
    QVERIFY(near(*quality.kld.p99, 0.01975965890819731, 1e-6));
    QVERIFY(near(quality.kld.max, 0.01975965890819731, 1e-6));
    QVERIFY(!quality.kld.p999);
    QVERIFY(near(quality.pplA.ppl, 460.05372676888834, 1e-5) && near(quality.pplB.ppl, 487.4963937742331, 1e-5));
    QVERIFY(near(quality.lnPplRatio.mean, 0.057939613037818936, 1e-5));
    QVERIFY(near(*quality.lnPplRatio.stderrOfMean, 0.016887080011506364, 1e-5));
    QCOMPARE(quality.sameTop.successes, 510U);
    QCOMPARE(quality.strip.size(), 200U);
    QCOMPARE(quality.perToken.size(), 510U);
    QCOMPARE(quality.perToken.front().position, 256);
    QCOMPARE(quality.perToken.back().position, 512 + 510);
}

void TestComparison::stripKeepsTheLikeliestOfBothArms() {
    PacedEngine engine({.noise = 0.4}, {});
    const ComparisonPlan planned = plan(Precision::Fp16, Precision::Int8);
    const auto result = runComparison(engine, planned, {}, {});
    VERIFY_OK(result);
    for (const StripBucket& bucket : result->quality->strip) {
        const auto at = static_cast<std::size_t>(bucket.maxPosition);
        const double last = planned.a.inputs->textIds[at];
        // The scripted engine's formula, once more.
        const auto expected = [&](double noise) {
            std::vector<std::pair<double, int>> shares;
            double sum = 0;
            for (int i = 0; i < 32; ++i) {
                const bool wins = i == (planned.a.inputs->textIds[at] + 1) % 32;
                const double logit = std::sin(0.37 * i + 0.11 * last) + noise * std::sin(1.3 * i + last) + 6.0 * wins;
                shares.emplace_back(std::exp(logit), i);
                sum += std::exp(logit);
            }
            std::ranges::sort(shares, std::greater());
            for (auto& [share, id] : shares)
                share /= sum;
            return shares;
        };
        QVERIFY(bucket.peak);
        QCOMPARE(bucket.peak->nextId, planned.a.inputs->textIds[at + 1]);
        QCOMPARE(bucket.peak->before.size() >= 12, true);  // one letter each, special ones more
        for (const auto& [tokens, noise] : {std::pair(bucket.peak->a, 0.0), std::pair(bucket.peak->b, 0.4)}) {
            QCOMPARE(tokens.size(), topTokenCount);
            const auto shares = expected(noise);
            for (std::size_t k = 0; k < tokens.size(); ++k) {
                QCOMPARE(tokens[k].id, shares[k].second);
                QVERIFY(near(tokens[k].probability, shares[k].first, 1e-6));
                QCOMPARE(tokens[k].text,
                         planned.a.inputs->tokenizer->decode(std::span(&tokens[k].id, 1), text::SkipSpecial::No));
            }
        }
    }
}

void TestComparison::comparesAnswersAndTasks() {
    PacedEngine engine({.noise = 4}, {});
    std::vector<std::size_t> arms;
    const auto result = runComparison(
        engine, plan(Precision::Fp16, Precision::Int8),
        {.progress = {},
         .designFixed = {},
         .armLoaded = {},
         .answerToken = [&](std::size_t arm, std::size_t, const engine::TokenEvent&) { arms.push_back(arm); }},
        {});
    VERIFY_OK(result);
    QCOMPARE(result->answers.size(), 2U);
    const AnswerPair& first = result->answers[0];
    QCOMPARE(first.prompt, std::string("b"));
    QCOMPARE(first.promptIds, (std::vector<TokenId>{27}));
    QCOMPARE(first.a, std::string("cde"));
    QCOMPARE(first.b, std::string("cdNOPO"));
    QCOMPARE(first.idsA, (std::vector<TokenId>{28, 29, 30, 31}));
    QCOMPARE(first.firstDivergence.value(), 2);
    const auto marked = [](const std::string& text, const TextSpan& span) {
        return text.substr(span.begin, span.end - span.begin);
    };
    QCOMPARE(first.differenceA->begin, 2U);
    QCOMPARE(marked(first.a, *first.differenceA), std::string("e"));
    QCOMPARE(marked(first.b, *first.differenceB), std::string("N"));
    QCOMPARE(result->answers[1].b, std::string("EDEDED"));
    QCOMPARE(result->answers[1].firstDivergence.value(), 1);
    QCOMPARE(std::ranges::count(arms, 0U), 4 + 6);
    QCOMPARE(std::ranges::count(arms, 1U), 6 + 6);
    QCOMPARE(result->tasks->a.successes, 3U);
    QCOMPARE(result->tasks->b.successes, 0U);
    QCOMPARE(result->tasks->onlyA, 3U);
    QCOMPARE(result->tasks->categories.size(), 2U);
}

void TestComparison::countsMemoryByPhase() {
    PacedEngine engine({}, {});
    auto request = plan(Precision::Fp16, Precision::Int8);
    int snapshots = 0;
    request.memorySnapshot = [&](const std::string&) {
        ++snapshots;
        return MemorySnapshot{.process = {.residentBytes = 7, .peakResidentBytes = 9, .fileBackedBytes = 1},
                              .deviceInUseBytes = {},
                              .deviceProcessBytes = {},
                              .availableSystemBytes = {},
                              .totalSystemBytes = 100'000'000};
    };
    const auto result = runComparison(engine, request, {}, {});
    VERIFY_OK(result);
    // The scripted engine counts 1,000,000 parameters and 64 bytes per position of 512.
    const std::uint64_t cache = 64 * 512;
    QCOMPARE(result->arms[0].weightsBytes, 2'000'000U);
    QCOMPARE(result->arms[1].weightsBytes, 1'000'000U);
    QCOMPARE(result->arms[0].peakMemoryBytes, 2'000'000U + cache);
    // Only what B adds: A was there before.
    QCOMPARE(result->arms[1].peakMemoryBytes, 1'000'000U + cache);
    QVERIFY(near(*result->memoryRatio, (1'000'000.0 + cache) / (2'000'000.0 + cache), 1e-12));
    QCOMPARE(result->arms[0].peakMemorySource, std::string("allocator peak"));
    QCOMPARE(result->arms[1].memory.size(), 3U);
    QCOMPARE(result->arms[1].memory[1].phase, std::string("prefill"));
    QCOMPARE(result->arms[1].memory[2].system.process.residentBytes.value(), 7U);
    QCOMPARE(result->deviceMemoryBytes.value(), 100'000'000U);
    const auto memory = std::ranges::find(result->verdict.budgets, BudgetName::Memory,
                                          [](const BudgetResult& b) { return b.budget.name; });
    QVERIFY(near(memory->measured->value, 100 * (1'000'000.0 + cache) / 100'000'000, 1e-12));
    QCOMPARE(memory->result, Outcome::Pass);
}

void TestComparison::anArmAgainstItselfIsAtZero() {
    PacedEngine engine({.noise = 3}, {});
    const auto result = runComparison(engine, plan(Precision::Int8, Precision::Int8), {}, {});
    VERIFY_OK(result);
    QCOMPARE(result->quality->kld.mean, 0.0);
    QCOMPARE(result->quality->kld.max, 0.0);
    QCOMPARE(result->quality->lnPplRatio.mean, 0.0);
    QCOMPARE(result->quality->sameTop.successes, 510U);
    QVERIFY(!result->answers[0].firstDivergence && !result->answers[1].firstDivergence);
    QCOMPARE(result->memoryRatio.value(), 1.0);
    QCOMPARE(result->tasks->mcnemarP, 1.0);
    QVERIFY(result->verdict.sentences.front().find(
                "gives the same probabilities at all 510 positions, compared with A (INT8)") != std::string::npos);
}

void TestComparison::bigVocabulariesAreReadInPieces() {
    PacedEngine engine({.vocabSize = 100'000, .noise = 0.4}, {});
    auto request = plan(Precision::Fp16, Precision::Int8);
    auto folder = std::make_shared<model::ModelFolder>(*scriptedFolder());
    folder->config.vocabSize = 100'000;
    request.a.folder = request.b.folder = folder;
    change(request, [](ArmInputs& inputs) { inputs.textIds = longText(200); });
    request.blocks = 1;
    request.pilotBlocks = 0;
    leaveOutTasks(request);
    const auto result = runComparison(engine, request, {}, {});
    VERIFY_OK(result);
    // 32 MiB of FP32 logits are 83 positions of 100,000.
    QCOMPARE(engine.diary.mostLogitPositions, 83);
    QCOMPARE(result->quality->tokens, 200 - 1 - 16);
}

void TestComparison::theQuantizedArmKeepsTheOthersActivations() {
    using model::DType;
    QCOMPARE(pairedSchemes(Precision::Fp16, Precision::Int8).second.activation, DType::F16);
    QCOMPARE(pairedSchemes(Precision::Fp32, Precision::Int8).second.activation, DType::F32);
    QCOMPARE(pairedSchemes(Precision::Int8, Precision::Fp16).first.activation, DType::F16);
    QCOMPARE(pairedSchemes(Precision::Int8, Precision::Int8).first.activation, DType::BF16);
    QCOMPARE(pairedSchemes(Precision::Fp16, Precision::Bf16).second.activation, DType::BF16);
}

void TestComparison::thePilotFixesTheBlocks() {
    PacedEngine engine({}, {.full = std::chrono::microseconds(200), .int8 = std::chrono::microseconds(200)});
    auto request = plan(Precision::Fp16, Precision::Int8);
    request.blocks.reset();
    request.minimumBlocks = 3;
    request.maximumBlocks = 6;
    request.targetRatio = 1;  // cannot be reached: the most that is allowed
    const auto most = runComparison(engine, request, {}, {});
    VERIFY_OK(most);
    QCOMPARE(most->design->blocks, 6);
    QCOMPARE(most->blocksDone, 6);
    QCOMPARE(most->design->sameArmBlocks, 3);
    request.blocksSeconds = 0;  // no time: the fewest
    QCOMPARE(runComparison(engine, request, {}, {})->design->blocks, 3);
    request.blocksSeconds = 60;
    request.targetRatio = 1e9;  // anything will do
    QCOMPARE(runComparison(engine, request, {}, {})->design->blocks, 3);
    // A slow arm gets shorter runs.
    request.decodeTokens = 64;
    request.runSeconds = 0.003;
    const auto shortened = runComparison(engine, request, {}, {});
    QCOMPARE(std::int64_t(shortened->arms[0].runs.front().tokenNs.size()), shortened->decodeTokensPerRun);
    QVERIFY(shortened->decodeTokensPerRun >= 8 && shortened->decodeTokensPerRun < 20);
}

void TestComparison::progressSaysWhatRemains() {
    PacedEngine engine({}, {.full = std::chrono::microseconds(500), .int8 = std::chrono::microseconds(500)});
    std::vector<std::string> phases;
    bool remainingKnown = true;
    const auto result = runComparison(engine, plan(Precision::Fp16, Precision::Int8),
                                      {.progress =
                                           [&](const WorkProgress& work) {
                                               if (phases.empty() || phases.back() != work.progress.phase)
                                                   phases.push_back(work.progress.phase);
                                               if (work.progress.phase == "measure" && work.progress.done > 0)
                                                   remainingKnown =
                                                       remainingKnown && work.remainingNs && *work.remainingNs >= 0;
                                               if (work.progress.phase == "tasks" &&
                                                   work.progress.done == work.progress.total && work.progress.done > 0)
                                                   remainingKnown = remainingKnown && work.remainingNs == 0;
                                           },
                                       .designFixed = {},
                                       .armLoaded = {},
                                       .answerToken = {}},
                                      {});
    VERIFY_OK(result);
    QCOMPARE(phases, (std::vector<std::string>{"load A", "load B", "warm-up", "pilot", "measure", "quality", "answers",
                                               "tasks"}));
    QVERIFY(remainingKnown);
}

void TestComparison::remainingTimeCountsTheTasks() {
    PacedEngine engine({}, {.full = std::chrono::microseconds(200), .int8 = std::chrono::microseconds(200)});
    auto request = plan(Precision::Fp16, Precision::Int8);
    request.tasks.assign(60, request.tasks.front());
    change(request, [](ArmInputs& inputs) { inputs.tasks.assign(60, inputs.tasks.front()); });
    std::optional<std::int64_t> remainingNs;
    const auto result = runComparison(engine, request,
                                      {.progress =
                                           [&](const WorkProgress& work) {
                                               if (work.progress.phase == "pilot" && !remainingNs)
                                                   remainingNs = work.remainingNs;
                                           },
                                       .designFixed = {},
                                       .armLoaded = {},
                                       .answerToken = {}},
                                      {});
    VERIFY_OK(result);
    QVERIFY(remainingNs);
    // Between the three tokens of the answer with its end and the four that are allowed, as long as each arm took.
    double secondsOfTasks = 0;
    for (const ArmResult& arm : result->arms)
        secondsOfTasks += 60 * (3 + 1 + 4) / 2.0 * arm.warmUps.back().tpotSeconds().value();
    QVERIFY2(static_cast<double>(*remainingNs) * 1e-9 >= secondsOfTasks, qPrintable(QString::number(*remainingNs)));
}

void TestComparison::stopsInEveryPhase() {
    const std::vector<std::string> phases = {"load A",  "load B",  "warm-up", "pilot",
                                             "measure", "quality", "answers", "tasks"};
    for (std::size_t i = 0; i < phases.size(); ++i) {
        PacedEngine engine({.noise = 0.4}, {});
        std::stop_source stop;
        const auto result = runComparison(engine, plan(Precision::Fp16, Precision::Int8),
                                          {.progress =
                                               [&](const WorkProgress& work) {
                                                   // After the first step, so that there is something to keep.
                                                   if (work.progress.phase == phases[i] && work.progress.done == 1)
                                                       stop.request_stop();
                                               },
                                           .designFixed = {},
                                           .armLoaded = {},
                                           .answerToken = {}},
                                          stop.get_token());
        VERIFY_OK(result);
        QVERIFY(!result->complete);
        QCOMPARE(result->stoppedDuring, phases[i]);
        QVERIFY(result->verdict.result != Outcome::Pass);
        QVERIFY(std::ranges::find(result->verdict.sentences, "The run was stopped during " + phases[i] +
                                                                 "; what was measured until then is kept.") !=
                result->verdict.sentences.end());
        QCOMPARE(result->arms.size(), i == 0 ? 0U : i == 1 ? 1U : 2U);
        QCOMPARE(result->blocksDone, i < 4 ? 0 : i == 4 ? 1 : 4);
        QCOMPARE(result->quality.has_value(), i >= 5);
        if (i == 5) QCOMPARE(result->quality->windows, 1);
        QCOMPARE(result->answers.size(), i < 6 ? 0U : i == 6 ? 1U : 2U);
        QCOMPARE(result->tasks.has_value(), i == 7);
        if (i == 7) QCOMPARE(result->tasks->a.n, 1U);
    }
}

void TestComparison::refusesWhatDoesNotFit() {
    PacedEngine engine({}, {});
    auto request = plan(Precision::Fp16, Precision::Int8);
    request.memorySnapshot = [](const std::string&) {
        return MemorySnapshot{.process = {},
                              .deviceInUseBytes = {},
                              .deviceProcessBytes = {},
                              .availableSystemBytes = 1000,
                              .totalSystemBytes = 2000};
    };
    const auto refused = runComparison(engine, request, {}, {});
    VERIFY_FAILS(refused, ErrorCode::OutOfMemory, "loading FP16 and INT8 side by side would need ");
    VERIFY_FAILS(refused, ErrorCode::OutOfMemory, "while 1.00 kB is free on cpu");
    QVERIFY(engine.diary.prefills.empty());
    request.memory = MemoryPolicy::Force;
    VERIFY_OK(runComparison(engine, request, {}, {}));
}

void TestComparison::refusesPlansThatCannotRun() {
    PacedEngine engine({}, {});
    auto request = plan(Precision::Fp16, Precision::Int8);
    request.prompts.clear();
    VERIFY_FAILS(runComparison(engine, request, {}, {}), ErrorCode::InvalidArgument, "no prompt");
    request = plan(Precision::Fp16, Precision::Int8);
    request.blocks = 0;
    VERIFY_FAILS(runComparison(engine, request, {}, {}), ErrorCode::InvalidArgument, "at least 1");
    request = plan(Precision::Fp16, Precision::Int8);
    change(request, [](ArmInputs& inputs) { inputs.tasks.pop_back(); });
    VERIFY_FAILS(runComparison(engine, request, {}, {}), ErrorCode::InvalidArgument, "tasks need");
    request = plan(Precision::Fp16, Precision::Int8);
    change(request, [](ArmInputs& inputs) { inputs.textIds = longText(5); });
    VERIFY_FAILS(runComparison(engine, request, {}, {}), ErrorCode::InvalidArgument, "the text has 5 tokens");
    QVERIFY(engine.diary.prefills.empty());
}

void TestComparison::errorsOfTheEngineComeThrough() {
    PacedEngine loading({.loadError = Error{ErrorCode::Corrupt, "damaged", "f"}}, {});
    VERIFY_FAILS(runComparison(loading, plan(Precision::Fp16, Precision::Int8), {}, {}), ErrorCode::Corrupt, "damaged");
    PacedEngine decoding({.decodeError = Error{ErrorCode::Device, "lost", "cuda:0"}, .decodeErrorAt = 20}, {});
    VERIFY_FAILS(runComparison(decoding, plan(Precision::Fp16, Precision::Int8), {}, {}), ErrorCode::Device, "lost");
}

void TestComparison::divergenceIsTheFirstDifferentToken() {
    const std::vector<TokenId> a = {1, 2, 3};
    QVERIFY(!firstDivergence(a, a));
    QCOMPARE(firstDivergence(a, std::vector<TokenId>{1, 9, 3}).value(), 1);
    QCOMPARE(firstDivergence(a, std::vector<TokenId>{1, 2}).value(), 2);
    QCOMPARE(firstDivergence({}, a).value(), 0);
}

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
