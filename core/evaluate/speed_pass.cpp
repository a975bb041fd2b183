#include "core/evaluate/speed_pass.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/clock.h"
#include "core/base/figure.h"
#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

constexpr int minimumWarmUps = 2;
constexpr int maximumWarmUps = 6;
constexpr std::int64_t fewestDecodeTokens = 8;
constexpr std::int64_t fewestSameArmBlocks = 3;
// Any fixed number: the same measurements must give the same report.
constexpr std::uint64_t resamplingSeed = 20240607;

/// ln of B over A in one block of runs A B B A; absent where a run has no such metric.
std::optional<double> blockLogRatio(const std::array<measure::RunRecord, 4>& runs,
                                    std::optional<double> (measure::RunRecord::*metric)() const) {
    std::array<double, 4> logs{};
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto value = (runs[i].*metric)();
        if (!value || *value <= 0) return std::nullopt;
        logs[i] = std::log(*value);
    }
    return (logs[1] + logs[2]) / 2 - (logs[0] + logs[3]) / 2;
}

std::vector<double> present(const auto& blocks, auto metric) {
    std::vector<double> values;
    for (const auto& block : blocks)
        if (block.*metric) values.push_back(*(block.*metric));
    return values;
}

SampledMetric metricOf(const std::vector<measure::RunRecord>& runs,
                       std::optional<double> (measure::RunRecord::*metric)() const) {
    std::vector<double> samples;
    for (const measure::RunRecord& run : runs)
        if (const auto value = (run.*metric)()) samples.push_back(*value);
    return sampledMetric(std::move(samples));
}

void summarize(ArmResult& arm) {
    arm.ttftSeconds = metricOf(arm.runs, &measure::RunRecord::ttftSeconds);
    arm.tpotSeconds = metricOf(arm.runs, &measure::RunRecord::tpotSeconds);
    arm.decodeRate = metricOf(arm.runs, &measure::RunRecord::decodeRateTokensPerSecond);
    arm.prefillRate = metricOf(arm.runs, &measure::RunRecord::prefillTokensPerSecond);
}

/// The pilot only planned: what was measured decides what could be found, and nothing below the noise floor is.
std::optional<double> findableIn(const PairedRatio& ratio) {
    if (!ratio.estimate || !ratio.estimate->logStddev) return std::nullopt;
    const auto found = measure::smallestFindableRatio(*ratio.estimate->logStddev, ratio.estimate->n);
    return found ? std::optional(std::max(*found, std::exp(ratio.noiseFloorLog))) : std::nullopt;
}

}  // namespace

SpeedPass::SpeedPass(Arm& a, Arm& b, const ComparisonPlan& plan, ProgressTracker& progress)
    : m_a(a), m_b(b), m_plan(plan), m_progress(progress) {}

Pace SpeedPass::paceOf(const Arm& arm) {
    if (arm.result.warmUps.empty()) return {};
    const measure::RunRecord& last = arm.result.warmUps.back();
    const double prefillRate = last.prefillTokensPerSecond().value_or(0);
    return {.secondsPerPromptToken = prefillRate > 0 ? 1 / prefillRate : 0,
            .secondsPerToken = last.tpotSeconds().value_or(0)};
}

Status SpeedPass::warmUp(std::stop_token stop) {
    m_progress.begin("warm-up", 2 * maximumWarmUps, "runs");
    const double slowest = std::max(paceOf(m_a).secondsPerToken, paceOf(m_b).secondsPerToken);
    const double affordable = slowest > 0 ? m_plan.runSeconds / slowest : 1e9;
    m_decodeTokens = std::clamp(static_cast<std::int64_t>(std::min(affordable, 1e9)),
                                std::min(fewestDecodeTokens, m_plan.decodeTokens), m_plan.decodeTokens);
    AUTOGLM_CHECK(warmUpArm(m_a, stop));
    return warmUpArm(m_b, stop);
}

Status SpeedPass::warmUpArm(Arm& arm, std::stop_token stop) {
    std::vector<double> seconds;
    std::optional<bool> converged;
    while (std::ssize(seconds) < minimumWarmUps || (converged == false && std::ssize(seconds) < maximumWarmUps)) {
        AUTOGLM_TRY(measure::RunRecord run,
                    timedRun(arm, arm.inputs().prompts.front(), m_decodeTokens, "warm-up", stop));
        seconds.push_back(run.e2eSeconds().value_or(0));
        arm.result.warmUps.push_back(std::move(run));
        converged = measure::warmUpHasConverged(seconds);
        m_progress.advance((&arm == &m_b ? maximumWarmUps : 0) + seconds.size(), arm.setup.name);
    }
    if (converged) m_warmUpConverged = m_warmUpConverged.value_or(true) && *converged;
    return {};
}

Result<SpeedPass::Block> SpeedPass::runBlock(Arm& first, Arm& second, std::size_t index,
                                             std::vector<measure::RunRecord>& runs, std::stop_token stop) {
    const std::size_t prompt = index % m_plan.prompts.size();
    const std::array<Arm*, 4> order = {&first, &second, &second, &first};
    std::array<measure::RunRecord, 4> records;
    for (std::size_t i = 0; i < order.size(); ++i) {
        AUTOGLM_TRY(records[i], timedRun(*order[i], order[i]->inputs().prompts[prompt], m_decodeTokens,
                                         concat("block ", index + 1, ", prompt ", prompt + 1), stop));
    }
    const Block block{.logRate = blockLogRatio(records, &measure::RunRecord::decodeRateTokensPerSecond),
                      .logTtft = blockLogRatio(records, &measure::RunRecord::ttftSeconds)};
    for (measure::RunRecord& record : records)
        runs.push_back(std::move(record));
    return block;
}

Status SpeedPass::pilot(std::stop_token stop) {
    m_progress.begin("pilot", static_cast<std::uint64_t>(std::max<std::int64_t>(m_plan.pilotBlocks, 0)), "blocks");
    std::vector<Block> blocks;
    std::vector<measure::RunRecord> thrownAway;
    const std::int64_t beginNs = nowNs();
    for (std::int64_t i = 0; i < m_plan.pilotBlocks; ++i) {
        AUTOGLM_TRY(const Block block, runBlock(m_a, m_b, static_cast<std::size_t>(i), thrownAway, stop));
        blocks.push_back(block);
        m_progress.advance(blocks.size(), {});
    }
    const double elapsed = static_cast<double>(nowNs() - beginNs) * 1e-9;
    fixDesign(blocks, blocks.empty() ? 0 : elapsed / static_cast<double>(blocks.size()));
    return {};
}

void SpeedPass::fixDesign(const std::vector<Block>& pilotBlocks, double blockSeconds) {
    const std::vector<double> logs = present(pilotBlocks, &Block::logRate);
    m_design.pilotBlocks = std::ssize(pilotBlocks);
    m_design.pilotLogStddev = measure::sampleStddev(logs);
    const auto findable = [this](std::int64_t blocks) -> std::optional<double> {
        if (!m_design.pilotLogStddev) return std::nullopt;
        return measure::smallestFindableRatio(*m_design.pilotLogStddev, static_cast<std::size_t>(blocks));
    };
    if (m_plan.blocks) {
        m_design.blocks = *m_plan.blocks;
        m_design.blocksReason = concat(m_design.blocks, " blocks were asked for");
    } else {
        const double inTime = blockSeconds > 0 ? m_plan.blocksSeconds / blockSeconds : 1e9;
        const auto most =
            std::clamp(static_cast<std::int64_t>(std::min(inTime, 1e9)), m_plan.minimumBlocks, m_plan.maximumBlocks);
        m_design.blocks = m_plan.minimumBlocks;
        while (m_design.blocks < most && findable(m_design.blocks).value_or(1) > m_plan.targetRatio)
            ++m_design.blocks;
        m_design.blocksReason = concat(m_design.blocks, " blocks, from a pilot of ", m_design.pilotBlocks,
                                       " that was thrown away; ", m_plan.minimumBlocks, " to ", most, " were possible");
    }
    m_design.sameArmBlocks = std::min(m_design.blocks, std::max(fewestSameArmBlocks, m_design.blocks / 2));
    m_design.smallestFindableRatio = findable(m_design.blocks);
}

std::string MeasurementDesign::findableSentence() const {
    if (!smallestFindableRatio) return {};
    // Two or three blocks of a noisy machine: the figure would only look like one.
    if (*smallestFindableRatio > 2) return "So few blocks find a factor of two at best.";
    return concat("The smallest difference they find is ", figureText((*smallestFindableRatio - 1) * 100), " %.");
}

Status SpeedPass::measure(std::stop_token stop) {
    const std::int64_t total = m_design.blocks + m_design.sameArmBlocks;
    m_progress.begin("measure", static_cast<std::uint64_t>(total), "blocks");
    const auto done = [this] { return m_blocks.size() + m_sameArmBlocks.size(); };
    for (std::int64_t i = 0; i < m_design.blocks; ++i) {
        std::vector<measure::RunRecord> runs;
        AUTOGLM_TRY(const Block block, runBlock(m_a, m_b, static_cast<std::size_t>(i), runs, stop));
        m_blocks.push_back(block);
        for (const std::size_t position : {0U, 3U})
            m_a.result.runs.push_back(std::move(runs[position]));
        for (const std::size_t position : {1U, 2U})
            m_b.result.runs.push_back(std::move(runs[position]));
        m_progress.advance(done(), "A B B A");
        // Spread over the session, so that the noise floor sees the same drift as the blocks do.
        while (std::ssize(m_sameArmBlocks) < (i + 1) * m_design.sameArmBlocks / m_design.blocks) {
            AUTOGLM_TRY(const Block same, runBlock(m_a, m_a, static_cast<std::size_t>(i), m_sameArmRuns, stop));
            m_sameArmBlocks.push_back(same);
            m_progress.advance(done(), "A A A A");
        }
    }
    return {};
}

PairedRatio SpeedPass::pairedRatio(std::optional<double> Block::* metric, Sense sense) const {
    PairedRatio ratio;
    ratio.blockLogRatios = present(m_blocks, metric);
    ratio.sameArmLogRatios = present(m_sameArmBlocks, metric);
    ratio.estimate = measure::ratioEstimate(ratio.blockLogRatios);
    ratio.bootstrap95 = measure::bootstrapRatio(ratio.blockLogRatios, resamplingSeed);
    ratio.noiseFloorLog = measure::noiseFloorLog(ratio.sameArmLogRatios, resamplingSeed);
    ratio.difference = tellDifference(ratio, sense);
    return ratio;
}

void SpeedPass::finish(ComparisonResult& result) const {
    if (m_design.blocks > 0) result.design = m_design;
    result.blocksDone = std::ssize(m_blocks);
    result.sameArmBlocksDone = std::ssize(m_sameArmBlocks);
    result.sameArmRuns = m_sameArmRuns;
    result.decodeTokensPerRun = m_decodeTokens;
    result.decodeRateRatio = pairedRatio(&Block::logRate, Sense::HigherIsFaster);
    result.ttftRatio = pairedRatio(&Block::logTtft, Sense::LowerIsFaster);
    result.smallestFindableRatio = findableIn(result.decodeRateRatio);
    summarize(m_a.result);
    summarize(m_b.result);
    result.warmUpRuns = std::ssize(m_a.result.warmUps) + std::ssize(m_b.result.warmUps);
}

}  // namespace autoglm::evaluate
