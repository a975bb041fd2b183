// The decoder-only transformer of every supported family: embedding, layers of attention and gated MLP with RMS norms
// before each, final norm, output head. Families differ in ModelConfig and the tensor plan alone. Engine thread,
// inference mode. Source: transformers modeling_glm.py, modeling_qwen2.py.
#pragma once

#include <stop_token>

#include "core/model/config.h"
#include "core/torch/kv_cache.h"
#include "core/torch/rotary.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {

class Transformer {
  public:
    Transformer(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation);

    /// ids: [batch, tokens] INT64 on the device; appends to `cache` and returns hidden states [batch, tokens, hidden]
    /// before the final norm. Undefined where `stop` was requested between layers; the cache then keeps its length.
    at::Tensor forward(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary,
                       std::stop_token stop) const;

    /// hidden: [rows, hidden]; returns logits [rows, vocab] FP32.
    at::Tensor logits(const at::Tensor& hidden) const;

  private:
    at::Tensor attention(std::int64_t layer, const at::Tensor& x, KvCache& cache, const RotaryEmbedding& rotary,
                         const at::Tensor& mask) const;
    at::Tensor mlp(std::int64_t layer, const at::Tensor& x) const;
    at::Tensor norm(const at::Tensor& x, const at::Tensor& weight) const;

    const model::ModelConfig& m_config;
    const ModelWeights& m_weights;
    at::ScalarType m_activation;
};

}  // namespace autoglm::torch_engine
