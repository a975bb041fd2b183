#include "core/torch/weights.h"

#include <sys/mman.h>
#include <unistd.h>

#include <set>

namespace autoglm::torch_engine {

using model::Slot;
using model::SlotKind;

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
    ModelWeights weights;
    weights.layers.resize(static_cast<std::size_t>(config.layerCount));
    const auto add = [&](Slot slot, std::int64_t layer) {
        const SlotTensors tensors = slotTensors(weights, slot, layer);
        const std::vector<std::int64_t> shape = slotShape(config, slot);
        const bool isLinear = slotKind(slot) == SlotKind::Linear;
        const model::DType other = slotKind(slot) == SlotKind::Embedding ? scheme.activation : model::DType::F32;
        *tensors.values = allocate(shape, scalarType(isLinear ? scheme.linearWeight() : other), device);
        if (isLinear && scheme.isQuantized()) *tensors.scales = allocate({shape[0]}, at::kFloat, device);
    };
    add(Slot::TokenEmbedding, -1);
    for (std::int64_t layer = 0; layer < config.layerCount; ++layer)
        for (const Slot slot : layerSlots(config))
            add(slot, layer);
    add(Slot::FinalNorm, -1);
    if (config.tieWordEmbeddings && !scheme.isQuantized())
        weights.head.weight = weights.embedding;
    else
        add(Slot::OutputHead, -1);
    return weights;
}

SlotTensors slotTensors(ModelWeights& weights, Slot slot, std::int64_t layer) {
    const auto linear = [](Linear& matrix) { return SlotTensors{&matrix.weight, &matrix.scales}; };
    const auto vector = [](at::Tensor& values) { return SlotTensors{&values, nullptr}; };
    if (slot == Slot::TokenEmbedding) return vector(weights.embedding);
    if (slot == Slot::FinalNorm) return vector(weights.finalNorm);
    if (slot == Slot::OutputHead) return linear(weights.head);
    LayerWeights& at = weights.layers.at(static_cast<std::size_t>(layer));
    switch (slot) {
        case Slot::AttentionNorm:
            return vector(at.attentionNorm);
        case Slot::QkvWeight:
            return linear(at.qkv);
        case Slot::QkvBias:
            return vector(at.qkv.bias);
        case Slot::QueryNorm:
            return vector(at.queryNorm);
        case Slot::KeyNorm:
            return vector(at.keyNorm);
        case Slot::AttentionOutput:
            return linear(at.attentionOutput);
        case Slot::AttentionOutputBias:
            return vector(at.attentionOutput.bias);
        case Slot::PostAttentionNorm:
            return vector(at.postAttentionNorm);
        case Slot::MlpNorm:
            return vector(at.mlpNorm);
        case Slot::GateUpWeight:
            return linear(at.gateUp);
        case Slot::GateUpBias:
            return vector(at.gateUp.bias);
        case Slot::DownWeight:
            return linear(at.down);
        case Slot::DownBias:
            return vector(at.down.bias);
        default:
            return vector(at.postMlpNorm);
    }
}

namespace {

/// Calls f for every tensor of `weights`, with whether a decode step reads it.
template <class F>
void forEachTensor(const ModelWeights& weights, F&& f) {
    const auto read = [&](std::initializer_list<const at::Tensor*> tensors) {
        for (const at::Tensor* tensor : tensors)
            if (tensor->defined()) f(*tensor, true);
    };
    const auto linear = [&](const Linear& matrix) { read({&matrix.weight, &matrix.scales, &matrix.bias}); };
    f(weights.embedding, false);
    for (const LayerWeights& layer : weights.layers) {
        for (const Linear* matrix : {&layer.qkv, &layer.attentionOutput, &layer.gateUp, &layer.down})
            linear(*matrix);
        read({&layer.attentionNorm, &layer.queryNorm, &layer.keyNorm, &layer.postAttentionNorm, &layer.mlpNorm,
              &layer.postMlpNorm});
    }
    read({&weights.finalNorm});
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
