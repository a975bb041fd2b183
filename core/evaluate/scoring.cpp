#include "core/evaluate/scoring.h"

#include <algorithm>

#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

/// One pass over one window; appends the nll of its scored positions.
Status scoreWindow(engine::Session& session, const ScoringWindow& window, std::vector<double>& nll,
                   std::stop_token stop) {
    AUTOGLM_CHECK(session.truncate(0));
    const std::span ids(window.ids);
    const auto unscored = static_cast<std::size_t>(window.firstScored);
    // The last id is only ever a target, so that its own logits are not computed.
    if (unscored > 0) AUTOGLM_CHECK(session.prefill(ids.first(unscored), stop));
    return session.prefillWithLogits(
        ids.subspan(unscored, static_cast<std::size_t>(window.scoredCount())),
        [&](std::int64_t first, std::int64_t count, std::span<const float> logits) {
            const std::size_t vocab = logits.size() / static_cast<std::size_t>(count);
            for (std::int64_t i = 0; i < count; ++i) {
                const auto row = logits.subspan(static_cast<std::size_t>(i) * vocab, vocab);
                nll.push_back(negativeLogLikelihood(row, ids[static_cast<std::size_t>(first + i + 1)]));
            }
        },
        stop);
}

}  // namespace

Status checkTextLength(std::int64_t tokens, const std::string& subject) {
    if (tokens >= shortTextSkippedPositions + 2) return {};
    return fail(
        ErrorCode::InvalidArgument,
        concat("the text has ", tokens, " tokens; at least ", shortTextSkippedPositions + 2, " are needed to score it"),
        subject);
}

Result<std::vector<ScoringWindow>> makeWindows(std::span<const engine::TokenId> text,
                                               std::span<const engine::TokenId> prefix, std::int64_t windowTokens) {
    const auto total = static_cast<std::int64_t>(text.size());
    const auto prefixTokens = static_cast<std::int64_t>(prefix.size());
    if (windowTokens < 2 * (shortTextSkippedPositions + 1) || prefixTokens >= windowTokens / 2)
        return fail(ErrorCode::InvalidArgument,
                    concat("a window of ", windowTokens, " tokens is too short to score; at least ",
                           2 * (shortTextSkippedPositions + 1), " were expected"),
                    "window");
    AUTOGLM_CHECK(checkTextLength(total, "text"));
    std::vector<ScoringWindow> windows;
    const auto add = [&](std::int64_t offset, std::int64_t length, std::int64_t firstScored) {
        const auto part = text.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
        ScoringWindow window{.ids = {part.begin(), part.end()}, .textOffset = offset, .firstScored = firstScored};
        std::ranges::copy(prefix.first(std::min(prefix.size(), window.ids.size())), window.ids.begin());
        windows.push_back(std::move(window));
    };
    if (total < windowTokens) {
        add(0, total, shortTextSkippedPositions);
        return windows;
    }
    for (std::int64_t offset = 0; offset + windowTokens <= total; offset += windowTokens)
        add(offset, windowTokens, windowTokens / 2);
    return windows;
}

Result<ScoreResult> scoreWindows(engine::Session& session, std::span<const ScoringWindow> windows,
                                 const ProgressCallback& progress, std::stop_token stop) {
    ScoreResult result;
    std::uint64_t total = 0;
    for (const ScoringWindow& window : windows)
        total += static_cast<std::uint64_t>(window.scoredCount());
    for (const ScoringWindow& window : windows) {
        AUTOGLM_CHECK(scoreWindow(session, window, result.nll, stop));
        ++result.windows;
        if (progress)
            progress({.phase = "score", .done = result.nll.size(), .total = total, .unit = "tokens", .detail = {}});
    }
    result.perplexity = perplexity(result.nll);
    return result;
}

Status checkScorable(std::int64_t ids, std::optional<std::int64_t> windowTokens, std::int64_t contextLength,
                     const std::string& subject) {
    if (ids < 2)
        return fail(ErrorCode::InvalidArgument, concat(ids, " ids were given; at least 2 are needed to score one"),
                    subject);
    // The last id of a window is a target only and takes no place in the context.
    if (windowTokens && (*windowTokens < 2 || *windowTokens > contextLength + 1))
        return fail(ErrorCode::InvalidArgument,
                    concat("a window of ", *windowTokens, " tokens was asked for; 2 to ", contextLength + 1,
                           " are possible here"),
                    "window");
    return {};
}

Result<ScoreResult> scoreIds(engine::Session& session, std::span<const engine::TokenId> ids,
                             std::optional<std::int64_t> windowTokens, const ProgressCallback& progress,
                             std::stop_token stop) {
    AUTOGLM_CHECK(checkScorable(std::ssize(ids), windowTokens, session.contextLength()));
    const std::int64_t longest = windowTokens.value_or(session.contextLength() + 1);
    std::vector<ScoringWindow> windows;
    const auto total = static_cast<std::int64_t>(ids.size());
    for (std::int64_t offset = 0; offset + 1 < total; offset += longest - 1) {
        const auto part =
            ids.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(std::min(longest, total - offset)));
        windows.push_back({.ids = {part.begin(), part.end()}, .textOffset = offset, .firstScored = 0});
    }
    return scoreWindows(session, windows, progress, stop);
}

}  // namespace autoglm::evaluate
