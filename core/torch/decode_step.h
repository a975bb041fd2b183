// One token of up to eight sequences through the whole model on the CPU: what Transformer does, bit for bit, without
// ATen between the products. One team of threads goes through all layers together and meets five times a layer; the
// rows of each product are taken in small tasks, so that a thread that was held up is not waited for. Buffers are made
// once and grow with the batch alone, shares of attention with the context. Owned by a session; engine thread.
#pragma once

#include <atomic>
#include <vector>

#include "core/model/config.h"
#include "core/torch/kernels/cpu/row_kernels.h"
#include "core/torch/kv_cache.h"
#include "core/torch/rotary.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {

class DecodeStep {
  public:
    static constexpr std::int64_t maximumBatch = cpu::maximumDotBatch;

    DecodeStep(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation)
        : m_config(config), m_weights(weights), m_activation(activation) {}

    /// ids: [batch, 1] INT64, one for each sequence of `cache`, which they are appended to. Returns logits
    /// [batch, vocab] FP32 that stay until the next call.
    at::Tensor run(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary);

  private:
    class Team;
    friend class Team;

    void makeBuffers(std::int64_t batch, std::int64_t context);

    const model::ModelConfig& m_config;
    const ModelWeights& m_weights;
    const at::ScalarType m_activation;
    const cpu::RowKernels& m_kernels = cpu::bestRowKernels();
    // FP32, a row for each sequence
    at::Tensor m_hidden;                                // [batch, hidden]
    at::Tensor m_added;                                 // [batch, hidden]: what a block adds, where it is normed first
    at::Tensor m_qkv;                                   // [batch, (heads + 2 kvHeads) · headDim]
    at::Tensor m_mixed;                                 // [batch, heads · headDim]
    at::Tensor m_gateUp;                                // [batch, 2 intermediate]
    at::Tensor m_gated;                                 // [batch, intermediate]
    at::Tensor m_logits;                                // [batch, vocab]
    at::Tensor m_shares;                                // [batch · kvHeads, chunks · attentionShare]
    std::vector<std::atomic<std::int64_t>> m_finished;  // chunks of a layer, by sequence and key-value head
    at::Tensor m_scratch;  // [threads, bytes]: normed and prepared activations; queries and scores
};

}  // namespace autoglm::torch_engine
