#include "core/evaluate/quality_pass.h"

#include <algorithm>

#include "core/base/clock.h"

namespace autoglm::evaluate {

namespace {

constexpr std::size_t heldLogitsBytes = 32U << 20U;
constexpr std::size_t fewestChunkPositions = 16;
constexpr std::size_t stripBuckets = 200;

std::size_t chunkPositions(std::int64_t vocabSize) {
    return std::max(fewestChunkPositions,
                    heldLogitsBytes / (static_cast<std::size_t>(std::max<std::int64_t>(vocabSize, 1)) * sizeof(float)));
}

}  // namespace

std::span<const engine::TokenId> qualityText(const ComparisonPlan& plan) {
    const std::span<const engine::TokenId> text(plan.textIds);
    return plan.maxTextTokens > 0 ? text.first(std::min(text.size(), static_cast<std::size_t>(plan.maxTextTokens)))
                                  : text;
}

QualityPass::QualityPass(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress)
    : m_a(a), m_b(b), m_plan(plan), m_progress(progress) {}

Status QualityPass::run(std::int64_t windowTokens, std::stop_token stop) {
    AUTOGLM_TRY(std::vector<ScoringWindow> windows, makeWindows(qualityText(m_plan), m_plan.textPrefix, windowTokens));
    m_windowLength = std::ssize(windows.front().ids);
    m_progress.begin("quality", windows.size(), "windows");
    const std::int64_t beginNs = nowNs();
    for (std::size_t i = 0; i < windows.size(); ++i) {
        AUTOGLM_CHECK(compareWindow(windows[i], stop));
        ++m_windows;
        if (i == 0) {
            // Only time decides how many windows are read, never what they say.
            const double seconds = std::max(1e-9, static_cast<double>(nowNs() - beginNs) * 1e-9);
            const double affordable =
                std::clamp(m_plan.qualitySeconds / seconds, 1.0, static_cast<double>(windows.size()));
            windows.resize(static_cast<std::size_t>(affordable));
            m_progress.begin("quality", windows.size(), "windows");
        }
        m_progress.advance(i + 1, {});
    }
    return {};
}

Status QualityPass::compareWindow(const ScoringWindow& window, std::stop_token stop) {
    const std::span ids(window.ids);
    const auto unscored = static_cast<std::size_t>(window.firstScored);
    for (Arm* arm : {&m_a, &m_b}) {
        AUTOGLM_CHECK(arm->session->truncate(0));
        if (unscored > 0) AUTOGLM_CHECK(arm->session->prefill(ids.first(unscored), stop));
    }
    std::vector<TokenDivergence> tokens;
    std::vector<float> logitsA;
    const std::size_t chunk = chunkPositions(m_a.model->folder().config.vocabSize);
    for (std::size_t begin = unscored; begin + 1 < ids.size(); begin += chunk) {
        const auto part = ids.subspan(begin, std::min(chunk, ids.size() - 1 - begin));
        logitsA.clear();
        AUTOGLM_CHECK(m_a.session->prefillWithLogits(
            part,
            [&](std::int64_t, std::int64_t, std::span<const float> rows) {
                logitsA.insert(logitsA.end(), rows.begin(), rows.end());
            },
            stop));
        const std::size_t vocab = logitsA.size() / part.size();
        AUTOGLM_CHECK(m_b.session->prefillWithLogits(
            part,
            [&](std::int64_t first, std::int64_t count, std::span<const float> rows) {
                for (std::int64_t i = 0; i < count; ++i) {
                    const auto position = static_cast<std::size_t>(first + i);
                    const auto rowA = std::span<const float>(logitsA).subspan((position - begin) * vocab, vocab);
                    const auto rowB = rows.subspan(static_cast<std::size_t>(i) * vocab, vocab);
                    tokens.push_back(compareLogits(rowA, rowB, ids[position + 1]));
                    tokens.back().position = window.textOffset + static_cast<std::int64_t>(position);
                }
            },
            stop));
    }
    const auto total = tokens.size();
    std::erase_if(tokens, [](const TokenDivergence& token) { return !isFinite(token); });
    m_nonFinite += static_cast<std::int64_t>(total - tokens.size());
    m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
    return {};
}

std::optional<QualityResult> QualityPass::result() const {
    if (m_tokens.empty()) return std::nullopt;
    std::vector<double> nllA;
    std::vector<double> nllB;
    for (const TokenDivergence& token : m_tokens) {
        nllA.push_back(token.nllA);
        nllB.push_back(token.nllB);
    }
    const auto same = static_cast<std::size_t>(std::ranges::count(m_tokens, true, &TokenDivergence::sameTop));
    return QualityResult{.tokens = std::ssize(m_tokens),
                         .windows = m_windows,
                         .windowLength = m_windowLength,
                         .kld = summarizeKld(m_tokens),
                         .sameTop = *measure::wilson(same, m_tokens.size()),
                         .deltaP = summarizeDeltaP(m_tokens),
                         .pplA = *perplexity(nllA),
                         .pplB = *perplexity(nllB),
                         .lnPplRatio = summarizeLogRatio(m_tokens),
                         .strip = divergenceStrip(m_tokens, stripBuckets),
                         .perToken = m_tokens,
                         .nonFinitePositions = m_nonFinite};
}

}  // namespace autoglm::evaluate
