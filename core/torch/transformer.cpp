#include "core/torch/transformer.h"

#include <map>

#include "core/torch/cpu_ops.h"
#include "core/torch/linear.h"

namespace autoglm::torch_engine {

Transformer::Transformer(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation)
    : m_config(config),
      m_weights(weights),
      m_activation(activation),
      m_inputType(weights.embedding.device().is_cpu() ? at::kFloat : activation) {}

at::Tensor Transformer::forward(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary,
                                std::stop_token stop) const {
    const std::int64_t tokens = ids.size(1);
    at::Tensor x = m_weights.embedding.index_select(0, ids.flatten()).to(at::kFloat).view({ids.size(0), tokens, -1});
    const at::Tensor positions = cache.positions(tokens);  // [1 or batch, tokens]
    const Rotation rotation = rotary.at(positions);
    std::map<std::int64_t, VisibleKeys> visible;  // by window
    for (std::int64_t layer = 0; layer < m_config.layerCount; ++layer) {
        if (stop.stop_requested()) return {};
        const LayerWeights& weights = m_weights.layers[static_cast<std::size_t>(layer)];
        const std::int64_t window = m_config.window(layer);
        if (!visible.contains(window))
            visible[window] = visibleKeys(positions, cache.shortest(), cache.longest() + tokens, window, m_activation);
        const Place place = {layer, cache, rotary, rotation, visible[window]};
        x = x + norm(attention(weights, norm(x, weights.attentionNorm), place), weights.postAttentionNorm);
        x = x + norm(mlp(weights, norm(x, weights.mlpNorm)), weights.postMlpNorm);  // [batch, tokens, hidden]
    }
    cache.advance(tokens);
    return x;
}

at::Tensor Transformer::logits(const at::Tensor& hidden) const {
    return applyLinear(m_weights.head, norm(hidden, m_weights.finalNorm), at::kFloat);
}

at::Tensor Transformer::attention(const LayerWeights& weights, const at::Tensor& x, const Place& place) const {
    const std::int64_t rows = x.size(0) * x.size(1);
    const std::int64_t heads = m_config.headCount;
    const std::int64_t kvHeads = m_config.kvHeadCount;
    const at::Tensor qkv =
        handOn(weights.qkv, x.view({rows, -1})).view({x.size(0), x.size(1), heads + 2 * kvHeads, m_config.headDim});
    const at::Tensor queries = norm(qkv.narrow(2, 0, heads), weights.queryNorm);   // [batch, tokens, heads, headDim]
    const at::Tensor keys = norm(qkv.narrow(2, heads, kvHeads), weights.keyNorm);  // [batch, tokens, kvHeads, headDim]
    const auto& [layer, cache, rotary, rotation, visible] = place;
    cache.write(layer, rotary.apply(keys, rotation), qkv.narrow(2, heads + kvHeads, kvHeads));
    const at::Tensor mixed =
        attend(rotary.apply(queries, rotation), cache.keys(layer, visible.first, visible.count),
               cache.values(layer, visible.first, visible.count), visible.mask);  // [batch, tokens, heads, headDim]
    return applyLinear(weights.attentionOutput, mixed.view({rows, -1}), at::kFloat).view_as(x);
}

at::Tensor Transformer::mlp(const LayerWeights& weights, const at::Tensor& x) const {
    const at::Tensor rows = x.view({-1, m_config.hiddenSize});
    at::Tensor gated = handOn(weights.gateUp, rows);  // [rows, 2 intermediate]
    if (x.device().is_cpu()) {
        gated = gatedSiluOnCpu(gated);  // [rows, intermediate], and what it was made of is free
    } else {
        const at::Tensor gate = gated.narrow(1, 0, m_config.intermediateSize);
        const at::Tensor up = gated.narrow(1, m_config.intermediateSize, m_config.intermediateSize);
        gated = at::silu(gate).mul_(up);
    }
    return applyLinear(weights.down, gated, at::kFloat).view_as(x);
}

at::Tensor Transformer::handOn(const Linear& linear, const at::Tensor& x) const {
    return applyLinear(linear, x, m_activation).to(m_inputType);
}

at::Tensor Transformer::norm(const at::Tensor& x, const at::Tensor& weight) const {
    if (!weight.defined()) return x;
    if (x.device().is_cpu()) return rmsNormOnCpu(x, weight, m_config.rmsNormEps);
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor meanSquare = wide.square().mean(-1, /*keepdim=*/true);  // [..., 1]
    return (wide * meanSquare.add_(m_config.rmsNormEps).rsqrt_()).mul_(weight).to(m_inputType);
}

}  // namespace autoglm::torch_engine
