#include "core/torch/weights.h"

#include <sys/mman.h>
#include <unistd.h>

#include <set>

namespace autoglm::torch_engine {

using model::Slot;

at::ScalarType scalarType(model::DType dtype) {
    switch (dtype) {
        case model::DType::F16:
            return at::kHalf;
        case model::DType::BF16:
            return at::kBFloat16;
        case model::DType::I8:
            return at::kChar;
        default:
            return at::kFloat;
    }
}

namespace {

/// Large weights are read once per token from front to back: 2 MiB pages save most of the address translations.
void adviseHugePages(const at::Tensor& tensor) {
#ifdef MADV_HUGEPAGE
    constexpr std::uintptr_t hugePage = 2U << 20U;
    const auto begin = reinterpret_cast<std::uintptr_t>(tensor.data_ptr());
    const std::uintptr_t first = (begin + hugePage - 1) / hugePage * hugePage;
    const std::uintptr_t last = (begin + tensor.nbytes()) / hugePage * hugePage;
    if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
#endif
}

at::Tensor allocate(const std::vector<std::int64_t>& shape, at::ScalarType type, const at::Device& device) {
    at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(type).device(device));
    if (device.is_cpu()) adviseHugePages(tensor);
    return tensor;
}

}  // namespace

ModelWeights allocateWeights(const model::ModelConfig& config, const model::Scheme& scheme, const at::Device& device) {
    const at::ScalarType activation = scalarType(scheme.activation);
    const at::ScalarType linear = scalarType(scheme.linearWeight());
    const auto matrix = [&](Slot slot) {
        Linear out;
        out.weight = allocate(slotShape(config, slot), linear, device);
        if (scheme.isQuantized()) out.scales = allocate({out.outFeatures()}, at::kFloat, device);
        return out;
    };
    const auto vector = [&](Slot slot) { return allocate(slotShape(config, slot), at::kFloat, device); };

    ModelWeights weights;
    weights.embedding = allocate(slotShape(config, Slot::TokenEmbedding), activation, device);
    for (std::int64_t i = 0; i < config.layerCount; ++i) {
        LayerWeights layer;
        layer.attentionNorm = vector(Slot::AttentionNorm);
        layer.qkv = matrix(Slot::QkvWeight);
        if (config.attentionBias) layer.qkv.bias = vector(Slot::QkvBias);
        layer.attentionOutput = matrix(Slot::AttentionOutput);
        layer.mlpNorm = vector(Slot::MlpNorm);
        layer.gateUp = matrix(Slot::GateUpWeight);
        layer.down = matrix(Slot::DownWeight);
        weights.layers.push_back(std::move(layer));
    }
    weights.finalNorm = vector(Slot::FinalNorm);
    if (config.tieWordEmbeddings && !scheme.isQuantized())
        weights.head.weight = weights.embedding;
    else
        weights.head = matrix(Slot::OutputHead);
    return weights;
}

SlotTensors slotTensors(ModelWeights& weights, Slot slot, std::int64_t layer) {
    const auto linear = [](Linear& matrix) {
        return SlotTensors{&matrix.weight, matrix.scales.defined() ? &matrix.scales : nullptr};
    };
    switch (slot) {
        case Slot::TokenEmbedding:
            return {&weights.embedding, nullptr};
        case Slot::FinalNorm:
            return {&weights.finalNorm, nullptr};
        case Slot::OutputHead:
            return linear(weights.head);
        default:
            break;
    }
    LayerWeights& at = weights.layers.at(static_cast<std::size_t>(layer));
    switch (slot) {
        case Slot::AttentionNorm:
            return {&at.attentionNorm, nullptr};
        case Slot::MlpNorm:
            return {&at.mlpNorm, nullptr};
        case Slot::QkvWeight:
            return linear(at.qkv);
        case Slot::QkvBias:
            return {&at.qkv.bias, nullptr};
        case Slot::AttentionOutput:
            return linear(at.attentionOutput);
        case Slot::GateUpWeight:
            return linear(at.gateUp);
        default:
            return linear(at.down);
    }
}

namespace {

/// Calls f for every tensor of `weights`, with whether a decode step reads it.
template <class F>
void forEachTensor(const ModelWeights& weights, F&& f) {
    const auto linear = [&](const Linear& matrix) {
        for (const at::Tensor* tensor : {&matrix.weight, &matrix.scales, &matrix.bias})
            if (tensor->defined()) f(*tensor, true);
    };
    f(weights.embedding, false);
    for (const LayerWeights& layer : weights.layers) {
        f(layer.attentionNorm, true);
        linear(layer.qkv);
        linear(layer.attentionOutput);
        f(layer.mlpNorm, true);
        linear(layer.gateUp);
        linear(layer.down);
    }
    f(weights.finalNorm, true);
    linear(weights.head);
}

}  // namespace

std::uint64_t ModelWeights::totalBytes() const {
    std::uint64_t total = 0;
    std::set<const void*> seen;
    forEachTensor(*this, [&](const at::Tensor& tensor, bool) {
        if (seen.insert(tensor.data_ptr()).second) total += tensor.nbytes();
    });
    return total;
}

std::uint64_t ModelWeights::bytesReadPerToken() const {
    std::uint64_t total = 0;
    forEachTensor(*this, [&](const at::Tensor& tensor, bool isRead) { total += isRead ? tensor.nbytes() : 0; });
    return total;
}

}  // namespace autoglm::torch_engine
