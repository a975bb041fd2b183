// Two arms (model, precision and device each) measured against each other: interleaved A B B A blocks for speed, A/A
// blocks for the noise floor, a pass over a text for quality (in lockstep where both read the same tokens), greedy
// answers, task accuracy, memory by phase, verdict. Runs on the engine thread; callbacks are called there and must
// return at once. Both arms stay loaded, so that they take turns. Stopped by the token: a result with `complete` false
// and what was measured. Errors: those of loading; OutOfMemory where both will not fit; InvalidArgument for a plan that
// cannot be run.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/generate.h"
#include "core/evaluate/comparison_result.h"
#include "core/evaluate/memory_check.h"
#include "core/evaluate/progress_tracker.h"
#include "core/text/tokenizer.h"

namespace autoglm::evaluate {

struct PreparedTask {
    std::vector<engine::TokenId> ids;  ///< the question, rendered and encoded
    std::int64_t answerTokens = 0;     ///< of the expected answer
    std::int64_t maxTokens = 0;        ///< of the given one: enough for the expected one in another spelling
};

/// What the plan says in words, as one model's chat template and tokenizer write it.
struct ArmInputs {
    std::optional<text::Tokenizer> tokenizer;           ///< absent: answers are ids, and there are no tasks
    std::vector<std::vector<engine::TokenId>> prompts;  ///< one per prompt of the plan
    std::vector<engine::TokenId> textIds;               ///< for quality; empty: no quality pass
    std::vector<engine::TokenId> textPrefix;            ///< what the tokenizer puts before a text
    std::vector<PreparedTask> tasks;                    ///< one per task of the plan
};

struct ArmPlan {
    model::ModelFolderPtr folder;
    model::Precision precision = model::Precision::Fp32;
    std::string device = "cpu";
    std::shared_ptr<const ArmInputs> inputs;  ///< the same object for both arms of one model
    engine::MismatchPolicy mismatch = engine::MismatchPolicy::Refuse;
};

struct ComparisonPlan {
    ArmPlan a;
    ArmPlan b;
    int threads = 0;  ///< 0: the engine's default
    DigestFactory digests;
    MemoryPolicy memory = MemoryPolicy::Refuse;

    std::vector<std::string> prompts;  ///< at least one, as a person wrote them; see core/evaluate/inputs.h
    std::int64_t maxTextTokens = 0;    ///< 0: all
    std::vector<Task> tasks;

    std::optional<std::int64_t> blocks;  ///< absent: from the pilot
    std::int64_t pilotBlocks = 3;
    std::int64_t minimumBlocks = 5;
    std::int64_t maximumBlocks = 30;
    double blocksSeconds = 60;       ///< the timed blocks should not take longer, if minimumBlocks allows
    double targetRatio = 1.01;       ///< the smallest difference worth finding
    std::int64_t decodeTokens = 64;  ///< per timed run at most, end of sequence ignored
    double runSeconds = 2;           ///< a timed run gets fewer tokens where it would take longer
    double qualitySeconds = 180;     ///< the text is cut to the windows that fit, judged by the first
    std::int64_t answerTokens = 96;  ///< at most, per answer

    std::vector<Budget> budgets = defaultBudgets();
    std::optional<double> readBandwidthBytesPerS;      ///< of main memory, for mbu of arms on "cpu"
    std::optional<std::uint64_t> lastLevelCacheBytes;  ///< of the CPU; weights that fit make speed suspect
    std::function<MemorySnapshot(const std::string& device)> memorySnapshot;  ///< may be empty
    std::function<void(measure::ValidityInputs&)> addMachine;  ///< what the machine did meanwhile; may be empty
};

struct ComparisonCallbacks {
    WorkCallback progress;
    std::function<void(const MeasurementDesign&)> designFixed;  ///< before the measured blocks
    std::function<void(std::size_t arm, const engine::LoadReport&, std::uint64_t kvCacheBytes)> armLoaded;
    std::function<void(std::size_t arm, std::size_t prompt, const engine::TokenEvent&)> answerToken;
};

Result<ComparisonResult> runComparison(engine::Engine& engine, const ComparisonPlan& plan,
                                       const ComparisonCallbacks& callbacks, std::stop_token stop);

}  // namespace autoglm::evaluate
