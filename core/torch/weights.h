// The weights of one model as tensors on one device, in the layout the transformer reads: Q, K and V rows stacked, gate
// and up rows stacked. Owned by the loaded model; read-only after loading. Quantized matrices are INT8 with one FP32
// scale per row, or INT4 with one per group of columns (core/model/int4_layout.h).
#pragma once

#include "core/model/precision.h"
#include "core/model/tensor_plan.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// y = x · weightᵀ (· scales) + bias
struct Linear {
    at::Tensor weight;  // [out, in] in the scheme's weight type; INT4: [out, bytes of a row] UINT8
    at::Tensor scales;  // FP32: INT8: [out]; INT4: [out, groups]; else undefined
    at::Tensor bias;    // [out] FP32, or undefined
    model::Scheme scheme;
    std::int64_t inFeatures = 0;
    std::int64_t outFeatures() const { return weight.size(0); }
};

/// A matrix of `scheme`, uninitialized, 64-byte aligned, huge pages advised; without bias.
Linear allocateLinear(const model::Scheme& scheme, std::int64_t outFeatures, std::int64_t inFeatures,
                      const at::Device& device);

/// What the stored weights of rows [first, first + count) of a quantized matrix mean: [count, in] in `type`, rounded
/// once, on the matrix's device.
at::Tensor dequantizedRows(const Linear& linear, std::int64_t first, std::int64_t count, at::ScalarType type);

/// What all stored weights mean: [out, in] FP64 on the CPU.
at::Tensor dequantized(const Linear& linear);

struct LayerWeights {
    at::Tensor attentionNorm;  // [hidden] FP32, as every norm
    Linear qkv;
    at::Tensor queryNorm;  // [headDim], or undefined
    at::Tensor keyNorm;    // [headDim], or undefined
    Linear attentionOutput;
    at::Tensor postAttentionNorm;  // [hidden], or undefined
    at::Tensor mlpNorm;            // [hidden]
    Linear gateUp;
    Linear down;
    at::Tensor postMlpNorm;  // [hidden], or undefined
};

struct ModelWeights {
    at::Tensor embedding;  // [vocab, hidden], activation type
    std::vector<LayerWeights> layers;
    at::Tensor finalNorm;  // [hidden] FP32
    Linear head;           // shares the embedding's storage where tied and not quantized

    /// Bytes of distinct storages.
    std::uint64_t totalBytes() const;
    /// Bytes one decode step reads: every matrix and the head, not the embedding table.
    std::uint64_t bytesReadPerToken() const;
};

at::ScalarType scalarType(model::DType dtype);

/// Allocates every matrix of `config`, as allocateLinear. Throws c10::Error when memory is out.
ModelWeights allocateWeights(const model::ModelConfig& config, const model::Scheme& scheme, const at::Device& device);

/// The tensor of a slot, and for matrices its scales; layer -1 outside the layers.
struct SlotTensors {
    at::Tensor* values;
    Linear* matrix;  ///< null where the slot is no matrix of a linear layer or the head
};
SlotTensors slotTensors(ModelWeights& weights, model::Slot slot, std::int64_t layer);

}  // namespace autoglm::torch_engine
