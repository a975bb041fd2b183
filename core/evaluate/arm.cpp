#include "core/evaluate/arm.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/model/ledger.h"

namespace autoglm::evaluate {

namespace {

/// Tokens of the run that measures memory; long enough to say how fast the arm decodes.
constexpr std::int64_t firstRunTokens = 8;

void recordPhase(Arm& arm, engine::Engine& engine, const ComparisonPlan& plan, const std::string& phase) {
    const std::string& device = arm.setup.plan->device;
    const engine::DeviceMemory now = engine.memory(device);
    PhaseMemory record{
        .phase = phase, .allocatedPeakBytes = {}, .reservedPeakBytes = now.peakReservedBytes, .system = {}};
    if (now.peakAllocatedBytes && arm.before.allocatedBytes)
        record.allocatedPeakBytes =
            *now.peakAllocatedBytes - std::min(*now.peakAllocatedBytes, *arm.before.allocatedBytes);
    if (plan.memorySnapshot) record.system = plan.memorySnapshot(device);
    arm.result.memory.push_back(std::move(record));
    engine.resetPeakMemory(device);
}

void summarizeMemory(Arm& arm) {
    std::optional<std::uint64_t> peak;
    for (const PhaseMemory& phase : arm.result.memory)
        peak = std::max(peak, phase.allocatedPeakBytes);
    if (peak) {
        arm.result.peakMemoryBytes = *peak;
        arm.result.peakMemorySource = "allocator peak";
        return;
    }
    const auto ledger = model::computeLedger(arm.model->folder().config, arm.setup.scheme, arm.setup.contextLength);
    arm.result.peakMemoryBytes = arm.result.weightsBytes + arm.result.kvCacheBytes + ledger.workspaceBytes;
    arm.result.peakMemorySource = "weights, KV cache and workspace as planned";
}

}  // namespace

std::pair<model::Scheme, model::Scheme> pairedSchemes(model::Precision a, model::Precision b) {
    const model::Scheme aloneA = model::makeScheme(a);
    const model::Scheme aloneB = model::makeScheme(b);
    return {aloneA.isQuantized() ? model::makeScheme(a, aloneB.activation) : aloneA,
            aloneB.isQuantized() ? model::makeScheme(b, aloneA.activation) : aloneB};
}

Result<Arm> loadArm(engine::Engine& engine, const ComparisonPlan& plan, ArmSetup setup,
                    const ProgressCallback& progress, std::stop_token stop) {
    Arm arm{.setup = std::move(setup), .model = {}, .session = {}, .before = {}, .nonFiniteSteps = 0, .result = {}};
    const ArmPlan& planned = *arm.setup.plan;
    arm.before = engine.memory(planned.device);
    engine.resetPeakMemory(planned.device);
    AUTOGLM_TRY(arm.model, engine.load({.folder = planned.folder,
                                        .scheme = arm.setup.scheme,
                                        .device = planned.device,
                                        .threads = plan.threads,
                                        .mismatch = planned.mismatch,
                                        .digests = plan.digests,
                                        .progress = progress},
                                       stop));
    AUTOGLM_TRY(arm.session, arm.model->createSession({.contextLength = arm.setup.contextLength, .batch = 1}));
    const engine::LoadReport& report = arm.model->report();
    ArmResult& result = arm.result;
    result.name = arm.setup.name;
    result.precision = arm.setup.scheme.precision;
    result.scheme = arm.setup.scheme.describe();
    result.device = arm.model->device();
    result.threads = arm.model->threads();
    result.load = loadTimes(report);
    result.loadWarnings = report.warnings;
    result.weightsBytes = report.weightsBytes;
    result.kvCacheBytes = arm.session->kvCacheBytes();
    result.bytesReadPerToken = arm.model->bytesReadPerToken();
    recordPhase(arm, engine, plan, "load");
    return arm;
}

Result<measure::RunRecord> timedRun(Arm& arm, std::span<const engine::TokenId> prompt, std::int64_t tokens,
                                    const std::string& label, std::stop_token stop) {
    AUTOGLM_CHECK(arm.session->truncate(0));
    engine::GenerationParameters parameters;
    parameters.maxTokens = tokens;
    parameters.eos = engine::EosHandling::Ignore;
    AUTOGLM_TRY(engine::GenerationResult run,
                engine::generate(*arm.session, nullptr, prompt, parameters, {}, stop, nowNs()));
    if (run.finish == engine::FinishReason::Cancelled) return fail(ErrorCode::Cancelled, "the run was stopped");
    // A GPU may have begun the step behind the last token: it ends before another arm's clock starts.
    AUTOGLM_CHECK(arm.session->truncate(arm.session->length()));
    arm.nonFiniteSteps += static_cast<std::uint64_t>(run.nonFiniteSteps);
    run.label = label;
    return measure::RunRecord(std::move(run));
}

Status measureMemory(Arm& arm, engine::Engine& engine, const ComparisonPlan& plan,
                     std::span<const engine::TokenId> longPrompt, std::stop_token stop) {
    AUTOGLM_CHECK(arm.session->truncate(0));
    AUTOGLM_CHECK(arm.session->prefill(longPrompt, stop));
    recordPhase(arm, engine, plan, "prefill");
    AUTOGLM_TRY(measure::RunRecord run, timedRun(arm, arm.inputs().prompts.front(), firstRunTokens, "memory", stop));
    recordPhase(arm, engine, plan, "decode");
    arm.result.warmUps.push_back(std::move(run));
    summarizeMemory(arm);
    return {};
}

}  // namespace autoglm::evaluate
