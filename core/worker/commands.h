// What can be asked of the engine thread: plain values, made by the caller, moved to the thread. Functions in them are
// called on the engine thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "core/engine/generate.h"
#include "core/evaluate/bench.h"
#include "core/evaluate/comparison.h"
#include "core/evaluate/memory_check.h"
#include "core/text/chat_messages.h"
#include "core/text/tokenizer.h"

namespace autoglm::worker {

/// Replaces the loaded model; another precision is another load.
struct LoadCommand {
    std::filesystem::path model{};
    model::Scheme scheme{};
    std::string device = "cpu";
    int threads = 0;  ///< 0: the engine's default
    engine::MismatchPolicy mismatch = engine::MismatchPolicy::Refuse;
    DigestFactory digests{};
    std::optional<std::filesystem::path> expectFile{};
    std::int64_t contextLength = 2048;  ///< that the memory must suffice for
    evaluate::MemoryPolicy memory = evaluate::MemoryPolicy::Refuse;
    std::optional<std::uint64_t> freeMemoryBytes{};  ///< as the caller saw it, a loaded model still there;
                                                     ///< used where the engine does not know the device's
};

struct UnloadCommand {};

struct RawPrompt {
    std::string text;
};
using ChatPrompt = std::vector<text::Message>;   ///< rendered by the model's chat template
using IdsPrompt = std::vector<engine::TokenId>;  ///< taken as they are
using Prompt = std::variant<RawPrompt, ChatPrompt, IdsPrompt>;

/// Answers one prompt with the loaded model. What the prompt shares with the one before and its answer, from the
/// beginning on, is not computed again.
struct GenerateCommand {
    Prompt prompt{};
    engine::GenerationParameters parameters{};  ///< without eosIds: those of the model
    std::int64_t contextLength = 0;             ///< 0: what the model was made for
    /// Whether special tokens that the prompt or a message spells count as such; a template's own always do.
    text::ParseSpecial specials = text::ParseSpecial::Yes;
};

/// Negative log-likelihood of a text under the loaded model.
struct ScoreCommand {
    std::variant<std::string, IdsPrompt> text{};
    std::optional<std::int64_t> windowTokens{};  ///< absent: the whole text, as far as the model's context goes
};

/// Whether the loaded model stays in memory beside the ones that a bench or comparison loads.
enum class ResidentModel { Keep, Unload };

/// Makes a plan on the engine thread: reading and encoding what it needs may take seconds.
template <class Plan>
using PlanMaker = std::function<Result<Plan>(const ProgressCallback& progress, std::stop_token stop)>;

struct BenchCommand {
    PlanMaker<evaluate::BenchPlan> plan{};
    ResidentModel resident = ResidentModel::Keep;
};

struct CompareCommand {
    PlanMaker<evaluate::ComparisonPlan> plan{};
    ResidentModel resident = ResidentModel::Keep;
};

/// Facts of the engine and its precisions tried on `device`.
struct ProbeCommand {
    std::string device = "cpu";
};

using Command =
    std::variant<LoadCommand, UnloadCommand, GenerateCommand, ScoreCommand, BenchCommand, CompareCommand, ProbeCommand>;

/// In the order of Command.
enum class CommandKind { Load, Unload, Generate, Score, Bench, Compare, Probe };
inline CommandKind commandKind(const Command& command) {
    return static_cast<CommandKind>(command.index());
}

}  // namespace autoglm::worker
