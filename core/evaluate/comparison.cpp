#include "core/evaluate/comparison.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/evaluate/answer_pass.h"
#include "core/evaluate/arm.h"
#include "core/evaluate/mbu.h"
#include "core/evaluate/quality_pass.h"
#include "core/evaluate/speed_pass.h"
#include "core/evaluate/verdict.h"
#include "core/model/ledger.h"

namespace autoglm::evaluate {

namespace {

std::int64_t windowTokensOf(const ComparisonPlan& plan) {
    const std::int64_t positions = plan.folder->config.maxPositions;
    return positions > 0 ? std::min(standardWindowTokens, positions) : standardWindowTokens;
}

/// Everything that can be known to fail is refused before minutes are spent on measuring.
Status validatePlan(const ComparisonPlan& plan) {
    if (!plan.folder) return fail(ErrorCode::InvalidArgument, "the comparison has no model", "model");
    if (plan.prompts.empty())
        return fail(ErrorCode::InvalidArgument, "the comparison has no prompt; at least one is needed", "prompts");
    for (const PreparedPrompt& prompt : plan.prompts)
        if (prompt.ids.empty())
            return fail(ErrorCode::InvalidArgument, "a prompt is empty; at least one token is needed", "prompts");
    if (plan.tasks.size() != plan.preparedTasks.size() || (!plan.tasks.empty() && !plan.tokenizer))
        return fail(ErrorCode::InvalidArgument, "tasks need a tokenizer and one prepared prompt each", "tasks");
    if (plan.blocks && *plan.blocks < 1)
        return fail(ErrorCode::InvalidArgument,
                    concat(*plan.blocks, " repetitions were asked for; at least 1 is needed"), "repetitions");
    if (plan.decodeTokens < 2)
        return fail(ErrorCode::InvalidArgument, "a timed run needs at least 2 tokens", "decode tokens");
    if (plan.textIds.empty()) return {};
    AUTOGLM_TRY(const auto windows, makeWindows(qualityText(plan), plan.textPrefix, windowTokensOf(plan)));
    return {};
}

/// Everything one comparison carries along; one object per run.
class ComparisonRun {
  public:
    ComparisonRun(engine::Engine& engine, const ComparisonPlan& plan, const ComparisonCallbacks& callbacks)
        : m_engine(engine), m_plan(plan), m_callbacks(callbacks), m_progress(callbacks.progress) {}

    Result<ComparisonResult> run(std::stop_token stop);

  private:
    Status work(std::stop_token stop);
    Status loadArms(std::stop_token stop);
    Status load(std::unique_ptr<Arm>& arm, ArmSetup setup, std::stop_token stop);
    Status checkBothFit(const ArmSetup& a, const ArmSetup& b);
    void expectLaterPhases();
    void conclude();
    std::int64_t contextLength() const;
    std::vector<engine::TokenId> longPrompt() const;
    std::optional<std::uint64_t> freeBytes(const std::string& device);

    engine::Engine& m_engine;
    const ComparisonPlan& m_plan;
    const ComparisonCallbacks& m_callbacks;
    ProgressTracker m_progress;
    ComparisonResult m_result;
    std::unique_ptr<Arm> m_a;
    std::unique_ptr<Arm> m_b;
    std::optional<SpeedPass> m_speed;
    std::optional<QualityPass> m_quality;
    std::vector<TaskOutcome> m_taskOutcomes;
};

std::int64_t ComparisonRun::contextLength() const {
    std::int64_t longest = m_plan.textIds.empty() ? 0 : std::min(windowTokensOf(m_plan), std::ssize(m_plan.textIds));
    for (const PreparedPrompt& prompt : m_plan.prompts)
        longest = std::max(longest, std::ssize(prompt.ids) + std::max(m_plan.decodeTokens, m_plan.answerTokens));
    for (const PreparedTask& task : m_plan.preparedTasks)
        longest = std::max(longest, std::ssize(task.ids) + task.maxTokens);
    const std::int64_t positions = m_plan.folder->config.maxPositions;
    return positions > 0 ? std::min(longest, positions) : longest;
}

/// What prefill's memory is measured with: a window of the text where there is one.
std::vector<engine::TokenId> ComparisonRun::longPrompt() const {
    const auto& ids = m_plan.textIds.empty() ? m_plan.prompts.front().ids : m_plan.textIds;
    const auto length = std::min<std::int64_t>({std::ssize(ids), windowTokensOf(m_plan), contextLength()});
    return {ids.begin(), ids.begin() + length};
}

std::optional<std::uint64_t> ComparisonRun::freeBytes(const std::string& device) {
    const engine::DeviceMemory memory = m_engine.memory(device);
    if (memory.totalBytes) m_result.deviceMemoryBytes = memory.totalBytes;
    std::optional<std::uint64_t> system;
    if (device == "cpu" && m_plan.memorySnapshot) {
        const MemorySnapshot snapshot = m_plan.memorySnapshot();
        if (!m_result.deviceMemoryBytes) m_result.deviceMemoryBytes = snapshot.totalSystemBytes;
        system = snapshot.availableSystemBytes;
    }
    return memory.freeBytes ? memory.freeBytes : system;
}

Status ComparisonRun::checkBothFit(const ArmSetup& a, const ArmSetup& b) {
    const auto needed = [this](const ArmSetup& setup) {
        return model::computeLedger(m_plan.folder->config, setup.scheme, setup.contextLength).totalBytes();
    };
    const auto name = [](const ArmSetup& setup) { return std::string(model::precisionTitle(setup.scheme.precision)); };
    if (a.device == b.device)
        return checkMemory(needed(a) + needed(b), freeBytes(a.device),
                           concat("loading ", name(a), " and ", name(b), " side by side"), a.device, m_plan.memory);
    AUTOGLM_CHECK(checkMemory(needed(a), freeBytes(a.device), "loading " + name(a), a.device, m_plan.memory));
    return checkMemory(needed(b), freeBytes(b.device), "loading " + name(b), b.device, m_plan.memory);
}

Status ComparisonRun::load(std::unique_ptr<Arm>& arm, ArmSetup setup, std::stop_token stop) {
    m_progress.begin("load " + setup.name, 0, "bytes");
    const auto onProgress = [this](const Progress& progress) { m_progress.report(progress); };
    AUTOGLM_TRY(Arm loaded, loadArm(m_engine, m_plan, std::move(setup), onProgress, stop));
    arm = std::make_unique<Arm>(std::move(loaded));
    if (m_callbacks.armLoaded) m_callbacks.armLoaded(m_b ? 1 : 0, arm->model->report());
    return measureMemory(*arm, m_engine, m_plan, longPrompt(), stop);
}

Status ComparisonRun::loadArms(std::stop_token stop) {
    const auto [schemeA, schemeB] = pairedSchemes(m_plan.a.precision, m_plan.b.precision);
    const ArmSetup a{.name = "A", .scheme = schemeA, .device = m_plan.a.device, .contextLength = contextLength()};
    const ArmSetup b{.name = "B", .scheme = schemeB, .device = m_plan.b.device, .contextLength = contextLength()};
    AUTOGLM_CHECK(checkBothFit(a, b));
    AUTOGLM_CHECK(load(m_a, a, stop));
    m_result.files = m_a->model->report().files;
    m_result.hashMismatchOverridden = m_a->model->report().hasMismatch();
    m_result.randomTokens = !m_plan.tokenizer;
    return load(m_b, b, stop);
}

/// Guesses for the remaining time, from what one token of each arm took in its last warm-up.
void ComparisonRun::expectLaterPhases() {
    const double both = SpeedPass::secondsPerToken(*m_a) + SpeedPass::secondsPerToken(*m_b);
    const auto tokens = [both](std::int64_t count) {
        return static_cast<std::int64_t>(static_cast<double>(count) * both * 1e9);
    };
    const std::int64_t block = 2 * m_speed->decodeTokens();
    m_progress.expect("pilot", tokens(block * m_plan.pilotBlocks));
    m_progress.expect("measure", tokens(block * m_plan.blocks.value_or(m_plan.minimumBlocks) * 3 / 2));
    // Prefill of a token costs a fraction of its decoding.
    if (!m_plan.textIds.empty())
        m_progress.expect("quality", std::min(tokens(std::ssize(m_plan.textIds) / 8),
                                              static_cast<std::int64_t>(m_plan.qualitySeconds * 1e9)));
    m_progress.expect("answers", tokens(std::ssize(m_plan.prompts) * m_plan.answerTokens / 2));
    std::int64_t taskTokens = 0;
    for (const PreparedTask& task : m_plan.preparedTasks)
        taskTokens += task.maxTokens;
    if (taskTokens > 0) m_progress.expect("tasks", tokens(taskTokens / 4));
}

Status ComparisonRun::work(std::stop_token stop) {
    AUTOGLM_CHECK(loadArms(stop));
    m_speed.emplace(*m_a, *m_b, m_plan, m_progress);
    AUTOGLM_CHECK(m_speed->warmUp(stop));
    expectLaterPhases();
    AUTOGLM_CHECK(m_speed->pilot(stop));
    if (m_callbacks.designFixed) m_callbacks.designFixed(m_speed->design());
    AUTOGLM_CHECK(m_speed->measure(stop));
    if (!m_plan.textIds.empty()) {
        m_quality.emplace(*m_a, *m_b, m_plan, m_progress);
        AUTOGLM_CHECK(m_quality->run(windowTokensOf(m_plan), stop));
    }
    AUTOGLM_CHECK(runAnswers(*m_a, *m_b, m_plan, m_callbacks, m_progress, m_result.answers, stop));
    if (!m_plan.tasks.empty()) AUTOGLM_CHECK(runTasks(*m_a, *m_b, m_plan, m_progress, m_taskOutcomes, stop));
    return {};
}

void ComparisonRun::conclude() {
    measure::ValidityInputs inputs;
    inputs.lastLevelCacheBytes = m_plan.lastLevelCacheBytes;
    if (m_plan.addMachine) m_plan.addMachine(inputs);
    if (m_speed) {
        m_speed->finish(m_result);
        inputs.warmUpConverged = m_speed->warmUpConverged();
    }
    for (Arm* arm : {m_a.get(), m_b.get()}) {
        if (!arm) continue;
        inputs.weightsBytes =
            std::min(inputs.weightsBytes.value_or(arm->result.weightsBytes), arm->result.weightsBytes);
        inputs.nonFiniteLogits += arm->nonFiniteSteps;
        arm->result.mbu = memoryBandwidthUtilization(
            {.weightBytes = arm->result.bytesReadPerToken,
             .kvBytesPerPosition =
                 static_cast<double>(arm->result.kvCacheBytes) / static_cast<double>(arm->setup.contextLength),
             .meanPositions = meanPositions(arm->result.runs)},
            arm->result.tpotSeconds.estimate, m_plan.readBandwidthBytesPerS, m_plan.lastLevelCacheBytes);
        m_result.arms.push_back(std::move(arm->result));
    }
    if (m_quality) {
        m_result.quality = m_quality->result();
        inputs.nonFiniteLogits += static_cast<std::uint64_t>(m_quality->nonFinitePositions());
    }
    m_result.tasks = countTasks(m_plan.tasks, m_taskOutcomes);
    m_result.validity = measure::assessValidity(inputs);
    if (m_result.arms.size() == 2 && m_result.arms[0].peakMemoryBytes > 0 && m_result.arms[1].peakMemoryBytes > 0)
        m_result.memoryRatio = static_cast<double>(m_result.arms[1].peakMemoryBytes) /
                               static_cast<double>(m_result.arms[0].peakMemoryBytes);
    for (const PreparedPrompt& prompt : m_plan.prompts)
        m_result.promptIds.push_back(prompt.ids);
}

Result<ComparisonResult> ComparisonRun::run(std::stop_token stop) {
    AUTOGLM_CHECK(validatePlan(m_plan));
    const std::int64_t beginNs = nowNs();
    m_result.startedUtc = utcNow();
    m_result.modelName = m_plan.folder->name;
    m_result.modelPath = m_plan.folder->path.string();
    m_result.architecture = m_plan.folder->config.architecture;
    m_result.parameterCount = m_plan.folder->parameterCount;
    m_result.readBandwidthBytesPerS = m_plan.readBandwidthBytesPerS;
    const Status status = work(stop);
    if (!status && status.error().code != ErrorCode::Cancelled) return fail(status.error());
    m_result.complete = status.has_value();
    if (!status) m_result.stoppedDuring = m_progress.phase();
    conclude();
    m_result.wallNs = nowNs() - beginNs;
    m_result.verdict = makeVerdict(m_result, m_plan.budgets);
    return std::move(m_result);
}

}  // namespace

Result<ComparisonResult> runComparison(engine::Engine& engine, const ComparisonPlan& plan,
                                       const ComparisonCallbacks& callbacks, std::stop_token stop) {
    return ComparisonRun(engine, plan, callbacks).run(stop);
}

}  // namespace autoglm::evaluate
