#include "core/evaluate/own_quality.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/clock.h"
#include "core/evaluate/quality_pass.h"

namespace autoglm::evaluate {

OwnQualityPass::OwnQualityPass(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress)
    : m_sides{{{.arm = &a}, {.arm = &b}}}, m_plan(plan), m_progress(progress) {}

Status OwnQualityPass::run(std::int64_t windowTokens, std::stop_token stop) {
    for (Side& side : m_sides) {
        const ArmInputs& inputs = side.arm->inputs();
        AUTOGLM_TRY(side.windows, makeWindows(qualityText(m_plan, inputs), inputs.textPrefix, windowTokens));
    }
    const auto total = [this] { return m_sides[0].windows.size() + m_sides[1].windows.size(); };
    const auto done = [this] { return m_sides[0].done + m_sides[1].done; };
    m_progress.begin("quality", total(), "windows");
    const std::int64_t beginNs = nowNs();
    while (done() < total()) {
        // The one that has read the smaller part of the text: both stop at the same place where they are stopped.
        Side& side = m_sides[0].done * m_sides[1].windows.size() <= m_sides[1].done * m_sides[0].windows.size()
                         ? m_sides[0]
                         : m_sides[1];
        AUTOGLM_CHECK(scoreNext(side, stop));
        if (m_sides[0].done == 1 && m_sides[1].done == 1) {
            // Only time decides how much of the text is read, never what it says.
            const double seconds = std::max(1e-9, static_cast<double>(nowNs() - beginNs) * 1e-9 / 2);
            const double share = std::min(1.0, m_plan.qualitySeconds / seconds / static_cast<double>(total()));
            for (Side& cut : m_sides)
                cut.windows.resize(std::max<std::size_t>(
                    cut.done, static_cast<std::size_t>(share * static_cast<double>(cut.windows.size()))));
            m_progress.begin("quality", total(), "windows");
        }
        m_progress.advance(done(), side.arm->setup.name);
    }
    return {};
}

Status OwnQualityPass::scoreNext(Side& side, std::stop_token stop) {
    const ScoringWindow& window = side.windows[side.done];
    AUTOGLM_TRY(const ScoreResult scored, scoreWindows(*side.arm->session, std::span(&window, 1), {}, stop));
    const auto& tokenizer = side.arm->inputs().tokenizer;
    for (std::size_t i = 0; i < scored.nll.size(); ++i) {
        if (!std::isfinite(scored.nll[i])) {
            ++side.nonFinite;
            continue;
        }
        side.nll.push_back(scored.nll[i]);
        side.bytes += tokenizer->tokenBytes(window.ids[static_cast<std::size_t>(window.firstScored) + i + 1]).size();
    }
    ++side.done;
    return {};
}

std::optional<OwnQuality> OwnQualityPass::result(std::size_t arm) const {
    const Side& side = m_sides[arm];
    const auto estimate = perplexity(side.nll);
    if (!estimate || side.bytes == 0) return std::nullopt;
    // -Σ ln p / bytes / ln 2, from the mean over tokens.
    const double tokensPerByte = static_cast<double>(side.nll.size()) / static_cast<double>(side.bytes);
    const double scale = tokensPerByte / std::numbers::ln2;
    return OwnQuality{
        .tokens = std::ssize(side.nll),
        .windows = static_cast<std::int64_t>(side.done),
        .windowLength = std::ssize(side.windows.front().ids),
        .bytes = side.bytes,
        .ppl = *estimate,
        .bitsPerByte = scale * std::log(estimate->ppl),
        .bitsPerByteStderr = estimate->lnStderr ? std::optional(scale * *estimate->lnStderr) : std::nullopt,
        .nonFinitePositions = side.nonFinite};
}

}  // namespace autoglm::evaluate
