// A session of the libtorch engine: one KV cache, prefill in chunks, decode by one token per sequence. See
// core/engine/engine.h.
#pragma once

#include "core/engine/engine.h"
#include "core/torch/kv_cache.h"
#include "core/torch/rotary.h"
#include "core/torch/transformer.h"
#ifdef AUTOGLM_CUDA
#include "core/torch/cuda_decode_step.h"
#endif

namespace autoglm::torch_engine {

class TorchSession final : public engine::Session {
  public:
    TorchSession(const model::ModelConfig& config, const Transformer& transformer, at::ScalarType activation,
                 const at::Device& device, const engine::SessionOptions& options);

    Status prefill(std::span<const engine::TokenId> ids, std::stop_token stop) override;
    Status decode(std::span<const engine::TokenId> ids) override;
    Status prefillWithLogits(std::span<const engine::TokenId> ids, const engine::LogitsSink& sink,
                             std::stop_token stop) override;
    std::span<const float> logits() const override;
    std::int64_t length() const override { return m_cache.longest(); }
    Status truncate(std::int64_t length) override;
    std::int64_t contextLength() const override { return m_cache.contextLength(); }
    std::uint64_t kvCacheBytes() const override { return m_cache.sizeBytes(); }
    std::int64_t sequenceCount() const override { return m_cache.batch(); }
    Status prefillSequence(std::int64_t sequence, std::span<const engine::TokenId> ids, std::stop_token stop) override;
    Status decodeSequences(std::span<const engine::TokenId> ids) override;
    Status copySequence(std::int64_t from, std::int64_t to) override;

  private:
    Status checkSequence(std::int64_t sequence) const;
    /// Ids [batch, n] as a tensor on the host, after checking range and room in `cache`.
    Result<at::Tensor> checkedIds(const KvCache& cache, std::span<const engine::TokenId> ids) const;
    /// Runs `ids` [batch, n] in chunks and calls use(hidden [batch, chunk, hidden], first position, isLast).
    template <class Use>
    Status forEachChunk(KvCache& cache, const at::Tensor& ids, std::stop_token stop, Use&& use);
    void keepLogits(const at::Tensor& hidden);
    /// Tells the rotary embedding how long the sequence will be when `count` more tokens are in.
    void reach(std::int64_t before, std::int64_t count);
    /// Whether `ids` go the way of a single token: on a CPU up to eight sequences do, on a GPU those whose heads our
    /// attention takes (CudaDecodeStep::takes).
    bool isStep(const KvCache& cache, const at::Tensor& ids) const;
    at::Tensor step(const at::Tensor& ids, KvCache& cache);
    /// Before anything but a step changes the cache: CudaDecodeStep::settle.
    void settleStep();

    const model::ModelConfig& m_config;
    const Transformer& m_transformer;
    at::Device m_device;
    RotaryEmbedding m_rotary;
    std::int64_t m_longest = 0;  // length since the cache was empty
    KvCache m_cache;
    engine::DecodePath m_decodePath;
    DecodeStep m_step;
#ifdef AUTOGLM_CUDA
    CudaDecodeStep m_cudaStep;
#endif
    at::Tensor m_logits;  // [batch, vocab] FP32 on the host
};

}  // namespace autoglm::torch_engine
