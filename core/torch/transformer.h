// The decoder-only transformer of every supported family: embedding, layers of attention and gated MLP with RMS norms
// before each (and after each in GLM-4-0414), final norm, output head. Families differ in ModelConfig, the tensor plan
// and which weights are there. Engine thread, inference mode. Source: transformers modeling_*.py of glm, glm4, qwen2,
// qwen3, llama and mistral; THUDM modeling_chatglm.py.
#pragma once

#include <stop_token>

#include "core/model/config.h"
#include "core/torch/attention.h"
#include "core/torch/decode_step.h"
#include "core/torch/kv_cache.h"
#include "core/torch/rotary.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {

class Transformer {
  public:
    Transformer(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation);

    /// ids: [batch, tokens] INT64 on the device; appends to `cache` and returns hidden states [batch, tokens, hidden]
    /// FP32 before the final norm: what layers add up is never narrowed. Undefined where `stop` was requested between
    /// layers; the cache then keeps its length.
    at::Tensor forward(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary,
                       std::stop_token stop) const;

    /// The same for one token of each sequence on a CPU, down to the logits; its buffers are the caller's.
    DecodeStep decodeStep() const { return {m_config, m_weights, m_activation}; }

    const ModelWeights& weights() const { return m_weights; }

    /// hidden: [rows, hidden]; returns logits [rows, vocab] FP32.
    at::Tensor logits(const at::Tensor& hidden) const;

  private:
    /// What attention of one layer needs to know of the sequence.
    struct Place {
        std::int64_t layer;
        KvCache& cache;
        const RotaryEmbedding& rotary;
        const at::Tensor& positions;  // [1 or batch, tokens]
        const Rotation& rotation;
        const VisibleKeys& visible;
    };

    /// x: [batch, tokens, hidden], normed; what a block adds to the hidden state, of the same shape in FP32.
    at::Tensor attention(const LayerWeights& weights, const at::Tensor& x, const Place& place) const;
    at::Tensor mlp(const LayerWeights& weights, const at::Tensor& x) const;
    /// qkv: [batch, tokens, heads + 2 kvHeads, headDim]; keys and values go into the cache. Returns the queries
    /// [batch, tokens, heads, headDim], normed where the family does so and rotated.
    at::Tensor turnAndKeep(const LayerWeights& weights, const at::Tensor& qkv, const Place& place) const;
    /// silu(gate) · up: [rows, 2 intermediate] to [rows, intermediate].
    at::Tensor gatedSilu(const at::Tensor& gateUp) const;
    /// A product whose result is rounded to the activation type, as a device keeps it; a CPU goes on in FP32.
    at::Tensor handOn(const Linear& linear, const at::Tensor& x) const;
    /// x += added, where that is defined; then its RMS norm over the last dimension.
    at::Tensor addAndNorm(at::Tensor& x, const at::Tensor& added, const at::Tensor& weight) const;
    /// RMS norm alone; x itself where a family has no such norm.
    at::Tensor norm(const at::Tensor& x, const at::Tensor& weight) const;

    const model::ModelConfig& m_config;
    const ModelWeights& m_weights;
    at::ScalarType m_activation;
    at::ScalarType
        m_inputType;  // what a norm gives: a CPU multiplies in FP32, so nothing is won by narrowing before it
};

}  // namespace autoglm::torch_engine
