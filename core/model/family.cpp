#include "core/model/family.h"

#include <array>

namespace autoglm::model {
namespace {

constexpr std::array separateNames = std::to_array<StoredName>({
    {"input_layernorm.weight", Slot::AttentionNorm},
    {"self_attn.q_proj.weight", Slot::QkvWeight, Part::Query},
    {"self_attn.k_proj.weight", Slot::QkvWeight, Part::Key},
    {"self_attn.v_proj.weight", Slot::QkvWeight, Part::Value},
    {"self_attn.q_proj.bias", Slot::QkvBias, Part::Query},
    {"self_attn.k_proj.bias", Slot::QkvBias, Part::Key},
    {"self_attn.v_proj.bias", Slot::QkvBias, Part::Value},
    {"self_attn.q_norm.weight", Slot::QueryNorm},
    {"self_attn.k_norm.weight", Slot::KeyNorm},
    {"self_attn.o_proj.weight", Slot::AttentionOutput},
    {"self_attn.o_proj.bias", Slot::AttentionOutputBias},
    {"post_attention_layernorm.weight", Slot::MlpNorm},
    {"mlp.gate_proj.weight", Slot::GateUpWeight, Part::Gate},
    {"mlp.up_proj.weight", Slot::GateUpWeight, Part::Up},
    {"mlp.gate_proj.bias", Slot::GateUpBias, Part::Gate},
    {"mlp.up_proj.bias", Slot::GateUpBias, Part::Up},
    {"mlp.down_proj.weight", Slot::DownWeight},
    {"mlp.down_proj.bias", Slot::DownBias},
});

constexpr std::array glmNames = std::to_array<StoredName>({
    {"input_layernorm.weight", Slot::AttentionNorm},
    {"self_attn.q_proj.weight", Slot::QkvWeight, Part::Query},
    {"self_attn.k_proj.weight", Slot::QkvWeight, Part::Key},
    {"self_attn.v_proj.weight", Slot::QkvWeight, Part::Value},
    {"self_attn.q_proj.bias", Slot::QkvBias, Part::Query},
    {"self_attn.k_proj.bias", Slot::QkvBias, Part::Key},
    {"self_attn.v_proj.bias", Slot::QkvBias, Part::Value},
    {"self_attn.o_proj.weight", Slot::AttentionOutput},
    {"post_self_attn_layernorm.weight", Slot::PostAttentionNorm},
    {"post_attention_layernorm.weight", Slot::MlpNorm},
    {"mlp.gate_up_proj.weight", Slot::GateUpWeight},
    {"mlp.down_proj.weight", Slot::DownWeight},
    {"post_mlp_layernorm.weight", Slot::PostMlpNorm},
});

constexpr std::array chatGlmNames = std::to_array<StoredName>({
    {"input_layernorm.weight", Slot::AttentionNorm},
    {"self_attention.query_key_value.weight", Slot::QkvWeight},
    {"self_attention.query_key_value.bias", Slot::QkvBias},
    {"self_attention.dense.weight", Slot::AttentionOutput},
    {"post_attention_layernorm.weight", Slot::MlpNorm},
    {"mlp.dense_h_to_4h.weight", Slot::GateUpWeight},
    {"mlp.dense_4h_to_h.weight", Slot::DownWeight},
});

constexpr TensorLayout separateLayout = {"model.embed_tokens.weight", "model.layers.", "model.norm.weight",
                                         "lm_head.weight", separateNames};
constexpr TensorLayout glmLayout = {"model.embed_tokens.weight", "model.layers.", "model.norm.weight", "lm_head.weight",
                                    glmNames};
constexpr TensorLayout chatGlmLayout = {"transformer.embedding.word_embeddings.weight", "transformer.encoder.layers.",
                                        "transformer.encoder.final_layernorm.weight", "transformer.output_layer.weight",
                                        chatGlmNames};

constexpr ConfigKeys chatGlmKeys = {.vocabSize = "padded_vocab_size",
                                    .intermediateSize = "ffn_hidden_size",
                                    .layerCount = "num_layers",
                                    .kvHeadCount = "multi_query_group_num",
                                    .headDim = "kv_channels",
                                    .maxPositions = "seq_length",
                                    .rmsNormEps = "layernorm_epsilon",
                                    .attentionBias = "add_qkv_bias"};

// Without multi_query_attention the rows of query, key and value alternate head by head; no published model does that.
constexpr std::array chatGlmRequired = std::to_array<RequiredFlag>({
    {"rmsnorm", true, true},
    {"post_layer_norm", true, true},
    {"add_bias_linear", false, false},
    {"apply_residual_connection_post_layernorm", false, false},
    {"multi_query_attention", true, false},
});

/// glm-4-9b-chat and its kin in the layout of their own modeling_chatglm.py, under either of its two class names.
constexpr Family chatGlm(std::string_view architecture) {
    return {.architecture = architecture,
            .layout = &chatGlmLayout,
            .keys = chatGlmKeys,
            .rotaryPairs = RotaryPairs::Neighbours,
            .rotaryKeys = RotaryKeys::BaseRatio,
            .hasPartialRotary = true,
            .defaultPartialFactor = 0.5,
            .attentionBias = AttentionBias::Qkv,
            .defaultHeadDim = 128,
            .defaultKvHeads = 1,
            .defaultRmsNormEps = 1e-5,
            .required = chatGlmRequired};
}

constexpr Family glm(std::string_view architecture, bool hasSandwichNorms) {
    return {.architecture = architecture,
            .layout = &glmLayout,
            .keys = {},
            .rotaryPairs = RotaryPairs::Neighbours,
            .hasPartialRotary = true,
            .defaultPartialFactor = 0.5,
            .attentionBias = AttentionBias::Qkv,
            .defaultAttentionBias = true,
            .hasSandwichNorms = hasSandwichNorms,
            .defaultHeadDim = 128,
            .defaultKvHeads = 2,
            .defaultRmsNormEps = 1.5625e-7,
            .required = {}};
}

constexpr std::array families = std::to_array<Family>({
    glm("GlmForCausalLM", /*hasSandwichNorms=*/false),
    glm("Glm4ForCausalLM", /*hasSandwichNorms=*/true),
    chatGlm("ChatGLMModel"),
    chatGlm("ChatGLMForConditionalGeneration"),
    {.architecture = "Qwen2ForCausalLM",
     .layout = &separateLayout,
     .keys = {},
     .attentionBias = AttentionBias::QkvAlways,
     .slidingWindow = SlidingWindow::ByLayer,
     .defaultKvHeads = 32,
     .required = {}},
    {.architecture = "Qwen3ForCausalLM",
     .layout = &separateLayout,
     .keys = {},
     .attentionBias = AttentionBias::QkvAndOutput,
     .hasQueryKeyNorms = true,
     .slidingWindow = SlidingWindow::ByLayer,
     .defaultHeadDim = 128,
     .defaultKvHeads = 32,
     .required = {}},
    {.architecture = "LlamaForCausalLM",
     .layout = &separateLayout,
     .keys = {},
     .attentionBias = AttentionBias::QkvAndOutput,
     .hasMlpBias = true,
     .required = {}},
    {.architecture = "MistralForCausalLM",
     .layout = &separateLayout,
     .keys = {},
     .slidingWindow = SlidingWindow::EveryLayer,
     .defaultKvHeads = 8,
     .required = {}},
});

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
