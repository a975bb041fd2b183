#include "core/evaluate/quality_pass.h"

#include <algorithm>
#include <utility>

#include "core/base/clock.h"

namespace autoglm::evaluate {

namespace {

constexpr std::size_t heldLogitsBytes = 32U << 20U;
constexpr std::size_t fewestChunkPositions = 16;
constexpr std::size_t stripBuckets = 200;
/// Shown before a position; fewer than any scored position has before it.
constexpr std::int64_t contextTokens = 12;

std::size_t chunkPositions(std::int64_t vocabSize) {
    return std::max(fewestChunkPositions,
                    heldLogitsBytes / (static_cast<std::size_t>(std::max<std::int64_t>(vocabSize, 1)) * sizeof(float)));
}

}  // namespace

std::span<const engine::TokenId> qualityText(const ComparisonPlan& plan, const ArmInputs& inputs) {
    const std::span<const engine::TokenId> text(inputs.textIds);
    return plan.maxTextTokens > 0 ? text.first(std::min(text.size(), static_cast<std::size_t>(plan.maxTextTokens)))
                                  : text;
}

QualityPass::QualityPass(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress)
    : m_a(a), m_b(b), m_plan(plan), m_progress(progress) {}

Status QualityPass::run(std::int64_t windowTokens, std::stop_token stop) {
    AUTOGLM_TRY(std::vector<ScoringWindow> windows,
                makeWindows(qualityText(m_plan, m_a.inputs()), m_a.inputs().textPrefix, windowTokens));
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
    std::vector<BothTops> tops;
    std::int64_t nonFinite = 0;
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
                    const engine::TokenId next = ids[position + 1];
                    TokenDivergence token = compareLogits(rowA, rowB, next);
                    if (!isFinite(token)) {
                        ++nonFinite;
                        continue;
                    }
                    token.position = window.textOffset + static_cast<std::int64_t>(position);
                    tokens.push_back(token);
                    tops.push_back({topTokens(rowA, next, token.nllA), topTokens(rowB, next, token.nllB)});
                }
            },
            stop));
    }
    m_nonFinite += nonFinite;
    m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
    m_tops.insert(m_tops.end(), tops.begin(), tops.end());
    return {};
}

std::string QualityPass::textOf(std::span<const engine::TokenId> ids) const {
    const auto& tokenizer = m_a.inputs().tokenizer;
    return tokenizer ? tokenizer->decode(ids, text::SkipSpecial::No) : std::string();
}

std::vector<LikelyToken> QualityPass::likely(const TopTokens& top) const {
    std::vector<LikelyToken> tokens;
    for (const auto& [id, probability] : top)
        if (probability > 0) tokens.push_back({id, textOf(std::span(&id, 1)), probability});
    return tokens;
}

PeakPosition QualityPass::peakAt(std::int64_t position) const {
    const auto text = qualityText(m_plan, m_a.inputs());
    const auto at = std::ranges::lower_bound(m_tokens, position, {}, &TokenDivergence::position) - m_tokens.begin();
    const BothTops& tops = m_tops[static_cast<std::size_t>(at)];
    const auto next = text[static_cast<std::size_t>(position) + 1];
    const auto before =
        text.subspan(static_cast<std::size_t>(position + 1 - contextTokens), static_cast<std::size_t>(contextTokens));
    return {.before = textOf(before),
            .nextId = next,
            .next = textOf(std::span(&next, 1)),
            .a = likely(tops.a),
            .b = likely(tops.b)};
}

std::optional<QualityResult> QualityPass::result() const {
    if (m_tokens.empty()) return std::nullopt;
    std::vector<double> nllA;
    std::vector<double> nllB;
    for (const TokenDivergence& token : m_tokens) {
        nllA.push_back(token.nllA);
        nllB.push_back(token.nllB);
    }
    std::vector<StripBucket> strip = divergenceStrip(m_tokens, stripBuckets);
    for (StripBucket& bucket : strip)
        bucket.peak = peakAt(bucket.maxPosition);
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
                         .strip = std::move(strip),
                         .perToken = m_tokens,
                         .nonFinitePositions = m_nonFinite};
}

}  // namespace autoglm::evaluate
