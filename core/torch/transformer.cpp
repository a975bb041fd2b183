#include "core/torch/transformer.h"

#include "core/torch/attention.h"
#include "core/torch/linear.h"

namespace autoglm::torch_engine {

Transformer::Transformer(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation)
    : m_config(config), m_weights(weights), m_activation(activation) {}

at::Tensor Transformer::forward(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary,
                                std::stop_token stop) const {
    at::Tensor x =
        m_weights.embedding.index_select(0, ids.flatten()).view({ids.size(0), ids.size(1), m_config.hiddenSize});
    const at::Tensor mask = causalMask(ids.size(1), cache.length() + ids.size(1), x);
    for (std::int64_t layer = 0; layer < m_config.layerCount; ++layer) {
        if (stop.stop_requested()) return {};
        const LayerWeights& weights = m_weights.layers[static_cast<std::size_t>(layer)];
        x = x + attention(layer, norm(x, weights.attentionNorm), cache, rotary, mask);  // [batch, tokens, hidden]
        x = x + mlp(layer, norm(x, weights.mlpNorm));                                   // [batch, tokens, hidden]
    }
    cache.advance(ids.size(1));
    return x;
}

at::Tensor Transformer::logits(const at::Tensor& hidden) const {
    return applyLinear(m_weights.head, norm(hidden, m_weights.finalNorm), at::kFloat);
}

at::Tensor Transformer::attention(std::int64_t layer, const at::Tensor& x, KvCache& cache,
                                  const RotaryEmbedding& rotary, const at::Tensor& mask) const {
    const LayerWeights& weights = m_weights.layers[static_cast<std::size_t>(layer)];
    const std::int64_t batch = x.size(0);
    const std::int64_t tokens = x.size(1);
    const std::int64_t heads = m_config.headCount;
    const std::int64_t kvHeads = m_config.kvHeadCount;
    const at::Tensor qkv = applyLinear(weights.qkv, x.view({batch * tokens, -1}), m_activation)
                               .view({batch, tokens, heads + 2 * kvHeads, m_config.headDim});
    const at::Tensor queries =
        rotary.apply(qkv.narrow(2, 0, heads), cache.length());  // [batch, tokens, heads, headDim]
    const at::Tensor keys =
        rotary.apply(qkv.narrow(2, heads, kvHeads), cache.length());  // [batch, tokens, kvHeads, headDim]
    cache.write(layer, keys, qkv.narrow(2, heads + kvHeads, kvHeads));
    const std::int64_t length = cache.length() + tokens;
    const at::Tensor mixed = attend(queries, cache.keys(layer, length), cache.values(layer, length), mask);
    return applyLinear(weights.attentionOutput, mixed.view({batch * tokens, -1}), m_activation).view_as(x);
}

at::Tensor Transformer::mlp(std::int64_t layer, const at::Tensor& x) const {
    const LayerWeights& weights = m_weights.layers[static_cast<std::size_t>(layer)];
    const at::Tensor rows = x.view({-1, m_config.hiddenSize});
    const at::Tensor gateUp = applyLinear(weights.gateUp, rows, m_activation);  // [rows, 2 intermediate]
    const at::Tensor gate = gateUp.narrow(1, 0, m_config.intermediateSize);
    const at::Tensor up = gateUp.narrow(1, m_config.intermediateSize, m_config.intermediateSize);
    return applyLinear(weights.down, at::silu(gate).mul_(up), m_activation).view_as(x);
}

at::Tensor Transformer::norm(const at::Tensor& x, const at::Tensor& weight) const {
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor meanSquare = wide.square().mean(-1, /*keepdim=*/true);  // [..., 1]
    return (wide * meanSquare.add_(m_config.rmsNormEps).rsqrt_()).mul_(weight).to(m_activation);
}

}  // namespace autoglm::torch_engine
