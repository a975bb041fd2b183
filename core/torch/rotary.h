// Rotary position embedding: cosines and sines for every position of a context, applied in place to the first rotary
// dimensions of each head. Inverse frequencies and angles are FP32, as in transformers.
// Source: Su et al., RoFormer; the pairing of neighbours is GLM's, of halves Llama's and Qwen's.
#pragma once

#include "core/model/config.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

class RotaryEmbedding {
  public:
    RotaryEmbedding(const model::ModelConfig& config, std::int64_t contextLength, const at::Device& device);

    /// x: [batch, tokens, heads, headDim], rotated for positions firstPosition ...; returned in x's type.
    at::Tensor apply(const at::Tensor& x, std::int64_t firstPosition) const;

  private:
    bool m_interleaved;
    std::int64_t m_rotatedDim;
    at::Tensor m_cos;  // [context, rotatedDim / 2] FP32
    at::Tensor m_sin;  // [context, rotatedDim / 2] FP32
};

}  // namespace autoglm::torch_engine
