// The model families that are supported, and all that tells them apart: one row each. Any thread; static data.
// Source: huggingface/transformers, modeling_glm.py and modeling_qwen2.py with their configurations.
#pragma once

#include <string>
#include <string_view>

namespace autoglm::model {

enum class QkvBias { AsConfigured, Always };
enum class GateUp { Fused, Separate };
enum class RotaryPairs { Neighbours, Halves };

struct Family {
    std::string_view architecture;
    RotaryPairs rotaryPairs = RotaryPairs::Halves;
    bool hasPartialRotary = false;  ///< honours partial_rotary_factor
    double defaultPartialFactor = 1.0;
    QkvBias qkvBias = QkvBias::AsConfigured;
    bool defaultAttentionBias = false;
    GateUp gateUp = GateUp::Separate;
};

/// Null where the architecture is not supported.
const Family* findFamily(std::string_view architecture);

/// "GlmForCausalLM, Qwen2ForCausalLM", for messages.
std::string supportedArchitectures();

}  // namespace autoglm::model
