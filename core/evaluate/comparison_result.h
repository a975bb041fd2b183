// What a paired comparison found: plain values, complete enough for JSON, report and history without the engine.
// Immutable once made; safe to share. Unknown is absent. `complete` is false where the run was stopped: what is there
// was measured. Definitions: the metrics' table in docs and core/measure/statistics.h; times in nanoseconds or seconds
// as named.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/engine/engine.h"
#include "core/evaluate/budgets.h"
#include "core/evaluate/divergence.h"
#include "core/evaluate/tasks.h"
#include "core/measure/run_record.h"
#include "core/measure/samplers.h"
#include "core/measure/statistics.h"
#include "core/measure/validity.h"

namespace autoglm::evaluate {

/// One value per run, and what they amount to.
struct SampledMetric {
    std::vector<double> samples;
    std::optional<measure::MeanEstimate> estimate;  ///< absent where there is no sample
};
SampledMetric sampledMetric(std::vector<double> samples);

/// Memory as the system counts it, taken by the caller's sampler; both arms together.
struct MemorySnapshot {
    measure::ProcessMemory process;
    std::optional<std::uint64_t> deviceInUseBytes;      ///< the whole device, every process
    std::optional<std::uint64_t> deviceProcessBytes;    ///< this process on the device
    std::optional<std::uint64_t> availableSystemBytes;  ///< what the system could still give
    std::optional<std::uint64_t> totalSystemBytes;
};

/// At the end of one phase of one arm, measured while that arm did its first run.
struct PhaseMemory {
    std::string phase;  ///< "load", "prefill", "decode"
    std::optional<std::uint64_t>
        allocatedPeakBytes;  ///< this arm's share: the peak less what was there before it loaded
    std::optional<std::uint64_t> reservedPeakBytes;  ///< of the allocator, both arms
    MemorySnapshot system;
};

struct LoadTimes {
    std::int64_t readNs = 0;
    std::int64_t hashNs = 0;
    std::int64_t convertNs = 0;
    std::int64_t uploadNs = 0;
    std::int64_t wallNs = 0;
};
LoadTimes loadTimes(const engine::LoadReport& report);

/// The model of one arm.
struct ComparedModel {
    std::string name;
    std::string path;
    std::string architecture;
    std::uint64_t parameterCount = 0;
    std::int64_t vocabSize = 0;
    std::vector<engine::LoadedFile> files;  ///< with sha256 of the weights; known once they are loaded
    bool hashMismatchOverridden = false;
};

struct ArmResult {
    std::string name;  ///< "A" or "B"
    model::Precision precision = model::Precision::Fp32;
    std::string scheme;  ///< "W8A16 per-channel, BF16 activations, ..."
    std::string device;
    int threads = 0;
    LoadTimes load;
    std::vector<std::string> loadWarnings;
    std::uint64_t weightsBytes = 0;
    std::uint64_t kvCacheBytes = 0;
    std::uint64_t bytesReadPerToken = 0;
    std::vector<PhaseMemory> memory;
    std::uint64_t peakMemoryBytes = 0;  ///< highest of the phases, else weights + KV cache + workspace
    std::string peakMemorySource;       ///< "allocator peak" or "weights, KV cache and workspace as planned"
    SampledMetric ttftSeconds;
    SampledMetric tpotSeconds;
    SampledMetric decodeRate;              ///< tokens per second, sampling included
    SampledMetric prefillRate;             ///< prompt tokens per second, sampling excluded
    std::vector<measure::RunRecord> runs;  ///< raw, in the order they ran
    std::vector<measure::RunRecord> warmUps;
    std::optional<double> mbu;  ///< absent where the bandwidth is unknown or the weights fit in the last-level cache
};

enum class Difference { Faster, Slower, CannotTell };
const char* differenceName(Difference difference);  ///< "faster", "slower", "cannot tell"

/// B against A, one logarithm per A B B A block.
struct PairedRatio {
    std::optional<measure::RatioEstimate> estimate;  ///< B / A; absent where no block was finished
    std::optional<measure::Interval> bootstrap95;
    std::vector<double> blockLogRatios;    ///< ln(b / a)
    double noiseFloorLog = 0;              ///< ratios within exp(±this) are noise; from A/A blocks, of the same metric
    std::vector<double> sameArmLogRatios;  ///< the A/A blocks it comes from
    Difference difference = Difference::CannotTell;
};

/// Which way a ratio of B over A points: a rate or a time.
enum class Sense { HigherIsFaster, LowerIsFaster };
/// A difference is one only where the interval excludes 1 and the ratio is beyond the noise floor.
Difference tellDifference(const PairedRatio& ratio, Sense sense);

/// Fixed before the measured blocks began.
struct MeasurementDesign {
    std::int64_t pilotBlocks = 0;  ///< run and thrown away
    std::optional<double> pilotLogStddev;
    std::int64_t blocks = 0;                      ///< planned A B B A blocks
    std::int64_t sameArmBlocks = 0;               ///< planned A A A A blocks
    std::optional<double> smallestFindableRatio;  ///< with 80 % probability, for example 1.012; from the pilot
    std::string blocksReason;                     ///< one sentence

    /// "The smallest difference they find is 1.2 %."; empty where no pilot ran.
    std::string findableSentence() const;
};

struct QualityResult {
    std::int64_t tokens = 0;  ///< scored positions
    std::int64_t windows = 0;
    std::int64_t windowLength = 0;
    DivergenceSummary kld;
    measure::Proportion sameTop;
    DeltaPSummary deltaP;
    PerplexityEstimate pplA;
    PerplexityEstimate pplB;
    LogRatioEstimate lnPplRatio;
    std::vector<StripBucket> strip;
    std::vector<TokenDivergence> perToken;  ///< raw
    std::int64_t nonFinitePositions = 0;    ///< left out of the numbers above; they make the run void
};

/// One arm alone over its own tokens of the text, where those of the arms cannot be held against each other.
struct OwnQuality {
    std::int64_t tokens = 0;  ///< scored positions
    std::int64_t windows = 0;
    std::int64_t windowLength = 0;
    std::uint64_t bytes = 0;  ///< of text, that the scored tokens stand for
    PerplexityEstimate ppl;
    double bitsPerByte = 0;  ///< comparable between any two tokenizers
    std::optional<double> bitsPerByteStderr;
    std::int64_t nonFinitePositions = 0;
};

/// Bytes of an answer, at the borders of characters.
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// What two answers were held against each other by: characters where the arms' tokens do not mean the same.
enum class AnswerUnit { Token, Character };

struct AnswerPair {
    std::string prompt;
    std::vector<engine::TokenId> promptIds;  ///< of arm A
    std::string a;
    std::string b;
    std::vector<engine::TokenId> idsA;
    std::vector<engine::TokenId> idsB;
    std::optional<std::int64_t> firstDivergence;  ///< index of the first different token; absent where equal
    /// Index of the first different character, in place of firstDivergence where the arms' tokens are not the same.
    std::optional<std::int64_t> firstDifferentCharacter{};
    /// It in the texts: a token with what it needs to be whole characters; empty at the end where an answer ends there.
    std::optional<TextSpan> differenceA{};
    std::optional<TextSpan> differenceB{};
    std::vector<engine::TokenId> promptIdsB{};
    AnswerUnit comparedBy = AnswerUnit::Token;
    bool isSame() const { return !firstDivergence && !firstDifferentCharacter; }
};

struct ComparisonResult {
    std::string startedUtc;
    std::int64_t wallNs = 0;
    bool complete = false;
    std::string stoppedDuring;  ///< phase, where not complete

    std::array<ComparedModel, 2> models;  ///< of A and of B; one and the same where the paths are equal
    bool randomTokens = false;            ///< no tokenizer: prompts and text were token ids drawn at random
    bool hasTwoModels() const { return models[0].path != models[1].path; }

    std::vector<ArmResult> arms;  ///< A, then B
    PairedRatio decodeRateRatio;
    PairedRatio ttftRatio;
    std::optional<double> memoryRatio;               ///< peak of B / peak of A, each with its workspace
    std::optional<double> weightsRatio() const;      ///< the weights alone, B / A
    std::optional<std::uint64_t> deviceMemoryBytes;  ///< of arm B's device

    std::optional<MeasurementDesign> design;
    /// As the design's, but from the spread of the measured blocks and not below the noise floor; absent for fewer
    /// than two.
    std::optional<double> smallestFindableRatio;
    std::int64_t blocksDone = 0;
    std::int64_t sameArmBlocksDone = 0;
    std::vector<measure::RunRecord> sameArmRuns;          ///< raw, four per A A A A block
    std::int64_t warmUpRuns = 0;                          ///< both arms; excluded from every number
    std::int64_t decodeTokensPerRun = 0;                  ///< end-of-sequence ignored
    std::vector<std::vector<engine::TokenId>> promptIds;  ///< of the timed runs of A
    std::vector<std::vector<engine::TokenId>> promptIdsB;

    std::optional<QualityResult> quality;  ///< position by position
    /// Why positions of the two arms cannot be held against each other: a clause. Empty where they can.
    std::string noDivergenceReason;
    std::array<std::optional<OwnQuality>, 2> ownQuality;  ///< then in place of `quality`
    std::optional<TaskAccuracy> tasks;
    std::vector<AnswerPair> answers;

    measure::Validity validity;
    Verdict verdict;

    std::optional<double> readBandwidthBytesPerS;
    Json environment;  ///< filled by the caller; null otherwise
};

/// What to call an arm: "FP16"; with its model where there are two, with its device where those differ, "A (FP16)"
/// where nothing else tells the arms apart. Both arms must be there.
std::string armTitle(const ComparisonResult& result, std::size_t arm);

}  // namespace autoglm::evaluate
