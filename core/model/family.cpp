#include "core/model/family.h"

#include <array>

namespace autoglm::model {
namespace {

constexpr std::array<Family, 2> families = {{
    {.architecture = "GlmForCausalLM",
     .rotaryPairs = RotaryPairs::Neighbours,
     .hasPartialRotary = true,
     .defaultPartialFactor = 0.5,
     .qkvBias = QkvBias::AsConfigured,
     .defaultAttentionBias = true,
     .gateUp = GateUp::Fused},
    {.architecture = "Qwen2ForCausalLM",
     .rotaryPairs = RotaryPairs::Halves,
     .hasPartialRotary = false,
     .defaultPartialFactor = 1.0,
     .qkvBias = QkvBias::Always,
     .defaultAttentionBias = true,
     .gateUp = GateUp::Separate},
}};

}  // namespace

const Family* findFamily(std::string_view architecture) {
    for (const Family& family : families)
        if (family.architecture == architecture) return &family;
    return nullptr;
}

std::string supportedArchitectures() {
    std::string names;
    for (const Family& family : families)
        names.append(names.empty() ? "" : ", ").append(family.architecture);
    return names;
}

}  // namespace autoglm::model
