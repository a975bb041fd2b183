#include "tests/unit/report/sample_documents.h"

#include <cmath>
#include <random>

#include "core/evaluate/divergence.h"

namespace autoglm::test {
namespace {

using namespace evaluate;

measure::RunRecord makeRun(std::mt19937& random, double millisecondsPerToken, double ttftMilliseconds,
                           std::int64_t start) {
    std::lognormal_distribution<double> jitter(0, 0.03);
    std::uniform_real_distribution<double> uniform(0, 1);
    measure::RunRecord run{.label = "sum",
                           .submitNs = start,
                           .prefillNs = static_cast<std::int64_t>(ttftMilliseconds * 0.95e6),
                           .promptTokens = 24,
                           .tokenNs = {}};
    double now = static_cast<double>(start) + ttftMilliseconds * 1e6 * jitter(random);
    for (int i = 0; i < 64; ++i) {
        run.tokenNs.push_back(static_cast<std::int64_t>(now));
        const double stall = uniform(random) < 0.01 ? 1.6 : 1.0;
        now += millisecondsPerToken * (1 + 0.0012 * i) * 1e6 * jitter(random) * stall;
    }
    return run;
}

ArmResult makeArm(std::mt19937& random, const char* name, model::Precision precision, double milliseconds,
                  double ttft) {
    ArmResult arm;
    arm.name = name;
    arm.precision = precision;
    arm.scheme = model::makeScheme(precision, model::DType::F16).describe();
    arm.device = "cpu";
    arm.threads = 2;
    arm.load = {41'000'000, 12'000'000, 30'500'000, 0, 63'000'000};
    arm.kvCacheBytes = 1'572'864;
    const bool isQuantized = precision == model::Precision::Int8;
    arm.weightsBytes = isQuantized ? 5'912'320 : 9'437'184;
    arm.bytesReadPerToken = arm.weightsBytes - 1'048'576;
    arm.peakMemoryBytes = arm.weightsBytes + arm.kvCacheBytes + 2'310'144;
    arm.peakMemorySource = "weights, KV cache and workspace as planned";
    arm.memory = {{"load",
                   arm.weightsBytes,
                   std::nullopt,
                   {{210'000'000, 230'000'000, 90'000'000}, {}, {}, 12'000'000'000, 16'000'000'000}}};
    for (int i = 0; i < 16; ++i)
        arm.runs.push_back(makeRun(random, milliseconds, ttft, 1'000'000'000LL * (i + 1)));
    arm.warmUps.push_back(makeRun(random, milliseconds * 1.3, ttft * 1.5, 5'000'000));
    std::vector<double> ttfts, tpots, rates, prefills;
    for (const auto& run : arm.runs) {
        ttfts.push_back(run.ttftSeconds().value());
        tpots.push_back(run.tpotSeconds().value());
        rates.push_back(run.decodeRateTokensPerSecond().value());
        prefills.push_back(run.prefillTokensPerSecond().value());
    }
    arm.ttftSeconds = sampledMetric(ttfts);
    arm.tpotSeconds = sampledMetric(tpots);
    arm.decodeRate = sampledMetric(rates);
    arm.prefillRate = sampledMetric(prefills);
    return arm;
}

PairedRatio makeRatio(std::mt19937& random, double center, double spread, Sense sense) {
    std::normal_distribution<double> normal(0, spread);
    PairedRatio ratio;
    for (int i = 0; i < 8; ++i)
        ratio.blockLogRatios.push_back(std::log(center) + normal(random));
    for (int i = 0; i < 4; ++i)
        ratio.sameArmLogRatios.push_back(normal(random));
    ratio.estimate = measure::ratioEstimate(ratio.blockLogRatios);
    ratio.bootstrap95 = measure::bootstrapRatio(ratio.blockLogRatios, 1, 1000);
    ratio.noiseFloorLog = measure::noiseFloorLog(ratio.sameArmLogRatios, 1, 1000);
    ratio.difference = tellDifference(ratio, sense);
    return ratio;
}

QualityResult makeQuality(std::mt19937& random) {
    QualityResult quality;
    std::lognormal_distribution<double> divergence(-8.2, 1.6);
    std::exponential_distribution<double> surprise(0.7);
    std::normal_distribution<double> small(0, 0.01);
    std::size_t sameTop = 0;
    std::vector<double> nllA, nllB;
    for (int window = 0; window < 12; ++window)
        for (int i = 0; i < 255; ++i) {
            TokenDivergence token{window * 512 + 256 + i, divergence(random), surprise(random), 0, small(random), true};
            token.nllB = token.nllA + small(random);
            token.sameTop = token.kld < 0.02;
            sameTop += token.sameTop ? 1 : 0;
            nllA.push_back(token.nllA);
            nllB.push_back(token.nllB);
            quality.perToken.push_back(token);
        }
    quality.tokens = static_cast<std::int64_t>(quality.perToken.size());
    quality.windows = 12;
    quality.windowLength = 512;
    quality.kld = summarizeKld(quality.perToken);
    quality.sameTop = *measure::wilson(sameTop, quality.perToken.size());
    quality.deltaP = summarizeDeltaP(quality.perToken);
    quality.pplA = *perplexity(nllA);
    quality.pplB = *perplexity(nllB);
    quality.lnPplRatio = summarizeLogRatio(quality.perToken);
    quality.strip = divergenceStrip(quality.perToken, 96);
    for (StripBucket& bucket : quality.strip)
        bucket.peak = {.before = "twelve tokens & <",
                       .nextId = 7,
                       .next = "b",
                       .a = {{7, "b", 0.75}, {8, "", 0.125}},
                       .b = {{8, "", 0.5}, {7, "b", 0.25}}};
    return quality;
}

TaskAccuracy makeTasks() {
    TaskAccuracy tasks;
    tasks.a = *measure::wilson(296, 300);
    tasks.b = *measure::wilson(294, 300);
    tasks.onlyA = 3;
    tasks.onlyB = 1;
    tasks.mcnemarP = measure::mcnemarExact(3, 1);
    tasks.dropPoints = 100 * (tasks.a.share - tasks.b.share);
    const auto interval = measure::pairedDifferenceInterval(3, 1, 300);
    tasks.dropInterval95 = {100 * interval.low, 100 * interval.high};
    tasks.categories = {{"arithmetic", 150, 148, 147}, {"sorting", 150, 148, 147}};
    return tasks;
}

Verdict makeVerdict(const ComparisonResult& result) {
    Verdict verdict;
    const auto& ratio = *result.decodeRateRatio.estimate;
    const auto& kld = result.quality->kld;
    const double half = 1.96 * kld.stderrOfMean.value_or(0);
    verdict.budgets = {
        judge({BudgetName::Kld, 0.02, BudgetOrigin::Default},
              BudgetValue{kld.mean, measure::Interval{kld.mean - half, kld.mean + half}}),
        judge({BudgetName::SameTop, 97, BudgetOrigin::Default},
              BudgetValue{100 * result.quality->sameTop.share,
                          measure::Interval{100 * result.quality->sameTop.interval95.low,
                                            100 * result.quality->sameTop.interval95.high}}),
        judge({BudgetName::TaskDrop, 1, BudgetOrigin::Default},
              BudgetValue{result.tasks->dropPoints, result.tasks->dropInterval95}),
        judge({BudgetName::Speedup, 1.2, BudgetOrigin::Given}, BudgetValue{ratio.ratio, ratio.interval95}),
        judge({BudgetName::Memory, 100, BudgetOrigin::Default}, BudgetValue{0.06, std::nullopt})};
    verdict.result = overall(verdict.budgets);
    verdict.sentences = {
        "INT8 is 1.82x faster (1.80 to 1.84), needs 30 % less memory, and picks the same token 99.2 % of the time, "
        "compared with FP16.",
        "Budget task_drop (at most 1 points) is inconclusive: the interval of 0.667 (-0.667 to 2.000) lies on both "
        "sides of the limit.",
        "Read the speed with care: " + result.validity.reasons[0] + "."};
    return verdict;
}

engine::LoadedFile makeFile(const char* name, char digit, engine::FileState state) {
    engine::LoadedFile file{name, 4'718'592, std::string(64, digit), std::string(64, digit), "SHA256SUMS", state};
    if (state == engine::FileState::Mismatch) file.expected = std::string(64, '0');
    return file;
}

}  // namespace

evaluate::ComparisonResult sampleComparison() {
    std::mt19937 random(7);
    ComparisonResult result;
    result.startedUtc = "2026-11-20T14:05:09Z";
    result.wallNs = 94'000'000'000;
    result.complete = true;
    result.models[0] = {.name = "demo",
                        .path = "/usr/share/autoglm/demo-model",
                        .architecture = "GlmForCausalLM",
                        .parameterCount = 4'718'592,
                        .files = {makeFile("model-00001-of-00002.safetensors", 'a', engine::FileState::Match),
                                  makeFile("model-00002-of-00002.safetensors", 'b', engine::FileState::Match)}};
    result.models[1] = result.models[0];
    result.arms = {makeArm(random, "A", model::Precision::Fp16, 2.9, 21),
                   makeArm(random, "B", model::Precision::Int8, 1.6, 13.2)};
    result.decodeRateRatio = makeRatio(random, 1.82, 0.012, Sense::HigherIsFaster);
    result.ttftRatio = makeRatio(random, 0.63, 0.02, Sense::LowerIsFaster);
    result.memoryRatio =
        static_cast<double>(result.arms[1].peakMemoryBytes) / static_cast<double>(result.arms[0].peakMemoryBytes);
    result.deviceMemoryBytes = 16'000'000'000;
    result.design = MeasurementDesign{3, 0.011, 8, 4, 1.013, "8 blocks find a difference of 1.3 %, and take 20 s."};
    result.smallestFindableRatio = 1.0164;
    result.blocksDone = 8;
    result.sameArmBlocksDone = 4;
    result.warmUpRuns = 2;
    result.decodeTokensPerRun = 64;
    result.promptIds = {{1, 2, 3, 4}};
    result.quality = makeQuality(random);
    result.tasks = makeTasks();
    result.answers = {{"12 + 30 = ?", {5, 6}, "12 + 30 = 42.", "12 + 30 = 42.", {7, 8, 9}, {7, 8, 9}, std::nullopt},
                      {"把 5 3 9 从小到大排列", {5}, "从小到大：3 5 9。", "从小到大：3 9 5。", {1, 2, 3}, {1, 2, 4}, 2},
                      {hostileText, {5}, "It is <b>bold</b> & right.", "It is <i>slanted</i> & wrong.", {1}, {2}, 0}};
    result.validity = {
        measure::ValidityState::Suspect,
        {"the weights (9.44 MB) fit in the last-level cache (32 MB): this speed says nothing about a larger model"}};
    result.verdict = makeVerdict(result);
    result.readBandwidthBytesPerS = 21.4e9;
    const Json governor = {
        {"id", "governor"}, {"title", "CPU frequency governor"}, {"state", "warning"}, {"seen", "powersave"}};
    const Json gpu = {{"id", "gpu"}, {"title", "GPU"}, {"state", "pass"}, {"seen", "none; the CPU is used"}};
    result.environment = {
        {"findings", Json::array({governor, gpu})},
        {"system",
         {{"cpu_model", "AMD EPYC 7B13"}, {"os", "Debian GNU/Linux 13"}, {"memory_total_bytes", 16'000'000'000}}},
        {"engine", {{"name", "libtorch"}, {"version", "2.6.0"}, {"blas", "OpenBLAS"}}}};
    return result;
}

evaluate::BenchResult sampleBench() {
    BenchResult result;
    result.startedUtc = "2026-11-20T15:00:00Z";
    result.wallNs = 12'000'000'000;
    result.complete = true;
    result.modelName = "demo";
    result.modelPath = "/models/demo, \"mine\"";
    result.architecture = "GlmForCausalLM";
    result.parameterCount = 4'718'592;
    BenchLoad load;
    load.precision = model::Precision::Int8;
    load.scheme = model::makeScheme(model::Precision::Int8, model::DType::F16).describe();
    load.device = "cpu";
    load.threads = 2;
    load.weightsBytes = 5'912'320;
    load.files = {makeFile("model.safetensors", 'c', engine::FileState::Match)};
    result.loads = {load};
    const auto test = [&](BenchKind kind, const char* name, std::int64_t tokens, std::int64_t depth, std::int64_t batch,
                          std::vector<std::int64_t> ns) {
        BenchTest item;
        item.kind = kind;
        item.name = name;
        item.tokens = tokens;
        item.depth = depth;
        item.batch = batch;
        item.precision = load.precision;
        item.scheme = load.scheme;
        item.startedUtc = "2026-11-20T15:00:01Z";
        item.warmUpRuns = 1;
        item.samplesNs = ns;
        std::vector<double> rates;
        for (const std::int64_t sample : ns)
            rates.push_back(1e9 * static_cast<double>(tokens * batch) / static_cast<double>(sample));
        item.tokensPerSecond = sampledMetric(rates);
        item.kvCacheBytes = 1'572'864;
        return item;
    };
    result.results = {test(BenchKind::Prefill, "pp128", 128, 0, 1, {40'000'000, 41'000'000, 39'500'000}),
                      test(BenchKind::Decode, "tg32", 32, 512, 1, {50'000'000, 52'000'000, 51'000'000}),
                      test(BenchKind::Decode, "tg32", 32, 0, 4, {90'000'000, 91'000'000, 92'000'000})};
    result.results[1].mbu = 0.41;
    result.results[1].validity = {measure::ValidityState::Suspect, {"another process used the CPU"}};
    result.readBandwidthBytesPerS = 21.4e9;
    result.environment = {{"system", {{"cpu_model", "AMD EPYC 7B13"}}}};
    return result;
}

}  // namespace autoglm::test
