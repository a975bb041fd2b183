#include "core/torch/transformer.h"

#include <map>

#include "core/torch/cpu_ops.h"
#include "core/torch/linear.h"
#ifdef AUTOGLM_CUDA
#include "core/torch/kernels/cuda/cuda_ops.h"
#endif

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
    at::Tensor added;                             // by the last block, of x's shape, and not in x yet
    for (std::int64_t layer = 0; layer < m_config.layerCount; ++layer) {
        if (stop.stop_requested()) return {};
        const LayerWeights& weights = m_weights.layers[static_cast<std::size_t>(layer)];
        const std::int64_t window = m_config.window(layer);
        if (!visible.contains(window))
            visible[window] = visibleKeys(positions, cache.shortest(), cache.longest() + tokens, window, m_activation);
        const Place place = {layer, cache, rotary, positions, rotation, visible[window]};
        added = norm(attention(weights, addAndNorm(x, added, weights.attentionNorm), place), weights.postAttentionNorm);
        added = norm(mlp(weights, addAndNorm(x, added, weights.mlpNorm)), weights.postMlpNorm);
    }
    cache.advance(tokens);
    return x + added;  // [batch, tokens, hidden]
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
    const at::Tensor queries = turnAndKeep(weights, qkv, place);  // [batch, tokens, heads, headDim]
    const VisibleKeys& visible = place.visible;
    const at::Tensor mixed = attend(queries, place.cache.keys(place.layer, visible.first, visible.count),
                                    place.cache.values(place.layer, visible.first, visible.count),
                                    visible.mask);  // [batch, tokens, heads, headDim]
    return applyLinear(weights.attentionOutput, mixed.view({rows, -1}), at::kFloat).view_as(x);
}

at::Tensor Transformer::turnAndKeep(const LayerWeights& weights, const at::Tensor& qkv, const Place& place) const {
    const std::int64_t heads = m_config.headCount;
    const std::int64_t kvHeads = m_config.kvHeadCount;
    const auto& [layer, cache, rotary, positions, rotation, visible] = place;
#ifdef AUTOGLM_CUDA
    if (qkv.is_cuda())
        return cuda::turnHeads({qkv, weights.queryNorm, weights.keyNorm, m_config.rmsNormEps, positions, rotation,
                                m_config.rotary.interleaved, cache.keys(layer, 0, cache.contextLength()),
                                cache.values(layer, 0, cache.contextLength())});
#endif
    const at::Tensor queries = norm(qkv.narrow(2, 0, heads), weights.queryNorm);   // [batch, tokens, heads, headDim]
    const at::Tensor keys = norm(qkv.narrow(2, heads, kvHeads), weights.keyNorm);  // [batch, tokens, kvHeads, headDim]
    cache.write(layer, rotary.apply(keys, rotation), qkv.narrow(2, heads + kvHeads, kvHeads));
    return rotary.apply(queries, rotation);
}

at::Tensor Transformer::mlp(const LayerWeights& weights, const at::Tensor& x) const {
    at::Tensor gated = handOn(weights.gateUp, x.view({-1, m_config.hiddenSize}));  // [rows, 2 intermediate]
    gated = gatedSilu(gated);  // [rows, intermediate], and what it was made of is free
    return applyLinear(weights.down, gated, at::kFloat).view_as(x);
}

at::Tensor Transformer::gatedSilu(const at::Tensor& gateUp) const {
#ifdef AUTOGLM_CUDA
    if (gateUp.is_cuda()) return cuda::gatedSilu(gateUp);
#endif
    return gatedSiluOnCpu(gateUp);
}

at::Tensor Transformer::handOn(const Linear& linear, const at::Tensor& x) const {
    return applyLinear(linear, x, m_activation).to(m_inputType);
}

at::Tensor Transformer::addAndNorm(at::Tensor& x, const at::Tensor& added, const at::Tensor& weight) const {
#ifdef AUTOGLM_CUDA
    if (x.is_cuda()) return cuda::addAndNorm(x, added, weight, m_config.rmsNormEps, m_inputType);
#endif
    if (added.defined()) x = x + added;
    return rmsNormOnCpu(x, weight, m_config.rmsNormEps);
}

at::Tensor Transformer::norm(const at::Tensor& x, const at::Tensor& weight) const {
    at::Tensor own = x;  // which nothing is added to
    return weight.defined() ? addAndNorm(own, {}, weight) : x;
}

}  // namespace autoglm::torch_engine
