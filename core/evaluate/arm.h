// One side of a comparison: its loaded model, its session, and what was measured of it so far. Engine thread only.
// The session dies before the model. Errors: those of the engine; a timed run that was stopped is Cancelled and leaves
// no record.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/evaluate/comparison.h"

namespace autoglm::evaluate {

struct ArmSetup {
    std::string name;
    const ArmPlan* plan = nullptr;  ///< outlives the arm
    model::Scheme scheme;
    std::int64_t contextLength = 0;
};

struct Arm {
    ArmSetup setup;
    std::unique_ptr<engine::LoadedModel> model;
    std::unique_ptr<engine::Session> session;
    engine::DeviceMemory before;  ///< when this arm was not loaded yet
    std::uint64_t nonFiniteSteps = 0;
    ArmResult result;

    const ArmInputs& inputs() const { return *setup.plan->inputs; }
};

/// A quantized arm keeps the activations of the other one, so that the difference is the quantization.
std::pair<model::Scheme, model::Scheme> pairedSchemes(model::Precision a, model::Precision b);

Result<Arm> loadArm(engine::Engine& engine, const ComparisonPlan& plan, ArmSetup setup,
                    const ProgressCallback& progress, std::stop_token stop);

/// Greedy generation of `tokens` tokens after `prompt` from an empty cache; end of sequence ignored.
Result<measure::RunRecord> timedRun(Arm& arm, std::span<const engine::TokenId> prompt, std::int64_t tokens,
                                    const std::string& label, std::stop_token stop);

/// Memory of prefill (of `longPrompt`) and decode; its run counts as the first warm-up.
Status measureMemory(Arm& arm, engine::Engine& engine, const ComparisonPlan& plan,
                     std::span<const engine::TokenId> longPrompt, std::stop_token stop);

}  // namespace autoglm::evaluate
