// Where a tensor lives in the engine. Q, K and V rows are stacked in one matrix, gate and up rows in another; a model
// has the slots that layerSlots() in tensor_plan.h names. Values; any thread.
#pragma once

namespace autoglm::model {

enum class Slot {
    TokenEmbedding,       ///< [vocab, hidden]
    FinalNorm,            ///< [hidden]
    OutputHead,           ///< [vocab, hidden]; absent from the files where tied
    AttentionNorm,        ///< [hidden], before attention
    QkvWeight,            ///< [(heads + 2 kvHeads) headDim, hidden]
    QkvBias,              ///< [(heads + 2 kvHeads) headDim]
    QueryNorm,            ///< [headDim], of each head before it is rotated (Qwen3)
    KeyNorm,              ///< [headDim], as QueryNorm
    AttentionOutput,      ///< [hidden, heads headDim]
    AttentionOutputBias,  ///< [hidden]
    PostAttentionNorm,    ///< [hidden], of what attention adds (GLM-4-0414)
    MlpNorm,              ///< [hidden], before the MLP
    GateUpWeight,         ///< [2 intermediate, hidden], gate rows first
    GateUpBias,           ///< [2 intermediate]
    DownWeight,           ///< [hidden, intermediate]
    DownBias,             ///< [hidden]
    PostMlpNorm,          ///< [hidden], of what the MLP adds (GLM-4-0414)
};

enum class SlotKind {
    Embedding,
    Linear,  ///< the matrices that a quantized precision quantizes
    Norm,    ///< kept in FP32, as biases are
    Bias,
};

constexpr SlotKind slotKind(Slot slot) {
    switch (slot) {
        case Slot::TokenEmbedding:
            return SlotKind::Embedding;
        case Slot::OutputHead:
        case Slot::QkvWeight:
        case Slot::AttentionOutput:
        case Slot::GateUpWeight:
        case Slot::DownWeight:
            return SlotKind::Linear;
        case Slot::QkvBias:
        case Slot::AttentionOutputBias:
        case Slot::GateUpBias:
        case Slot::DownBias:
            return SlotKind::Bias;
        default:
            return SlotKind::Norm;
    }
}

}  // namespace autoglm::model
