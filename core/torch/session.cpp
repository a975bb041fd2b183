#include "core/torch/session.h"

#include <algorithm>

#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/engine/token_ids.h"
#include "core/model/ledger.h"
#include "core/torch/cpu_memory.h"
#include "core/torch/guard.h"

namespace autoglm::torch_engine {

using engine::TokenId;

namespace {

/// Logits of several positions are made a part at a time, so that a large vocabulary needs no gigabytes.
constexpr std::int64_t logitsPartBytes = 64 << 20;

}  // namespace

TorchSession::TorchSession(const model::ModelConfig& config, const Transformer& transformer, at::ScalarType activation,
                           const at::Device& device, const engine::SessionOptions& options)
    : m_config(config),
      m_transformer(transformer),
      m_device(device),
      m_rotary(config, device),
      m_cache(config, activation, device, options.batch, options.contextLength),
      m_decodePath(options.decodePath),
      m_step(transformer.decodeStep())
#ifdef AUTOGLM_CUDA
      ,
      m_cudaStep(config, transformer.weights(), activation,
                 {cacheFolder() / "cuda-tuning.json", options.runAhead, options.earlyKernels})
#endif
{
}

Result<at::Tensor> TorchSession::checkedIds(const KvCache& cache, std::span<const TokenId> ids) const {
    const std::int64_t batch = cache.batch();
    const auto count = static_cast<std::int64_t>(ids.size());
    if (count == 0) return fail(ErrorCode::InvalidArgument, "no token was given; at least one is needed", "ids");
    if (count % batch != 0)
        return fail(ErrorCode::InvalidArgument, concat(count, " ids cannot be shared equally by ", batch, " sequences"),
                    "ids");
    if (cache.longest() + count / batch > cache.contextLength())
        return fail(
            ErrorCode::InvalidArgument,
            concat("the context holds ", cache.contextLength(), " tokens, ", cache.longest(), " are in use and ",
                   count / batch, " more were asked for; shorten the prompt or raise the context"),
            "ids");
    AUTOGLM_CHECK(engine::checkIds(ids, m_config.vocabSize, "ids"));
    const at::Tensor tensor = at::empty({batch, count / batch}, at::kLong);
    std::ranges::copy(ids, tensor.data_ptr<std::int64_t>());
    return tensor;
}

template <class Use>
Status TorchSession::forEachChunk(KvCache& cache, const at::Tensor& ids, std::stop_token stop, Use&& use) {
    settleStep();
    const std::int64_t before = cache.longest();
    const std::int64_t longestBefore = m_longest;
    reach(before, ids.size(1));
    const at::Tensor onDevice = ids.to(m_device);
    const FreedTensorsKept kept;
    for (std::int64_t first = 0; first < ids.size(1); first += model::prefillChunkTokens) {
        const std::int64_t count = std::min(model::prefillChunkTokens, ids.size(1) - first);
        const at::Tensor hidden = m_transformer.forward(onDevice.narrow(1, first, count), cache, m_rotary, stop);
        if (!hidden.defined()) {
            cache.truncate(before);
            m_longest = longestBefore;
            return fail(ErrorCode::Cancelled, "prefill was cancelled");
        }
        use(hidden, before + first, first + count == ids.size(1));
    }
    return {};
}

void TorchSession::reach(std::int64_t before, std::int64_t count) {
    m_longest = before == 0 ? count : std::max(m_longest, before + count);
    m_rotary.reach(m_longest);
}

bool TorchSession::isStep(const KvCache& cache, const at::Tensor& ids) const {
    if (ids.size(1) > 1 || m_decodePath != engine::DecodePath::Step) return false;
#ifdef AUTOGLM_CUDA
    if (m_device.is_cuda()) return CudaDecodeStep::takes(m_config, cache.batch());
#endif
    return m_device.is_cpu() && cache.batch() <= DecodeStep::maximumBatch;
}

at::Tensor TorchSession::step(const at::Tensor& ids, KvCache& cache) {
#ifdef AUTOGLM_CUDA
    if (m_device.is_cuda()) return m_cudaStep.run(ids, cache, m_rotary);
#endif
    return m_step.run(ids, cache, m_rotary);
}

void TorchSession::settleStep() {
#ifdef AUTOGLM_CUDA
    if (m_device.is_cuda()) m_cudaStep.settle();
#endif
}

void TorchSession::keepLogits(const at::Tensor& hidden) {
    const at::Tensor last = hidden.select(1, hidden.size(1) - 1);  // [batch, hidden]
    m_logits = m_transformer.logits(last).to(at::kCPU);            // [batch, vocab]
}

Status TorchSession::prefill(std::span<const TokenId> ids, std::stop_token stop) {
    return guarded("run the model", [&]() -> Status {
        AUTOGLM_TRY(const at::Tensor tensor, checkedIds(m_cache, ids));
        if (isStep(m_cache, tensor)) {
            reach(m_cache.longest(), 1);
            m_logits = step(tensor, m_cache);
            return {};
        }
        return forEachChunk(m_cache, tensor, stop, [&](const at::Tensor& hidden, std::int64_t, bool isLast) {
            if (isLast) keepLogits(hidden);
        });
    });
}

Status TorchSession::decode(std::span<const TokenId> ids) {
    if (static_cast<std::int64_t>(ids.size()) != m_cache.batch())
        return fail(ErrorCode::InvalidArgument,
                    concat("decode takes one id per sequence: ", m_cache.batch(), " expected, ", ids.size(), " given"),
                    "ids");
    return prefill(ids, {});
}

Status TorchSession::prefillWithLogits(std::span<const TokenId> ids, const engine::LogitsSink& sink,
                                       std::stop_token stop) {
    if (m_cache.batch() != 1)
        return fail(ErrorCode::InvalidArgument, "logits of every position need a session of one sequence", "batch");
    return guarded("run the model", [&]() -> Status {
        AUTOGLM_TRY(const at::Tensor tensor, checkedIds(m_cache, ids));
        const std::int64_t part = std::max<std::int64_t>(1, logitsPartBytes / (4 * m_config.vocabSize));
        return forEachChunk(m_cache, tensor, stop, [&](const at::Tensor& hidden, std::int64_t position, bool isLast) {
            const at::Tensor rows = hidden.flatten(0, 1);  // [tokens, hidden]
            for (std::int64_t first = 0; first < rows.size(0); first += part) {
                const std::int64_t count = std::min(part, rows.size(0) - first);
                const at::Tensor values =
                    m_transformer.logits(rows.narrow(0, first, count)).to(at::kCPU);  // [count, vocab]
                sink(position + first, count,
                     {values.const_data_ptr<float>(), static_cast<std::size_t>(values.numel())});
                if (isLast && first + count == rows.size(0)) m_logits = values.narrow(0, count - 1, 1).clone();
            }
        });
    });
}

std::span<const float> TorchSession::logits() const {
    if (!m_logits.defined()) return {};
    return {m_logits.const_data_ptr<float>(), static_cast<std::size_t>(m_logits.numel())};
}

Status TorchSession::truncate(std::int64_t length) {
    if (length < 0 || length > m_cache.longest())
        return fail(ErrorCode::InvalidArgument, concat("cannot keep ", length, " of ", m_cache.longest(), " tokens"),
                    "length");
    return guarded("run the model", [&]() -> Status {
        settleStep();
        m_cache.truncate(length);
        return {};
    });
}

// ---- sequences apart ----

Status TorchSession::checkSequence(std::int64_t sequence) const {
    if (sequence >= 0 && sequence < m_cache.batch()) return {};
    return fail(ErrorCode::InvalidArgument,
                concat("sequence ", sequence, " was named; the session has ", m_cache.batch(), " of them"), "sequence");
}

Status TorchSession::prefillSequence(std::int64_t sequence, std::span<const TokenId> ids, std::stop_token stop) {
    AUTOGLM_CHECK(checkSequence(sequence));
    if (m_cache.batch() > 1 && m_config.rotary.scaling == model::RotaryScaling::Dynamic)
        return fail(ErrorCode::Unsupported,
                    "this model's rotary scaling depends on the length of the sequence; answer one at a time", "batch");
    return guarded("run the model", [&]() -> Status {
        KvCache own = m_cache.sequences(sequence, 1);
        own.truncate(0);
        m_cache.setLength(sequence, 0);
        AUTOGLM_TRY(const at::Tensor tensor, checkedIds(own, ids));
        AUTOGLM_CHECK(forEachChunk(own, tensor, stop, [&](const at::Tensor& hidden, std::int64_t, bool isLast) {
            if (isLast) keepLogits(hidden);
        }));
        m_cache.setLength(sequence, own.longest());
        return {};
    });
}

Status TorchSession::decodeSequences(std::span<const TokenId> ids) {
    const std::int64_t count = std::ssize(ids);
    AUTOGLM_CHECK(checkSequence(count - 1));
    return guarded("run the model", [&]() -> Status {
        KvCache own = m_cache.sequences(0, count);
        AUTOGLM_TRY(const at::Tensor tensor, checkedIds(own, ids));
        m_rotary.reach(own.longest() + 1);
        if (isStep(own, tensor)) {
            m_logits = step(tensor, own);
        } else {
            settleStep();
            keepLogits(m_transformer.forward(tensor.to(m_device), own, m_rotary, {}));
        }
        for (std::int64_t i = 0; i < count; ++i)
            m_cache.setLength(i, own.length(i));
        return {};
    });
}

Status TorchSession::copySequence(std::int64_t from, std::int64_t to) {
    AUTOGLM_CHECK(checkSequence(from));
    AUTOGLM_CHECK(checkSequence(to));
    return guarded("copy a sequence", [&]() -> Status {
        settleStep();
        if (from != to) m_cache.copy(from, to);
        return {};
    });
}

}  // namespace autoglm::torch_engine
