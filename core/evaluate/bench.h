// Prefill and decode speed of one model at stated lengths, as llama-bench counts: pp = prompt tokens / prefill time,
// tg = generated tokens / decode time at a depth; tokenization and sampling excluded, warm-up excluded and counted.
// Runs on the engine thread. Stopped by the token: a result with `complete` false and what was measured.
// Errors: InvalidArgument for a plan that asks for nothing or for more than the context; those of loading.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/evaluate/comparison_result.h"
#include "core/evaluate/memory_check.h"
#include "core/evaluate/progress_tracker.h"

namespace autoglm::evaluate {

enum class BenchKind { Prefill, Decode };

/// One test: kind, length, depth and batch of one precision.
struct BenchTest {
    BenchKind kind = BenchKind::Prefill;
    std::string name;         ///< "pp128", "tg32"
    std::int64_t tokens = 0;  ///< per sequence
    std::int64_t depth = 0;   ///< tokens in the cache before the clock starts
    std::int64_t batch = 1;
    model::Precision precision = model::Precision::Fp32;
    std::string scheme;
    std::string startedUtc;
    std::int64_t warmUpRuns = 0;
    std::vector<std::int64_t> samplesNs;                ///< one per repetition
    std::vector<std::vector<std::int64_t>> perTokenNs;  ///< decode only: one list per repetition
    SampledMetric tokensPerSecond;                      ///< all sequences together
    std::uint64_t kvCacheBytes = 0;
    std::optional<std::uint64_t> allocatedPeakBytes;
    std::optional<double> mbu;  ///< decode only; absent where unknown or in the last-level cache
    measure::Validity validity;
};

/// One loaded precision.
struct BenchLoad {
    model::Precision precision = model::Precision::Fp32;
    std::string scheme;
    std::string device;
    int threads = 0;
    LoadTimes load;
    std::vector<engine::LoadedFile> files;
    std::vector<std::string> warnings;
    std::uint64_t weightsBytes = 0;
    std::uint64_t bytesReadPerToken = 0;
};

struct BenchResult {
    std::string startedUtc;
    std::int64_t wallNs = 0;
    bool complete = false;
    std::string stoppedDuring;  ///< the phase, where not complete
    std::string modelName;
    std::string modelPath;
    std::string architecture;
    std::uint64_t parameterCount = 0;
    std::vector<BenchLoad> loads;
    std::vector<BenchTest> results;
    std::optional<double> readBandwidthBytesPerS;
    Json environment;  ///< filled by the caller; null otherwise
};

struct BenchPlan {
    model::ModelFolderPtr folder;
    std::vector<model::Precision> precisions;
    std::vector<std::int64_t> promptLengths;    ///< 0 leaves the test out
    std::vector<std::int64_t> generateLengths;  ///< 0 leaves the test out
    std::vector<std::int64_t> depths = {0};
    std::vector<std::int64_t> batches = {1};
    std::int64_t repetitions = 5;
    int threads = 0;  ///< 0: the engine's default
    std::string device = "cpu";
    engine::MismatchPolicy mismatch = engine::MismatchPolicy::Refuse;
    DigestFactory digests;
    MemoryPolicy memory = MemoryPolicy::Refuse;
    std::optional<std::uint64_t> freeMemoryBytes;  ///< used where the engine does not know the device's
    std::optional<double> readBandwidthBytesPerS;
    std::optional<std::uint64_t> lastLevelCacheBytes;
    std::function<void(measure::ValidityInputs&)> addMachine;  ///< what the machine did meanwhile; may be empty
};

/// What runBench() refuses of a plan, known before anything is opened.
Status checkBench(const BenchPlan& plan);

Result<BenchResult> runBench(engine::Engine& engine, const BenchPlan& plan, const WorkCallback& progress,
                             const std::function<void(const BenchTest&)>& testDone, std::stop_token stop);

}  // namespace autoglm::evaluate
