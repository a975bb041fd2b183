#include "core/model/tensor_plan.h"

#include "core/model/family.h"

namespace autoglm::model {

bool isLinearWeight(Slot slot) {
    switch (slot) {
        case Slot::OutputHead:
        case Slot::QkvWeight:
        case Slot::AttentionOutput:
        case Slot::GateUpWeight:
        case Slot::DownWeight:
            return true;
        default:
            return false;
    }
}

std::vector<std::int64_t> slotShape(const ModelConfig& config, Slot slot) {
    const std::int64_t qkvRows = (config.headCount + 2 * config.kvHeadCount) * config.headDim;
    switch (slot) {
        case Slot::TokenEmbedding:
        case Slot::OutputHead:
            return {config.vocabSize, config.hiddenSize};
        case Slot::FinalNorm:
        case Slot::AttentionNorm:
        case Slot::MlpNorm:
            return {config.hiddenSize};
        case Slot::QkvWeight:
            return {qkvRows, config.hiddenSize};
        case Slot::QkvBias:
            return {qkvRows};
        case Slot::AttentionOutput:
            return {config.hiddenSize, config.headCount * config.headDim};
        case Slot::GateUpWeight:
            return {2 * config.intermediateSize, config.hiddenSize};
        case Slot::DownWeight:
            return {config.hiddenSize, config.intermediateSize};
    }
    return {};
}

std::vector<PlannedTensor> planTensors(const ModelConfig& config) {
    std::vector<PlannedTensor> plan;
    const Family* family = findFamily(config.architecture);
    if (!family) return plan;

    std::string prefix = "model.";
    std::int64_t layer = -1;
    /// The rows [rowOffset, rowOffset + rows) of `slot`; -1 means all of them.
    const auto add = [&](const std::string& name, Slot slot, std::int64_t rowOffset = 0, std::int64_t rows = -1) {
        std::vector<std::int64_t> shape = slotShape(config, slot);
        if (rows >= 0) shape[0] = rows;
        plan.push_back({prefix + name, std::move(shape), slot, layer, rowOffset, 0});
    };
    const std::int64_t queryRows = config.headCount * config.headDim;
    const std::int64_t keyRows = config.kvHeadCount * config.headDim;
    const auto addQkv = [&](const std::string& kind, Slot slot) {
        add("self_attn.q_proj." + kind, slot, 0, queryRows);
        add("self_attn.k_proj." + kind, slot, queryRows, keyRows);
        add("self_attn.v_proj." + kind, slot, queryRows + keyRows, keyRows);
    };

    add("embed_tokens.weight", Slot::TokenEmbedding);
    for (layer = 0; layer < config.layerCount; ++layer) {
        prefix = "model.layers." + std::to_string(layer) + ".";
        add("input_layernorm.weight", Slot::AttentionNorm);
        addQkv("weight", Slot::QkvWeight);
        if (config.attentionBias) addQkv("bias", Slot::QkvBias);
        add("self_attn.o_proj.weight", Slot::AttentionOutput);
        add("post_attention_layernorm.weight", Slot::MlpNorm);
        if (family->gateUp == GateUp::Fused) {
            add("mlp.gate_up_proj.weight", Slot::GateUpWeight);
        } else {
            add("mlp.gate_proj.weight", Slot::GateUpWeight, 0, config.intermediateSize);
            add("mlp.up_proj.weight", Slot::GateUpWeight, config.intermediateSize, config.intermediateSize);
        }
        add("mlp.down_proj.weight", Slot::DownWeight);
    }
    prefix = "";
    layer = -1;
    add("model.norm.weight", Slot::FinalNorm);
    if (!config.tieWordEmbeddings) add("lm_head.weight", Slot::OutputHead);
    return plan;
}

}  // namespace autoglm::model
