// Bench on a scripted engine with a known pace: what is counted, what is excluded, what is refused.
#include <cmath>

#include "core/evaluate/bench.h"
#include "core/evaluate/mbu.h"
#include "tests/support/test_support.h"
#include "tests/unit/evaluate/paced_engine.h"

using namespace autoglm;
using namespace autoglm::evaluate;
using namespace autoglm::test;

namespace {

BenchPlan plan() {
    BenchPlan made;
    made.folder = scriptedFolder();
    made.precisions = {model::Precision::Fp16, model::Precision::Int8};
    made.promptLengths = {16};
    made.generateLengths = {5};
    made.repetitions = 3;
    return made;
}

}  // namespace

class TestBench : public QObject {
    Q_OBJECT
  private slots:
    void countsAsLlamaBench();
    void combinesLengthsDepthsAndBatches();
    void mbuIsBytesOverTimeOverBandwidth();
    void weightsInTheCacheAreSuspect();
    void stopKeepsWhatWasMeasured();
    void refusesBadPlans();
};

void TestBench::countsAsLlamaBench() {
    PacedEngine engine({}, {.full = std::chrono::milliseconds(4), .int8 = std::chrono::milliseconds(1)});
    std::vector<std::string> done;
    const auto result = runBench(engine, plan(), {}, [&](const BenchTest& test) { done.push_back(test.name); }, {});
    VERIFY_OK(result);
    QVERIFY(result->complete);
    QCOMPARE(done, (std::vector<std::string>{"pp16", "tg5", "pp16", "tg5"}));
    QCOMPARE(result->loads.size(), 2U);
    QCOMPARE(result->loads[1].weightsBytes, 1'000'000U);
    for (const BenchTest& test : result->results) {
        QCOMPARE(test.samplesNs.size(), 3U);
        QCOMPARE(test.tokensPerSecond.samples.size(), 3U);
        QVERIFY(test.warmUpRuns >= 1);
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(std::abs(test.tokensPerSecond.samples[i] * static_cast<double>(test.samplesNs[i]) * 1e-9 -
                             static_cast<double>(test.tokens)) < 1e-9);
    }
    const BenchTest& tg = result->results[1];
    QCOMPARE(tg.perTokenNs.size(), 3U);
    QCOMPARE(tg.perTokenNs[0].size(), 5U);
    QCOMPARE(std::accumulate(tg.perTokenNs[0].begin(), tg.perTokenNs[0].end(), std::int64_t{0}), tg.samplesNs[0]);
    // Five steps of at least 4 ms; the sleep can only be longer.
    QVERIFY(tg.samplesNs[0] >= 20'000'000 && tg.tokensPerSecond.estimate->mean <= 250);
    QVERIFY(result->results[0].perTokenNs.empty());
    QVERIFY(result->results[3].tokensPerSecond.estimate->mean > tg.tokensPerSecond.estimate->mean);
}

void TestBench::combinesLengthsDepthsAndBatches() {
    PacedEngine engine({}, {});
    auto request = plan();
    request.precisions = {model::Precision::Fp16};
    request.promptLengths = {8, 16};
    request.generateLengths = {0, 4};
    request.depths = {0, 100};
    request.batches = {1, 2};
    const auto result = runBench(engine, request, {}, {}, {});
    VERIFY_OK(result);
    QCOMPARE(result->results.size(), 12U);
    const BenchTest& last = result->results.back();
    QCOMPARE(last.name, std::string("tg4"));
    QCOMPARE(last.depth, 100);
    QCOMPARE(last.batch, 2);
    QCOMPARE(last.kvCacheBytes, 64U * 104 * 2);
    QVERIFY(std::abs(last.tokensPerSecond.samples[0] * static_cast<double>(last.samplesNs[0]) * 1e-9 - 8) < 1e-9);
}

void TestBench::mbuIsBytesOverTimeOverBandwidth() {
    const measure::MeanEstimate step{.n = 1, .mean = 0.01, .stddev = {}, .interval95 = {}};
    const StepReads reads{.weightBytes = 900'000'000, .kvBytesPerPosition = 1e6, .meanPositions = 100};
    // (0.9 GB + 0.1 GB) / 10 ms = 100 GB/s.
    QCOMPARE(memoryBandwidthUtilization(reads, step, 200e9, 32'000'000).value(), 0.5);
    QVERIFY(!memoryBandwidthUtilization(reads, step, {}, {}));
    QVERIFY(!memoryBandwidthUtilization(reads, {}, 200e9, {}));
    QVERIFY(!memoryBandwidthUtilization(reads, step, 200e9, 900'000'000));
    // Prompt 10, four tokens: three steps that attend to 11, 12 and 13 positions.
    const measure::RunRecord run{
        .label = {}, .submitNs = 0, .prefillNs = 0, .promptTokens = 10, .tokenNs = {1, 2, 3, 4}};
    QCOMPARE(meanPositions({run}), 12.0);
    QCOMPARE(meanPositions({}), 0.0);

    PacedEngine engine({}, {.full = std::chrono::milliseconds(2), .int8 = {}});
    auto request = plan();
    request.precisions = {model::Precision::Fp16};
    request.depths = {100};
    request.readBandwidthBytesPerS = 1e9;
    const auto result = runBench(engine, request, {}, {}, {});
    QVERIFY(!result->results[0].mbu);
    const BenchTest& tg = result->results[1];
    double seconds = 0;
    for (const std::int64_t ns : tg.samplesNs)
        seconds += static_cast<double>(ns) * 1e-9 / 5 / 3;
    QVERIFY(std::abs(*tg.mbu - (2e6 + 64 * 103) / seconds / 1e9) < 1e-9);
}

void TestBench::weightsInTheCacheAreSuspect() {
    PacedEngine engine({}, {});
    auto request = plan();
    request.readBandwidthBytesPerS = 1e9;
    request.lastLevelCacheBytes = 1'500'000;  // INT8 fits, FP16 does not
    request.addMachine = [](measure::ValidityInputs& inputs) { inputs.governorSavesPower = true; };
    const auto result = runBench(engine, request, {}, {}, {});
    VERIFY_OK(result);
    QVERIFY(result->results[1].mbu && !result->results[3].mbu);
    const auto& reasons = result->results[3].validity.reasons;
    QCOMPARE(result->results[3].validity.state, measure::ValidityState::Suspect);
    QVERIFY(std::ranges::any_of(reasons,
                                [](const std::string& r) { return r.find("last-level cache") != std::string::npos; }));
    QVERIFY(std::ranges::any_of(result->results[1].validity.reasons,
                                [](const std::string& r) { return r.find("governor") != std::string::npos; }));
}

void TestBench::stopKeepsWhatWasMeasured() {
    PacedEngine engine({}, {});
    std::stop_source stop;
    const auto result = runBench(engine, plan(), {}, [&](const BenchTest&) { stop.request_stop(); }, stop.get_token());
    VERIFY_OK(result);
    QVERIFY(!result->complete);
    QCOMPARE(result->results.size(), 1U);
    // Within a test: the repetitions that were finished.
    std::stop_source second;
    const auto within = runBench(
        engine, plan(),
        [&](const WorkProgress& work) {
            if (work.progress.detail == "tg5" && work.progress.done == 6 + 1) second.request_stop();
        },
        {}, second.get_token());
    VERIFY_OK(within);
    QCOMPARE(within->results.size(), 2U);
    QCOMPARE(within->results[1].samplesNs.size(), 2U);
    QCOMPARE(within->stoppedDuring, std::string("bench fp16"));
    QVERIFY(!within->complete);
}

void TestBench::refusesBadPlans() {
    PacedEngine engine({}, {});
    auto request = plan();
    request.promptLengths = {0};
    request.generateLengths = {};
    VERIFY_FAILS(runBench(engine, request, {}, {}, {}), ErrorCode::InvalidArgument, "nothing to measure");
    VERIFY_FAILS(checkBench(request), ErrorCode::InvalidArgument, "nothing to measure");
    request = plan();
    request.promptLengths = {5000};
    VERIFY_FAILS(runBench(engine, request, {}, {}, {}), ErrorCode::InvalidArgument, "5000");
    request = plan();
    request.depths = {4090};
    VERIFY_FAILS(runBench(engine, request, {}, {}, {}), ErrorCode::InvalidArgument,
                 "exceed the model's context of 4096");
    request = plan();
    request.repetitions = 0;
    VERIFY_FAILS(runBench(engine, request, {}, {}, {}), ErrorCode::InvalidArgument, "repetitions");
    request = plan();
    request.batches = {0};
    VERIFY_FAILS(runBench(engine, request, {}, {}, {}), ErrorCode::InvalidArgument, "batch of 0");
    request = plan();
    request.freeMemoryBytes = 10;
    VERIFY_FAILS(runBench(engine, request, {}, {}, {}), ErrorCode::OutOfMemory, "10 B is free on cpu");
}

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"
