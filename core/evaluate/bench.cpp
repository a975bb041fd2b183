#include "core/evaluate/bench.h"

#include <algorithm>
#include <random>

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/evaluate/mbu.h"
#include "core/model/ledger.h"

namespace autoglm::evaluate {

namespace {

constexpr int minimumBenchWarmUps = 1;
constexpr int maximumBenchWarmUps = 4;
constexpr std::uint64_t idsSeed = 1;

struct TestShape {
    BenchKind kind = BenchKind::Prefill;
    std::int64_t tokens = 0;
    std::int64_t depth = 0;
    std::int64_t batch = 1;
};

/// Every combination that was asked for, prefill before decode at each batch and depth, as llama-bench orders its
/// lists.
std::vector<TestShape> shapes(const BenchPlan& plan) {
    std::vector<TestShape> all;
    for (const std::int64_t batch : plan.batches)
        for (const std::int64_t depth : plan.depths) {
            for (const std::int64_t tokens : plan.promptLengths)
                if (tokens > 0) all.push_back({BenchKind::Prefill, tokens, depth, batch});
            for (const std::int64_t tokens : plan.generateLengths)
                if (tokens > 0) all.push_back({BenchKind::Decode, tokens, depth, batch});
        }
    return all;
}

Status validatePlan(const BenchPlan& plan, const std::vector<TestShape>& all) {
    if (!plan.folder) return fail(ErrorCode::InvalidArgument, "the bench has no model", "model");
    if (plan.precisions.empty() || all.empty())
        return fail(ErrorCode::InvalidArgument,
                    "nothing to measure: at least one precision and one length above 0 are needed", "-p, -n");
    if (plan.repetitions < 1)
        return fail(ErrorCode::InvalidArgument,
                    concat(plan.repetitions, " repetitions were asked for; at least 1 is needed"), "repetitions");
    const std::int64_t positions = plan.folder->config.maxPositions;
    for (const auto& list : {plan.promptLengths, plan.generateLengths, plan.depths})
        for (const std::int64_t length : list)
            if (length < 0 || length > (positions > 0 ? positions : length))
                return fail(ErrorCode::InvalidArgument,
                            concat("a length of ", length, " tokens was asked for; 0 to ", positions, " are possible"),
                            "lengths");
    for (const TestShape& shape : all) {
        if (shape.batch < 1 || shape.batch > 4096)
            return fail(ErrorCode::InvalidArgument,
                        concat("a batch of ", shape.batch, " was asked for; 1 to 4096 are possible"), "batch");
        if (positions > 0 && shape.depth + shape.tokens > positions)
            return fail(
                ErrorCode::InvalidArgument,
                concat(shape.tokens, " tokens at depth ", shape.depth, " exceed the model's context of ", positions),
                "depth");
    }
    return {};
}

/// One precision at work.
class BenchRun {
  public:
    BenchRun(engine::Engine& engine, const BenchPlan& plan, engine::LoadedModel& model, ProgressTracker& progress)
        : m_engine(engine), m_plan(plan), m_model(model), m_progress(progress), m_random(idsSeed) {}

    Result<BenchTest> run(const TestShape& shape, std::stop_token stop);

    std::uint64_t stepsDone = 0;

  private:
    Result<std::int64_t> repetition(engine::Session& session, const TestShape& shape,
                                    std::vector<std::int64_t>& perToken, std::stop_token stop);
    Status warmUp(engine::Session& session, const TestShape& shape, BenchTest& test, measure::ValidityInputs& inputs,
                  std::stop_token stop);
    void finish(BenchTest& test, const TestShape& shape, const engine::Session& session,
                measure::ValidityInputs inputs) const;
    std::vector<engine::TokenId> randomIds(std::int64_t count);

    engine::Engine& m_engine;
    const BenchPlan& m_plan;
    engine::LoadedModel& m_model;
    ProgressTracker& m_progress;
    std::mt19937_64 m_random;
};

std::vector<engine::TokenId> BenchRun::randomIds(std::int64_t count) {
    std::vector<engine::TokenId> ids(static_cast<std::size_t>(count));
    const auto vocab = static_cast<std::uint64_t>(m_plan.folder->config.vocabSize);
    for (engine::TokenId& id : ids)
        id = static_cast<engine::TokenId>(m_random() % vocab);
    return ids;
}

/// The clock runs over the engine's calls alone: ids are drawn before, nothing is sampled.
Result<std::int64_t> BenchRun::repetition(engine::Session& session, const TestShape& shape,
                                          std::vector<std::int64_t>& perToken, std::stop_token stop) {
    AUTOGLM_CHECK(session.truncate(std::min(session.length(), shape.depth)));
    if (session.length() < shape.depth)
        AUTOGLM_CHECK(session.prefill(randomIds(shape.batch * (shape.depth - session.length())), stop));
    const auto ids = randomIds(shape.batch * shape.tokens);
    if (shape.kind == BenchKind::Prefill) {
        const std::int64_t begin = nowNs();
        AUTOGLM_CHECK(session.prefill(ids, stop));
        return nowNs() - begin;
    }
    perToken.reserve(static_cast<std::size_t>(shape.tokens));
    std::int64_t total = 0;
    for (std::int64_t i = 0; i < shape.tokens; ++i) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the test was stopped");
        const auto step =
            std::span(ids).subspan(static_cast<std::size_t>(i * shape.batch), static_cast<std::size_t>(shape.batch));
        const std::int64_t begin = nowNs();
        AUTOGLM_CHECK(session.decode(step));
        perToken.push_back(nowNs() - begin);
        total += perToken.back();
    }
    return total;
}

Status BenchRun::warmUp(engine::Session& session, const TestShape& shape, BenchTest& test,
                        measure::ValidityInputs& inputs, std::stop_token stop) {
    std::vector<double> seconds;
    while (test.warmUpRuns < minimumBenchWarmUps ||
           (inputs.warmUpConverged != true && test.warmUpRuns < maximumBenchWarmUps)) {
        std::vector<std::int64_t> unused;
        AUTOGLM_TRY(const std::int64_t ns, repetition(session, shape, unused, stop));
        seconds.push_back(static_cast<double>(ns) * 1e-9);
        ++test.warmUpRuns;
        inputs.warmUpConverged = measure::warmUpHasConverged(seconds);
    }
    return {};
}

Result<BenchTest> BenchRun::run(const TestShape& shape, std::stop_token stop) {
    BenchTest test{.kind = shape.kind,
                   .name = concat(shape.kind == BenchKind::Prefill ? "pp" : "tg", shape.tokens),
                   .tokens = shape.tokens,
                   .depth = shape.depth,
                   .batch = shape.batch,
                   .precision = m_model.scheme().precision,
                   .scheme = m_model.scheme().describe(),
                   .startedUtc = utcNow(),
                   .warmUpRuns = 0,
                   .samplesNs = {},
                   .perTokenNs = {},
                   .tokensPerSecond = {},
                   .kvCacheBytes = 0,
                   .allocatedPeakBytes = {},
                   .mbu = {},
                   .validity = {}};
    m_engine.resetPeakMemory(m_model.device());
    // At a batch of n a prefill is [n, tokens]; the session is made for this test alone, so that its memory is this
    // test's.
    AUTOGLM_TRY(const auto session,
                m_model.createSession({.contextLength = shape.depth + shape.tokens, .batch = shape.batch}));
    measure::ValidityInputs inputs;
    AUTOGLM_CHECK(warmUp(*session, shape, test, inputs, stop));
    m_progress.advance(++stepsDone, test.name + " warm-up");
    for (std::int64_t i = 0; i < m_plan.repetitions; ++i) {
        std::vector<std::int64_t> perToken;
        const Result<std::int64_t> ns = repetition(*session, shape, perToken, stop);
        // Whole repetitions that were measured are kept.
        if (!ns && ns.error().code == ErrorCode::Cancelled && i > 0) break;
        if (!ns) return fail(ns.error());
        test.samplesNs.push_back(*ns);
        if (shape.kind == BenchKind::Decode) test.perTokenNs.push_back(std::move(perToken));
        m_progress.advance(++stepsDone, test.name);
    }
    finish(test, shape, *session, inputs);
    return test;
}

void BenchRun::finish(BenchTest& test, const TestShape& shape, const engine::Session& session,
                      measure::ValidityInputs inputs) const {
    const double tokens = static_cast<double>(shape.tokens * shape.batch);
    std::vector<double> rates;
    std::vector<double> stepSeconds;
    for (const std::int64_t ns : test.samplesNs) {
        const double seconds = static_cast<double>(std::max<std::int64_t>(ns, 1)) * 1e-9;
        rates.push_back(tokens / seconds);
        stepSeconds.push_back(seconds / static_cast<double>(shape.tokens));
    }
    test.tokensPerSecond = sampledMetric(std::move(rates));
    test.kvCacheBytes = session.kvCacheBytes();
    test.allocatedPeakBytes = m_engine.memory(m_model.device()).peakAllocatedBytes;
    if (shape.kind == BenchKind::Decode)
        test.mbu = memoryBandwidthUtilization(
            {.weightBytes = m_model.bytesReadPerToken(),
             .kvBytesPerPosition =
                 static_cast<double>(test.kvCacheBytes) / static_cast<double>(session.contextLength()),
             .meanPositions = static_cast<double>(shape.depth) + static_cast<double>(shape.tokens + 1) / 2},
            measure::meanEstimate(stepSeconds), m_plan.readBandwidthBytesPerS, m_plan.lastLevelCacheBytes);
    inputs.weightsBytes = m_model.report().weightsBytes;
    inputs.lastLevelCacheBytes = m_plan.lastLevelCacheBytes;
    for (const float logit : session.logits())
        inputs.nonFiniteLogits += logit - logit == 0.0F ? 0 : 1;
    if (m_plan.addMachine) m_plan.addMachine(inputs);
    test.validity = measure::assessValidity(inputs);
}

Status checkFits(engine::Engine& engine, const BenchPlan& plan, const model::Scheme& scheme,
                 const std::vector<TestShape>& all) {
    std::uint64_t needed = 0;
    for (const TestShape& shape : all)
        needed = std::max(
            needed,
            model::computeLedger(plan.folder->config, scheme, shape.depth + shape.tokens, shape.batch).totalBytes());
    const auto free = engine.memory(plan.device).freeBytes;
    return checkMemory(needed, free ? free : plan.freeMemoryBytes,
                       concat("this bench in ", model::precisionTitle(scheme.precision)), plan.device, plan.memory);
}

BenchLoad describeLoad(const engine::LoadedModel& model) {
    const engine::LoadReport& report = model.report();
    return {.precision = model.scheme().precision,
            .scheme = model.scheme().describe(),
            .device = model.device(),
            .threads = model.threads(),
            .load = loadTimes(report),
            .files = report.files,
            .warnings = report.warnings,
            .weightsBytes = report.weightsBytes,
            .bytesReadPerToken = model.bytesReadPerToken()};
}

Status benchPrecision(engine::Engine& engine, const BenchPlan& plan, model::Precision precision,
                      const std::vector<TestShape>& all, ProgressTracker& progress,
                      const std::function<void(const BenchTest&)>& testDone, BenchResult& result,
                      std::stop_token stop) {
    const model::Scheme scheme = model::makeScheme(precision);
    const std::string name = model::precisionName(precision);
    AUTOGLM_CHECK(checkFits(engine, plan, scheme, all));
    progress.begin("load " + name, 0, "bytes");
    AUTOGLM_TRY(const auto model,
                engine.load({.folder = plan.folder,
                             .scheme = scheme,
                             .device = plan.device,
                             .threads = plan.threads,
                             .mismatch = plan.mismatch,
                             .digests = plan.digests,
                             .progress = [&progress](const Progress& loaded) { progress.report(loaded); }},
                            stop));
    result.loads.push_back(describeLoad(*model));
    progress.begin("bench " + name, all.size() * static_cast<std::uint64_t>(plan.repetitions + 1), "runs");
    BenchRun bench(engine, plan, *model, progress);
    for (const TestShape& shape : all) {
        AUTOGLM_TRY(BenchTest test, bench.run(shape, stop));
        if (testDone) testDone(test);
        result.results.push_back(std::move(test));
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the bench was stopped");
    }
    return {};
}

}  // namespace

Status checkBench(const BenchPlan& plan) {
    return validatePlan(plan, shapes(plan));
}

Result<BenchResult> runBench(engine::Engine& engine, const BenchPlan& plan, const WorkCallback& progress,
                             const std::function<void(const BenchTest&)>& testDone, std::stop_token stop) {
    const std::vector<TestShape> all = shapes(plan);
    AUTOGLM_CHECK(validatePlan(plan, all));
    BenchResult result;
    const std::int64_t beginNs = nowNs();
    result.startedUtc = utcNow();
    result.modelName = plan.folder->name;
    result.modelPath = plan.folder->path.string();
    result.architecture = plan.folder->config.architecture;
    result.parameterCount = plan.folder->parameterCount;
    result.readBandwidthBytesPerS = plan.readBandwidthBytesPerS;
    ProgressTracker tracker(progress);
    Status status;
    for (const model::Precision precision : plan.precisions) {
        status = benchPrecision(engine, plan, precision, all, tracker, testDone, result, stop);
        if (!status) break;
    }
    if (!status && status.error().code != ErrorCode::Cancelled) return fail(status.error());
    result.complete = status.has_value();
    if (!status) result.stoppedDuring = tracker.phase();
    result.wallNs = nowNs() - beginNs;
    return result;
}

}  // namespace autoglm::evaluate
