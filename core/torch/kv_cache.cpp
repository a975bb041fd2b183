#include "core/torch/kv_cache.h"

namespace autoglm::torch_engine {

KvCache::KvCache(const model::ModelConfig& config, at::ScalarType type, const at::Device& device, std::int64_t batch,
                 std::int64_t contextLength) {
    const auto options = at::TensorOptions().dtype(type).device(device);
    const std::vector<std::int64_t> shape = {config.layerCount, batch, config.kvHeadCount, contextLength,
                                             config.headDim};
    m_keys = at::empty(shape, options);
    m_values = at::empty(shape, options);
}

void KvCache::write(std::int64_t layer, const at::Tensor& keys, const at::Tensor& values) {
    const std::int64_t tokens = keys.size(1);
    m_keys[layer].narrow(2, m_length, tokens).copy_(keys.transpose(1, 2));
    m_values[layer].narrow(2, m_length, tokens).copy_(values.transpose(1, 2));
}

at::Tensor KvCache::keys(std::int64_t layer, std::int64_t first, std::int64_t count) const {
    return m_keys[layer].narrow(2, first, count);
}

at::Tensor KvCache::values(std::int64_t layer, std::int64_t first, std::int64_t count) const {
    return m_values[layer].narrow(2, first, count);
}

}  // namespace autoglm::torch_engine
