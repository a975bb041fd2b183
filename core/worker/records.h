// What comes back from the engine thread: immutable values tagged with the id of their run, safe to share.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/evaluate/scoring.h"
#include "core/worker/commands.h"

namespace autoglm::worker {

/// Grows with every submitted command; never used twice by one worker.
using RunId = std::uint64_t;

/// The loaded model as others may know it.
struct LoadSummary {
    model::ModelFolderPtr folder;
    model::Scheme scheme;
    std::string device;
    int threads = 0;
    engine::LoadReport report;
    std::uint64_t bytesReadPerToken = 0;
    engine::DeviceMemory memory;                 ///< after the load
    std::optional<text::Tokenizer> tokenizer{};  ///< absent where tokenizerError says why
    std::optional<Error> tokenizerError{};       ///< there: only token ids can be used
    std::optional<Error> chatTemplateError{};    ///< there: only raw prompts can be used
};

struct GenerationRecord {
    engine::GenerationResult result;  ///< of a failed run: what was delivered before the failure
    std::vector<engine::TokenId> promptIds;
    std::vector<engine::TokenEvent> tokens;  ///< every token with its time, text and alternatives
    /// Of every token and alternative above, as people read it: characters, or "<0xE4><0xBD>" where its bytes are only
    /// part of one.
    std::map<engine::TokenId, std::string> pieces;
    std::uint64_t kvCacheBytes = 0;
    engine::DeviceMemory memory;  ///< at the end
};

struct ProbeRecord {
    engine::EngineFacts facts;
    std::vector<engine::PrecisionProbe> precisions;
};

using RunPayload =
    std::variant<std::monostate, std::shared_ptr<const LoadSummary>, std::shared_ptr<const GenerationRecord>,
                 std::shared_ptr<const evaluate::ScoreResult>, std::shared_ptr<const evaluate::BenchResult>,
                 std::shared_ptr<const evaluate::ComparisonResult>, std::shared_ptr<const ProbeRecord>>;

struct RunStarted {
    RunId run = 0;
    CommandKind kind = CommandKind::Load;
    std::int64_t submitNs = 0;
};

enum class RunOutcome { Done, Cancelled, Failed };

/// The last event of a run. Cancelled and Failed may carry what was reached.
struct RunFinished {
    RunId run = 0;
    CommandKind kind = CommandKind::Load;
    RunOutcome outcome = RunOutcome::Done;
    std::optional<Error> error{};  ///< of Failed
    RunPayload payload{};
};

/// The KV cache of a run is there; it stays for the next question, until the model goes or something else is measured.
struct SessionOpened {
    RunId run = 0;
    std::uint64_t kvCacheBytes = 0;
};
/// What both arms of a comparison will be asked, in the order of AnswerText::prompt.
struct PromptsKnown {
    RunId run = 0;
    std::vector<std::string> prompts;
};
struct DesignFixed {
    RunId run = 0;
    evaluate::MeasurementDesign design;
};
struct ArmLoaded {
    RunId run = 0;
    std::size_t arm = 0;  ///< 0: A, 1: B
    std::string device;
    std::shared_ptr<const engine::LoadReport> report;
    std::uint64_t kvCacheBytes = 0;
};
struct BenchTestDone {
    RunId run = 0;
    std::shared_ptr<const evaluate::BenchTest> test;
};

using Event = std::variant<RunStarted, SessionOpened, PromptsKnown, DesignFixed, ArmLoaded, BenchTestDone, RunFinished>;

/// One delivered token, for charts.
struct TokenMetric {
    std::size_t index = 0;
    std::int64_t timeNs = 0;
    std::int64_t gapNs = 0;  ///< since the token before, of the first one since submission
};

/// Text that one arm of a comparison added to its answer.
struct AnswerText {
    std::size_t arm = 0;
    std::size_t prompt = 0;
    std::string text;
};

}  // namespace autoglm::worker
