// The timed part of a comparison: warm-up, a pilot that is thrown away and fixes the number of blocks, then A B B A
// blocks over the prompts with A A A A blocks in between for the noise floor. Engine thread. Cancelled leaves whole
// blocks only.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/evaluate/arm.h"

namespace autoglm::evaluate {

/// What tokens of an arm take, from its last warm-up; 0 where that is not known.
struct Pace {
    double secondsPerPromptToken = 0;
    double secondsPerToken = 0;
    double seconds(double promptTokens, double tokens) const {
        return promptTokens * secondsPerPromptToken + tokens * secondsPerToken;
    }
};

class SpeedPass {
  public:
    SpeedPass(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress);

    Status warmUp(std::stop_token stop);
    /// The design is fixed afterwards; nothing of the pilot is kept but its spread.
    Status pilot(std::stop_token stop);
    Status measure(std::stop_token stop);

    /// What was measured so far, into `result` and the arms' own results.
    void finish(ComparisonResult& result) const;

    const MeasurementDesign& design() const { return m_design; }
    std::int64_t decodeTokens() const { return m_decodeTokens; }
    std::optional<bool> warmUpConverged() const { return m_warmUpConverged; }
    static Pace paceOf(const Arm& arm);

  private:
    struct Block {
        std::optional<double> logRate;  ///< absent where a run had no rate: one token, or no time passed
        std::optional<double> logTtft;
    };
    Status warmUpArm(Arm& arm, std::stop_token stop);
    Result<Block> runBlock(Arm& first, Arm& second, std::size_t index, std::vector<measure::RunRecord>& runs,
                           std::stop_token stop);
    void fixDesign(const std::vector<Block>& pilotBlocks, double blockSeconds);
    PairedRatio pairedRatio(std::optional<double> Block::* metric, Sense sense) const;

    Arm& m_a;
    Arm& m_b;
    const ComparisonPlan& m_plan;
    ProgressTracker& m_progress;
    MeasurementDesign m_design;
    std::int64_t m_decodeTokens = 0;
    std::optional<bool> m_warmUpConverged;
    std::vector<Block> m_blocks;
    std::vector<Block> m_sameArmBlocks;
    std::vector<measure::RunRecord> m_sameArmRuns;
};

}  // namespace autoglm::evaluate
