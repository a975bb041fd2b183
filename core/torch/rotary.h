// Rotary position embedding with every scaling of model::RotaryScaling. Inverse frequencies and angles are FP32 and in
// the order of operations of transformers, or far positions would differ. Owned by a session; engine thread.
// Source: Su et al., RoFormer; Peng et al., YaRN; huggingface/transformers, modeling_rope_utils.py. The pairing of
// neighbours is GLM's, of halves that of the others.
#pragma once

#include "core/model/config.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// Cosines and sines of some positions, times the attention factor: [batch or 1, tokens, 1, rotatedDim / 2] FP32.
struct Rotation {
    at::Tensor cos;
    at::Tensor sin;
};

/// Rotates one head in place, its first 2 · half dimensions by that many cosines and sines: dimension i with its
/// neighbour (interleaved) or with i + half.
void rotateHead(float* head, const float* cosines, const float* sines, std::int64_t half, bool interleaved);

class RotaryEmbedding {
  public:
    RotaryEmbedding(const model::ModelConfig& config, const at::Device& device);

    /// Says how long the sequence will be after the tokens that come next, before any of them: dynamic scaling takes
    /// its frequencies from the longest length since the sequence was empty, as transformers does. Keys that are cached
    /// keep the rotation they have.
    void reach(std::int64_t length);

    /// Radians per position: [rotatedDim / 2] FP32 on the device, always in the same place.
    const at::Tensor& inverse() const { return m_inverse; }

    /// positions: [batch or 1, tokens] INT64 on the device.
    Rotation at(const at::Tensor& positions) const;

    /// Rotates the first rotatedDim dimensions of x: [batch, tokens, heads, headDim]; returned in x's type.
    at::Tensor apply(const at::Tensor& x, const Rotation& rotation) const;

  private:
    at::Tensor applyInOnePass(const at::Tensor& x, const Rotation& rotation) const;

    model::RotaryConfig m_config;
    at::Device m_device;
    std::int64_t m_rotatedDim;
    std::int64_t m_length = 0;
    at::Tensor m_inverse;  // [rotatedDim / 2] FP32
};

}  // namespace autoglm::torch_engine
