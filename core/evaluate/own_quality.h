// Each arm alone over its own tokens of the same text, for models whose positions cannot be held against each other:
// perplexity, and bits per byte, which any two tokenizers share. The windows are those of scoring.h; arms take turns.
// Engine thread. Cancelled keeps whole windows. A position whose likelihood is not finite is counted and left out.
#pragma once

#include <array>
#include <stop_token>

#include "core/evaluate/arm.h"
#include "core/evaluate/scoring.h"

namespace autoglm::evaluate {

class OwnQualityPass {
  public:
    OwnQualityPass(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress);

    Status run(std::int64_t windowTokens, std::stop_token stop);

    /// What was scored of an arm so far; absent where nothing was.
    std::optional<OwnQuality> result(std::size_t arm) const;
    std::int64_t nonFinitePositions() const { return m_sides[0].nonFinite + m_sides[1].nonFinite; }

  private:
    struct Side {
        Arm* arm = nullptr;
        std::vector<ScoringWindow> windows{};  ///< that will be read
        std::size_t done = 0;
        std::vector<double> nll{};
        std::uint64_t bytes = 0;
        std::int64_t nonFinite = 0;
    };

    Status scoreNext(Side& side, std::stop_token stop);

    std::array<Side, 2> m_sides;
    const ComparisonPlan& m_plan;
    ProgressTracker& m_progress;
};

}  // namespace autoglm::evaluate
