// One token of up to eight sequences on a GPU: what Transformer does, without ATen between the products, as one CUDA
// graph (kernels/cuda/decode_step.h). The first step of a batch is started kernel by kernel, which also loads them; the
// next one is recorded (where CUDA refuses that, all go as the first). From then on a token is a copy of token and
// position to the device and one launch, which ends with the logits in pinned memory; the only wait is for those.
// While the tokens that are handed in are the likeliest ones, not even that: the device has them already, and the next
// step starts before its token is asked for. Memory is made once. Owned by a session; engine thread. Throws what
// libtorch throws.
#pragma once

#include <array>
#include <filesystem>
#include <optional>

#include "core/engine/engine.h"
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

    struct Options {
        std::filesystem::path tuning = {};  ///< keeps what was found fastest (tuned_choice.h); empty: nothing measured
        engine::RunAhead runAhead = engine::RunAhead::Greedy;
        engine::EarlyKernels earlyKernels = engine::EarlyKernels::Measured;
    };
    CudaDecodeStep(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation,
                   Options options);
    CudaDecodeStep(const CudaDecodeStep&) = delete;
    CudaDecodeStep& operator=(const CudaDecodeStep&) = delete;
    ~CudaDecodeStep();

    /// ids: [batch, 1] INT64 on the host, one for each sequence of `cache`, which they are appended to. Returns logits
    /// [batch, vocab] FP32 on the host that stay until the next call. `cache` and `rotary` are the same in every call,
    /// or views of the first sequences of the same cache.
    at::Tensor run(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary);

    /// To be called before anything but run() changes the cache or its lengths: waits for a step that runs ahead, whose
    /// result is of no use then.
    void settle();

    /// Whether steps of `batch` sequences are one launch by now.
    bool isRecorded(std::int64_t batch) const { return m_steps[static_cast<std::size_t>(batch - 1)].isRecorded; }

    /// Calls of run() so far whose step had been started before.
    std::int64_t stepsAhead() const { return m_stepsAhead; }

  private:
    /// Where results go, in turns: the host reads one while the next step fills the other.
    struct Place {
        at::Tensor results;  // pinned: logits [batch, vocab] FP32, then the likeliest tokens [batch] INT32
        cuda::StreamPoint filled;
    };
    static constexpr std::size_t placeCount = 2;

    struct BatchStep {
        cuda::StepPlan plan;
        std::array<cuda::DecodeGraph, placeCount> graphs;  // by place
        int runs = 0;
        bool isRecorded = false;
    };

    /// What a greedy caller hands in next.
    struct Expected {
        std::vector<std::int64_t> tokens;
        std::vector<std::int64_t> lengths;
    };

    void makeBuffers(const KvCache& cache);
    cuda::StepPlan makePlan(const KvCache& cache, const RotaryEmbedding& rotary) const;
    cuda::StepBuffers buffers() const;
    void tune(cuda::StepPlan& plan) const;
    BatchStep& preparedStep(const KvCache& cache, const RotaryEmbedding& rotary);
    cuda::KernelBegin chosenBegin(const cuda::StepPlan& plan) const;
    void record(BatchStep& step);

    bool isExpected(const at::Tensor& ids, const KvCache& cache);
    bool goesAhead(const KvCache& cache) const;
    /// Token and position to the device.
    const char* startState(void* stream) const;
    /// A step from what the device holds to the results of a place; null, or what CUDA said.
    const char* startStep(const cuda::StepPlan& plan, std::size_t place, void* stream) const;
    void launch(const BatchStep& step, std::size_t place);
    at::Tensor results(const KvCache& cache);

    const model::ModelConfig& m_config;
    const ModelWeights& m_weights;
    const at::ScalarType m_activation;
    const at::Device m_device;
    const Options m_options;
    std::int64_t m_most = 0;  // sequences that the buffers hold
    at::Tensor m_hostState;   // [2, maximumGemvRows] INT64, pinned: tokens, positions
    at::Tensor m_state;       // the same on the device
    at::Tensor m_hidden, m_added, m_cosines, m_sines, m_qkv, m_queries, m_shares, m_mixed, m_gated, m_results;
    at::Tensor m_candidates, m_counters;
    std::array<Place, placeCount> m_places;
    std::size_t m_place = 0;                               // whose results were returned last
    std::array<BatchStep, cuda::maximumGemvRows> m_steps;  // by batch - 1

    std::optional<Expected> m_expected;
    int m_expectedInARow = 0;  // calls; below 0 once a caller has taken another token: it is not greedy
    bool m_isAhead = false;    // the other place is being filled for what is expected
    std::int64_t m_stepsAhead = 0;
};

}  // namespace autoglm::torch_engine
