// One token of up to eight sequences on a GPU: what Transformer does, without ATen between the products, as one CUDA
// graph (kernels/cuda/decode_step.h). The first step of a batch is started kernel by kernel, which also loads them; the
// next one is recorded (where CUDA refuses that, all go as the first). From then on a token is one launch: copy of
// token and position to the device, every kernel, copy of the logits to pinned memory; the only wait is for that.
// Memory is made once. Owned by a session; engine thread. Throws what libtorch throws.
#pragma once

#include <array>
#include <filesystem>

#include "core/model/config.h"
#include "core/torch/kernels/cuda/decode_graph.h"
#include "core/torch/kernels/cuda/decode_step.h"
#include "core/torch/kv_cache.h"
#include "core/torch/rotary.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {

class CudaDecodeStep {
  public:
    /// Where a model and a batch go this way; elsewhere decoding goes through Transformer.
    static bool takes(const model::ModelConfig& config, std::int64_t batch);

    /// `tuning`: keeps how the work of each product is cut best (tuned_choice.h); empty: not measured, the default.
    CudaDecodeStep(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation,
                   std::filesystem::path tuning);

    /// ids: [batch, 1] INT64 on the host, one for each sequence of `cache`, which they are appended to. Returns logits
    /// [batch, vocab] FP32 on the host that stay until the next call. `cache` and `rotary` are the same in every call,
    /// or views of the first sequences of the same cache.
    at::Tensor run(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary);

    /// Whether steps of `batch` sequences are one launch by now.
    bool isRecorded(std::int64_t batch) const { return m_steps[static_cast<std::size_t>(batch - 1)].isRecorded; }

  private:
    struct BatchStep {
        cuda::StepPlan plan;
        cuda::DecodeGraph graph;
        int runs = 0;
        bool isRecorded = false;
    };

    void makeBuffers(const KvCache& cache);
    cuda::StepPlan makePlan(const KvCache& cache, const RotaryEmbedding& rotary) const;
    cuda::StepBuffers buffers() const;
    void tune(cuda::StepPlan& plan) const;
    /// The copies around a step and the step itself; null, or what CUDA said.
    const char* start(const cuda::StepPlan& plan, void* stream) const;

    const model::ModelConfig& m_config;
    const ModelWeights& m_weights;
    const at::ScalarType m_activation;
    const at::Device m_device;
    const std::filesystem::path m_tuning;
    std::int64_t m_most = 0;  // sequences that the buffers hold
    at::Tensor m_hostState;   // [2, maximumGemvRows] INT64, pinned: tokens, positions
    at::Tensor m_state;       // the same on the device
    at::Tensor m_hidden, m_added, m_cosines, m_sines, m_qkv, m_queries, m_shares, m_mixed, m_gated, m_logits;
    at::Tensor m_hostLogits;                               // [most, vocab], pinned
    std::array<BatchStep, cuda::maximumGemvRows> m_steps;  // by batch - 1
};

}  // namespace autoglm::torch_engine
