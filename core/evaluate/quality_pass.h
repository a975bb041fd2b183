// Both arms over the same windows of the same tokens in lockstep, a few positions at a time, so that only those logits
// are held. Engine thread. Cancelled keeps whole windows. A position with a logit that is not finite is counted and
// left out.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/evaluate/arm.h"
#include "core/evaluate/scoring.h"

namespace autoglm::evaluate {

/// The part of an arm's text that is scored.
std::span<const engine::TokenId> qualityText(const ComparisonPlan& plan, const ArmInputs& inputs);

class QualityPass {
  public:
    QualityPass(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress);

    Status run(std::int64_t windowTokens, std::stop_token stop);

    /// What was scored so far; absent where nothing was.
    std::optional<QualityResult> result() const;
    std::int64_t nonFinitePositions() const { return m_nonFinite; }

  private:
    struct BothTops {
        TopTokens a;
        TopTokens b;
    };

    Status compareWindow(const ScoringWindow& window, std::stop_token stop);
    PeakPosition peakAt(std::int64_t position) const;
    std::string textOf(std::span<const engine::TokenId> ids) const;
    std::vector<LikelyToken> likely(const TopTokens& top) const;

    Arm& m_a;
    Arm& m_b;
    const ComparisonPlan& m_plan;
    ProgressTracker& m_progress;
    std::vector<TokenDivergence> m_tokens;
    std::vector<BothTops> m_tops;  ///< beside m_tokens; which will be shown is known only at the end
    std::int64_t m_nonFinite = 0;
    std::int64_t m_windows = 0;
    std::int64_t m_windowLength = 0;
};

}  // namespace autoglm::evaluate
