#include "core/torch/kv_cache.h"

namespace autoglm::torch_engine {

KvCache::KvCache(const model::ModelConfig& config, at::ScalarType type, const at::Device& device, std::int64_t batch,
                 std::int64_t contextLength) {
    const auto options = at::TensorOptions().dtype(type).device(device);
    const std::vector<std::int64_t> shape = {config.layerCount, batch, config.kvHeadCount, contextLength,
                                             config.headDim};
    // Beyond the end of a shorter sequence lies what is masked, and a mask does not take away a NaN.
    m_keys = batch > 1 ? at::zeros(shape, options) : at::empty(shape, options);
    m_values = batch > 1 ? at::zeros(shape, options) : at::empty(shape, options);
    m_lengths.assign(static_cast<std::size_t>(batch), 0);
}

KvCache KvCache::sequences(std::int64_t first, std::int64_t count) const {
    KvCache out;
    out.m_keys = m_keys.narrow(1, first, count);
    out.m_values = m_values.narrow(1, first, count);
    out.m_lengths.assign(m_lengths.begin() + first, m_lengths.begin() + first + count);
    return out;
}

void KvCache::write(std::int64_t layer, const at::Tensor& keys, const at::Tensor& values) {
    if (isEven()) {
        const std::int64_t tokens = keys.size(1);
        m_keys[layer].narrow(2, longest(), tokens).copy_(keys.transpose(1, 2));
        m_values[layer].narrow(2, longest(), tokens).copy_(values.transpose(1, 2));
        return;
    }
    const c10::List<std::optional<at::Tensor>> places = {at::arange(batch(), keys.options().dtype(at::kLong)),
                                                         lengths()};
    const auto put = [&](const at::Tensor& cache, const at::Tensor& one) {
        const at::Tensor byPosition = cache[layer].transpose(1, 2);  // [batch, context, kvHeads, headDim]
        byPosition.index_put_(places, one.squeeze(1).to(cache.scalar_type()));
    };
    put(m_keys, keys);
    put(m_values, values);
}

at::Tensor KvCache::lengths() const {
    return at::tensor(m_lengths, at::kLong).to(m_keys.device());
}

at::Tensor KvCache::positions(std::int64_t tokens) const {
    const auto options = m_keys.options().dtype(at::kLong);
    if (isEven()) return at::arange(longest(), longest() + tokens, options).unsqueeze(0);
    return lengths().unsqueeze(1) + at::arange(tokens, options);
}

void KvCache::advance(std::int64_t tokens) {
    for (std::int64_t& length : m_lengths)
        length += tokens;
}

void KvCache::copy(std::int64_t from, std::int64_t to) {
    const std::int64_t count = length(from);
    for (const at::Tensor& cache : {m_keys, m_values})
        cache.select(1, to).narrow(2, 0, count).copy_(cache.select(1, from).narrow(2, 0, count));
    setLength(to, count);
}

KvCache::Rows KvCache::rows(std::int64_t layer, std::int64_t sequence, std::int64_t kvHead) const {
    const auto bytes = static_cast<std::int64_t>(m_keys.element_size());
    const std::int64_t offset =
        (layer * m_keys.stride(0) + sequence * m_keys.stride(1) + kvHead * m_keys.stride(2)) * bytes;
    return {static_cast<std::byte*>(m_keys.data_ptr()) + offset, static_cast<std::byte*>(m_values.data_ptr()) + offset,
            m_keys.size(4) * bytes};
}

at::Tensor KvCache::keys(std::int64_t layer, std::int64_t first, std::int64_t count) const {
    return m_keys[layer].narrow(2, first, count);
}

at::Tensor KvCache::values(std::int64_t layer, std::int64_t first, std::int64_t count) const {
    return m_values[layer].narrow(2, first, count);
}

}  // namespace autoglm::torch_engine
