// The model families that are supported, and all that tells them apart: one row each. Any thread; static data.
// Source: huggingface/transformers, modeling_*.py and configuration_*.py of glm, glm4, qwen2, qwen3, llama and mistral;
// THUDM/glm-4-9b-chat, modeling_chatglm.py and configuration_chatglm.py.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/model/slot.h"

namespace autoglm::model {

/// Which rows of a slot's matrix a stored tensor holds.
enum class Part { All, Query, Key, Value, Gate, Up };

struct StoredName {
    std::string_view name;  ///< behind the layer's prefix
    Slot slot;
    Part part = Part::All;
};

/// What the files call the tensors. A layer has the rows whose slot the model has.
struct TensorLayout {
    std::string_view embedding;
    std::string_view layers;  ///< before the layer's number
    std::string_view finalNorm;
    std::string_view head;
    std::span<const StoredName> layer;
};

/// What config.json calls the numbers.
struct ConfigKeys {
    const char* vocabSize = "vocab_size";
    const char* intermediateSize = "intermediate_size";
    const char* layerCount = "num_hidden_layers";
    const char* kvHeadCount = "num_key_value_heads";
    const char* headDim = "head_dim";
    const char* maxPositions = "max_position_embeddings";
    const char* rmsNormEps = "rms_norm_eps";
    const char* attentionBias = "attention_bias";
};

/// A switch of config.json that would change the arithmetic: only `required` can be computed.
struct RequiredFlag {
    const char* key;
    bool required;
    bool fallback;  ///< where config.json says nothing
};

enum class AttentionBias {
    Never,
    QkvAlways,
    Qkv,           ///< of query, key and value as config.json says
    QkvAndOutput,  ///< of the output projection too
};
enum class RotaryPairs { Neighbours, Halves };
enum class RotaryKeys {
    Scaling,    ///< rope_parameters, or rope_theta and rope_scaling
    BaseRatio,  ///< rope_ratio times 10000
};
enum class SlidingWindow {
    Never,
    EveryLayer,  ///< sliding_window
    ByLayer,     ///< use_sliding_window with layer_types or max_window_layers
};

struct Family {
    std::string_view architecture;
    const TensorLayout* layout = nullptr;
    ConfigKeys keys;
    RotaryPairs rotaryPairs = RotaryPairs::Halves;
    RotaryKeys rotaryKeys = RotaryKeys::Scaling;
    bool hasPartialRotary = false;  ///< honours partial_rotary_factor
    double defaultPartialFactor = 1.0;
    AttentionBias attentionBias = AttentionBias::Never;
    bool defaultAttentionBias = false;
    bool hasMlpBias = false;        ///< honours mlp_bias
    bool hasQueryKeyNorms = false;  ///< RMS norms of each query and key head
    bool hasSandwichNorms = false;  ///< RMS norms of what attention and MLP add
    SlidingWindow slidingWindow = SlidingWindow::Never;
    std::int64_t defaultHeadDim = 0;  ///< 0: hidden size / heads
    std::int64_t defaultKvHeads = 0;  ///< 0: as many as heads
    double defaultRmsNormEps = 1e-6;
    std::span<const RequiredFlag> required;
};

/// Null where the architecture is not supported.
const Family* findFamily(std::string_view architecture);

/// "GlmForCausalLM, Glm4ForCausalLM, ...", for messages.
std::string supportedArchitectures();

}  // namespace autoglm::model
