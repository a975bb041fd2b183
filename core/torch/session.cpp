#include "core/torch/session.h"

#include "core/base/text_format.h"
#include "core/model/ledger.h"
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
      m_cache(config, activation, device, options.batch, options.contextLength) {}

Result<at::Tensor> TorchSession::checkedIds(std::span<const TokenId> ids) const {
    const std::int64_t batch = m_cache.batch();
    const auto count = static_cast<std::int64_t>(ids.size());
    if (count == 0) return fail(ErrorCode::InvalidArgument, "no token was given; at least one is needed", "ids");
    if (count % batch != 0)
        return fail(ErrorCode::InvalidArgument, concat(count, " ids cannot be shared equally by ", batch, " sequences"),
                    "ids");
    if (m_cache.length() + count / batch > m_cache.contextLength())
        return fail(
            ErrorCode::InvalidArgument,
            concat("the context holds ", m_cache.contextLength(), " tokens, ", m_cache.length(), " are in use and ",
                   count / batch, " more were asked for; shorten the prompt or raise the context"),
            "ids");
    at::Tensor tensor = at::empty({batch, count / batch}, at::kLong);
    auto* out = tensor.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < count; ++i) {
        const TokenId id = ids[static_cast<std::size_t>(i)];
        if (id < 0 || id >= m_config.vocabSize)
            return fail(
                ErrorCode::InvalidArgument,
                concat("token id ", id, " at position ", i, " is outside the vocabulary of ", m_config.vocabSize),
                "ids");
        out[i] = id;
    }
    return tensor.to(m_device);
}

template <class Use>
Status TorchSession::forEachChunk(const at::Tensor& ids, std::stop_token stop, Use&& use) {
    const std::int64_t before = m_cache.length();
    const std::int64_t longestBefore = m_longest;
    m_longest = before == 0 ? ids.size(1) : std::max(m_longest, before + ids.size(1));
    m_rotary.reach(m_longest);
    for (std::int64_t first = 0; first < ids.size(1); first += model::prefillChunkTokens) {
        const std::int64_t count = std::min(model::prefillChunkTokens, ids.size(1) - first);
        const at::Tensor hidden = m_transformer.forward(ids.narrow(1, first, count), m_cache, m_rotary, stop);
        if (!hidden.defined()) {
            m_cache.truncate(before);
            m_longest = longestBefore;
            return fail(ErrorCode::Cancelled, "prefill was cancelled");
        }
        use(hidden, before + first, first + count == ids.size(1));
    }
    return {};
}

void TorchSession::keepLogits(const at::Tensor& hidden) {
    const at::Tensor last = hidden.select(1, hidden.size(1) - 1);  // [batch, hidden]
    m_logits = m_transformer.logits(last).to(at::kCPU);            // [batch, vocab]
}

Status TorchSession::prefill(std::span<const TokenId> ids, std::stop_token stop) {
    return guarded("run the model", [&]() -> Status {
        AUTOGLM_TRY(const at::Tensor tensor, checkedIds(ids));
        return forEachChunk(tensor, stop, [&](const at::Tensor& hidden, std::int64_t, bool isLast) {
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
        AUTOGLM_TRY(const at::Tensor tensor, checkedIds(ids));
        const std::int64_t part = std::max<std::int64_t>(1, logitsPartBytes / (4 * m_config.vocabSize));
        return forEachChunk(tensor, stop, [&](const at::Tensor& hidden, std::int64_t position, bool isLast) {
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
    if (length < 0 || length > m_cache.length())
        return fail(ErrorCode::InvalidArgument, concat("cannot keep ", length, " of ", m_cache.length(), " tokens"),
                    "length");
    m_cache.truncate(length);
    return {};
}

}  // namespace autoglm::torch_engine
