// Negative log-likelihood of a text under one model, and the windows that texts are scored in. Runs on the engine
// thread. Windows are disjoint, of n_ctx tokens, their first tokens replaced by the tokenizer's prefix where it adds
// one; positions n_ctx/2 ... n_ctx - 2 are scored (255 of 512). A text shorter than a window: one window, all positions
// after the first 16. Errors: InvalidArgument (too few ids, an id outside the vocabulary), those of the engine,
// Cancelled.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/engine/engine.h"
#include "core/evaluate/divergence.h"

namespace autoglm::evaluate {

inline constexpr std::int64_t standardWindowTokens = 512;
inline constexpr std::int64_t shortTextSkippedPositions = 16;

/// ids of one pass; position i is scored against ids[i + 1] for firstScored <= i < ids.size() - 1.
struct ScoringWindow {
    std::vector<engine::TokenId> ids;
    std::int64_t textOffset = 0;  ///< of ids[0] in the text
    std::int64_t firstScored = 0;
    std::int64_t scoredCount() const { return static_cast<std::int64_t>(ids.size()) - 1 - firstScored; }
};

/// `prefix` is what the tokenizer puts before a text (may be empty); it replaces as many tokens of every window.
Result<std::vector<ScoringWindow>> makeWindows(std::span<const engine::TokenId> text,
                                               std::span<const engine::TokenId> prefix,
                                               std::int64_t windowTokens = standardWindowTokens);

/// Ok where a text of `tokens` can be scored in windows of makeWindows(); names `subject`.
Status checkTextLength(std::int64_t tokens, const std::string& subject);

struct ScoreResult {
    std::vector<double> nll;  ///< per scored position
    std::optional<PerplexityEstimate> perplexity;
    std::int64_t windows = 0;
};

/// What scoreIds() refuses of so many ids in such windows, known before a model is loaded; names `subject`.
Status checkScorable(std::int64_t ids, std::optional<std::int64_t> windowTokens, std::int64_t contextLength,
                     const std::string& subject = "ids");

/// All positions after the first: one fewer value than ids. In one pass where the ids fit `windowTokens` (default: the
/// session's context), else in disjoint windows that each see the last token of the one before.
Result<ScoreResult> scoreIds(engine::Session& session, std::span<const engine::TokenId> ids,
                             std::optional<std::int64_t> windowTokens, const ProgressCallback& progress,
                             std::stop_token stop);

/// The scored positions of `windows`.
Result<ScoreResult> scoreWindows(engine::Session& session, std::span<const ScoringWindow> windows,
                                 const ProgressCallback& progress, std::stop_token stop);

}  // namespace autoglm::evaluate
