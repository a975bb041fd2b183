#include "core/evaluate/comparison.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/evaluate/answer_pass.h"
#include "core/evaluate/arm.h"
#include "core/evaluate/mbu.h"
#include "core/evaluate/own_quality.h"
#include "core/evaluate/quality_pass.h"
#include "core/evaluate/speed_pass.h"
#include "core/evaluate/token_agreement.h"
#include "core/evaluate/verdict.h"
#include "core/model/ledger.h"

namespace autoglm::evaluate {

namespace {

std::array<const ArmPlan*, 2> armsOf(const ComparisonPlan& plan) {
    return {&plan.a, &plan.b};
}

/// Of both arms, so that they read alike.
std::int64_t windowTokensOf(const ComparisonPlan& plan) {
    std::int64_t window = standardWindowTokens;
    for (const ArmPlan* arm : armsOf(plan))
        if (const std::int64_t positions = arm->folder->config.maxPositions; positions > 0)
            window = std::min(window, positions);
    return window;
}

Status validateInputs(const ComparisonPlan& plan, const ArmInputs& inputs) {
    if (inputs.prompts.size() != plan.prompts.size() ||
        std::ranges::any_of(inputs.prompts, &std::vector<engine::TokenId>::empty))
        return fail(ErrorCode::InvalidArgument, "a prompt is empty; at least one token is needed", "prompts");
    if (plan.tasks.size() != inputs.tasks.size() || (!plan.tasks.empty() && !inputs.tokenizer))
        return fail(ErrorCode::InvalidArgument, "tasks need a tokenizer and one prepared prompt each", "tasks");
    if (inputs.textIds.empty()) return {};
    AUTOGLM_TRY(const auto windows, makeWindows(qualityText(plan, inputs), inputs.textPrefix, windowTokensOf(plan)));
    return {};
}

/// Everything that can be known to fail is refused before minutes are spent on measuring.
Status validatePlan(const ComparisonPlan& plan) {
    for (const ArmPlan* arm : armsOf(plan))
        if (!arm->folder || !arm->inputs)
            return fail(ErrorCode::InvalidArgument, "the comparison has no model", "model");
    if (plan.prompts.empty())
        return fail(ErrorCode::InvalidArgument, "the comparison has no prompt; at least one is needed", "prompts");
    if (plan.blocks && *plan.blocks < 1)
        return fail(ErrorCode::InvalidArgument,
                    concat(*plan.blocks, " repetitions were asked for; at least 1 is needed"), "repetitions");
    if (plan.decodeTokens < 2)
        return fail(ErrorCode::InvalidArgument, "a timed run needs at least 2 tokens", "decode tokens");
    AUTOGLM_CHECK(validateInputs(plan, *plan.a.inputs));
    return validateInputs(plan, *plan.b.inputs);
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
    struct DeviceRoom {
        std::optional<std::uint64_t> freeBytes;
        std::optional<std::uint64_t> totalBytes;
    };

    Status load(std::unique_ptr<Arm>& arm, std::size_t index, ArmSetup setup, std::stop_token stop);
    Status checkDeviceOfB();
    Status checkBothFit(const ArmSetup& a, const ArmSetup& b);
    void expectLaterPhases();
    void conclude();
    bool scoresText() const;
    Status scoreText(std::stop_token stop);
    std::int64_t contextLength(const ArmPlan& arm) const;
    std::vector<engine::TokenId> longPrompt(const Arm& arm) const;
    DeviceRoom roomOn(const std::string& device);

    engine::Engine& m_engine;
    const ComparisonPlan& m_plan;
    const ComparisonCallbacks& m_callbacks;
    ProgressTracker m_progress;
    ComparisonResult m_result;
    std::unique_ptr<Arm> m_a;
    std::unique_ptr<Arm> m_b;
    std::optional<SpeedPass> m_speed;
    std::optional<QualityPass> m_quality;
    std::optional<OwnQualityPass> m_ownQuality;  ///< in place of m_quality
    std::vector<TaskOutcome> m_taskOutcomes;
};

std::int64_t ComparisonRun::contextLength(const ArmPlan& arm) const {
    const ArmInputs& inputs = *arm.inputs;
    std::int64_t longest = std::min(windowTokensOf(m_plan), std::ssize(inputs.textIds));
    for (const auto& prompt : inputs.prompts)
        longest = std::max(longest, std::ssize(prompt) + std::max(m_plan.decodeTokens, m_plan.answerTokens));
    for (const PreparedTask& task : inputs.tasks)
        longest = std::max(longest, std::ssize(task.ids) + task.maxTokens);
    const std::int64_t positions = arm.folder->config.maxPositions;
    return positions > 0 ? std::min(longest, positions) : longest;
}

/// What prefill's memory is measured with: a window of the text where there is one.
std::vector<engine::TokenId> ComparisonRun::longPrompt(const Arm& arm) const {
    const ArmInputs& inputs = arm.inputs();
    const auto& ids = inputs.textIds.empty() ? inputs.prompts.front() : inputs.textIds;
    const auto length = std::min<std::int64_t>({std::ssize(ids), windowTokensOf(m_plan), arm.setup.contextLength});
    return {ids.begin(), ids.begin() + length};
}

ComparisonRun::DeviceRoom ComparisonRun::roomOn(const std::string& device) {
    const engine::DeviceMemory memory = m_engine.memory(device);
    DeviceRoom room{.freeBytes = memory.freeBytes, .totalBytes = memory.totalBytes};
    if (device == "cpu" && m_plan.memorySnapshot) {
        const MemorySnapshot snapshot = m_plan.memorySnapshot(device);
        if (!room.freeBytes) room.freeBytes = snapshot.availableSystemBytes;
        if (!room.totalBytes) room.totalBytes = snapshot.totalSystemBytes;
    }
    return room;
}

Status ComparisonRun::checkBothFit(const ArmSetup& a, const ArmSetup& b) {
    const auto needed = [](const ArmSetup& setup) {
        return model::computeLedger(setup.plan->folder->config, setup.scheme, setup.contextLength).totalBytes();
    };
    const auto name = [&](const ArmSetup& setup) {
        const std::string precision = model::precisionTitle(setup.scheme.precision);
        return m_result.hasTwoModels() ? concat(setup.plan->folder->name, " ", precision) : precision;
    };
    const DeviceRoom ofB = roomOn(b.plan->device);
    m_result.deviceMemoryBytes = ofB.totalBytes;
    if (a.plan->device == b.plan->device)
        return checkMemory(needed(a) + needed(b), ofB.freeBytes,
                           concat("loading ", name(a), " and ", name(b), " side by side"), b.plan->device,
                           m_plan.memory);
    AUTOGLM_CHECK(
        checkMemory(needed(a), roomOn(a.plan->device).freeBytes, "loading " + name(a), a.plan->device, m_plan.memory));
    return checkMemory(needed(b), ofB.freeBytes, "loading " + name(b), b.plan->device, m_plan.memory);
}

Status ComparisonRun::load(std::unique_ptr<Arm>& arm, std::size_t index, ArmSetup setup, std::stop_token stop) {
    m_progress.begin("load " + setup.name, 0, "bytes");
    const auto onProgress = [this](const Progress& progress) { m_progress.report(progress); };
    AUTOGLM_TRY(Arm loaded, loadArm(m_engine, m_plan, std::move(setup), onProgress, stop));
    arm = std::make_unique<Arm>(std::move(loaded));
    const engine::LoadReport& report = arm->model->report();
    m_result.models[index].files = report.files;
    m_result.models[index].hashMismatchOverridden = report.hasMismatch();
    if (m_callbacks.armLoaded) m_callbacks.armLoaded(index, report, arm->result.kvCacheBytes);
    return measureMemory(*arm, m_engine, m_plan, longPrompt(*arm), stop);
}

Status ComparisonRun::loadArms(std::stop_token stop) {
    const auto [schemeA, schemeB] = pairedSchemes(m_plan.a.precision, m_plan.b.precision);
    const auto setup = [this](const char* name, const ArmPlan& plan, const model::Scheme& scheme) {
        return ArmSetup{.name = name, .plan = &plan, .scheme = scheme, .contextLength = contextLength(plan)};
    };
    const ArmSetup a = setup("A", m_plan.a, schemeA);
    const ArmSetup b = setup("B", m_plan.b, schemeB);
    AUTOGLM_CHECK(checkDeviceOfB());
    AUTOGLM_CHECK(checkBothFit(a, b));
    AUTOGLM_CHECK(load(m_a, 0, a, stop));
    AUTOGLM_CHECK(load(m_b, 1, b, stop));
    if (!m_result.hasTwoModels()) m_result.models[1].files = m_result.models[0].files;
    return {};
}

/// Before A is loaded, which may take minutes.
Status ComparisonRun::checkDeviceOfB() {
    const std::string& device = m_plan.b.device;
    if (device == m_plan.a.device) return {};  // its load says what is wrong
    std::vector<std::string> known;
    for (const engine::DeviceFacts& one : m_engine.facts().devices)
        known.push_back(one.id);
    if (known.empty() || std::ranges::contains(known, device)) return {};
    return fail(ErrorCode::InvalidArgument,
                concat("the device '", device, "' of arm B is not there; the engine found ", join(known, ", ")),
                "--device-b");
}

/// Guesses for the remaining time, from what the tokens of each arm took in its last warm-up.
void ComparisonRun::expectLaterPhases() {
    double block = 0;
    double quality = 0;
    double answers = 0;
    double tasks = 0;
    for (const Arm* arm : {m_a.get(), m_b.get()}) {
        const Pace pace = SpeedPass::paceOf(*arm);
        const ArmInputs& inputs = arm->inputs();
        double promptTokens = 0;
        for (const auto& prompt : inputs.prompts)
            promptTokens += static_cast<double>(prompt.size());
        const auto prompts = static_cast<double>(inputs.prompts.size());
        block += 2 * pace.seconds(promptTokens / prompts, static_cast<double>(m_speed->decodeTokens()));
        // The logits of a position cost more than the position.
        quality += 2 * pace.seconds(static_cast<double>(inputs.textIds.size()), 0);
        answers += pace.seconds(promptTokens, prompts * static_cast<double>(m_plan.answerTokens) / 2);
        // Between a right answer that ends and one that goes on until it is cut.
        for (const PreparedTask& task : inputs.tasks)
            tasks += pace.seconds(static_cast<double>(task.ids.size()),
                                  static_cast<double>(task.answerTokens + 1 + task.maxTokens) / 2);
    }
    const auto expect = [this](const char* phase, double seconds) {
        if (seconds > 0) m_progress.expect(phase, static_cast<std::int64_t>(seconds * 1e9));
    };
    expect("pilot", block * static_cast<double>(m_plan.pilotBlocks));
    expect("measure", block * static_cast<double>(m_plan.blocks.value_or(m_plan.minimumBlocks)) * 1.5);
    if (scoresText()) expect("quality", std::min(quality, m_plan.qualitySeconds));
    expect("answers", answers);
    expect("tasks", tasks);
}

bool ComparisonRun::scoresText() const {
    const auto hasText = [](const ArmInputs& inputs) { return !inputs.textIds.empty(); };
    return hasText(*m_plan.a.inputs) && hasText(*m_plan.b.inputs);
}

Status ComparisonRun::scoreText(std::stop_token stop) {
    if (!scoresText()) return {};
    m_result.noDivergenceReason = whyNoDivergence(m_plan.a, m_plan.b);
    if (m_result.noDivergenceReason.empty())
        return m_quality.emplace(*m_a, *m_b, m_plan, m_progress).run(windowTokensOf(m_plan), stop);
    // Without words there are no bytes to count the bits of.
    if (!m_a->inputs().tokenizer || !m_b->inputs().tokenizer) return {};
    return m_ownQuality.emplace(*m_a, *m_b, m_plan, m_progress).run(windowTokensOf(m_plan), stop);
}

Status ComparisonRun::work(std::stop_token stop) {
    AUTOGLM_CHECK(loadArms(stop));
    m_speed.emplace(*m_a, *m_b, m_plan, m_progress);
    AUTOGLM_CHECK(m_speed->warmUp(stop));
    expectLaterPhases();
    AUTOGLM_CHECK(m_speed->pilot(stop));
    if (m_callbacks.designFixed) m_callbacks.designFixed(m_speed->design());
    AUTOGLM_CHECK(m_speed->measure(stop));
    AUTOGLM_CHECK(scoreText(stop));
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
        inputs.nonFiniteLogits += arm->nonFiniteSteps;
        m_result.arms.push_back(std::move(arm->result));
        // Bandwidth and cache are those of the CPU.
        if (arm->setup.plan->device != "cpu") continue;
        ArmResult& result = m_result.arms.back();
        inputs.weightsBytes = std::min(inputs.weightsBytes.value_or(result.weightsBytes), result.weightsBytes);
        result.mbu = memoryBandwidthUtilization({.weightBytes = result.bytesReadPerToken,
                                                 .kvBytesPerPosition = static_cast<double>(result.kvCacheBytes) /
                                                                       static_cast<double>(arm->setup.contextLength),
                                                 .meanPositions = meanPositions(result.runs)},
                                                result.tpotSeconds.estimate, m_plan.readBandwidthBytesPerS,
                                                m_plan.lastLevelCacheBytes);
    }
    if (m_quality) {
        m_result.quality = m_quality->result();
        inputs.nonFiniteLogits += static_cast<std::uint64_t>(m_quality->nonFinitePositions());
    }
    if (m_ownQuality) {
        for (const std::size_t arm : {0U, 1U})
            m_result.ownQuality[arm] = m_ownQuality->result(arm);
        inputs.nonFiniteLogits += static_cast<std::uint64_t>(m_ownQuality->nonFinitePositions());
    }
    m_result.tasks = countTasks(m_plan.tasks, m_taskOutcomes);
    m_result.validity = measure::assessValidity(inputs);
    if (m_result.arms.size() == 2 && m_result.arms[0].peakMemoryBytes > 0 && m_result.arms[1].peakMemoryBytes > 0)
        m_result.memoryRatio = static_cast<double>(m_result.arms[1].peakMemoryBytes) /
                               static_cast<double>(m_result.arms[0].peakMemoryBytes);
    m_result.promptIds = m_plan.a.inputs->prompts;
    m_result.promptIdsB = m_plan.b.inputs->prompts;
}

Result<ComparisonResult> ComparisonRun::run(std::stop_token stop) {
    AUTOGLM_CHECK(validatePlan(m_plan));
    const std::int64_t beginNs = nowNs();
    m_result.startedUtc = utcNow();
    for (const std::size_t arm : {0U, 1U}) {
        const model::ModelFolder& folder = *armsOf(m_plan)[arm]->folder;
        m_result.models[arm] = {.name = folder.name,
                                .path = folder.path.string(),
                                .architecture = folder.config.architecture,
                                .parameterCount = folder.parameterCount,
                                .vocabSize = folder.config.vocabSize,
                                .files = {}};
    }
    m_result.randomTokens = !m_plan.a.inputs->tokenizer || !m_plan.b.inputs->tokenizer;
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
