#include "core/torch/weights.h"

#include <sys/mman.h>
#include <unistd.h>

#include <set>

#include "core/model/int4_layout.h"
#include "core/torch/cpu_memory.h"

namespace autoglm::torch_engine {

using model::Slot;
using model::SlotKind;

at::ScalarType scalarType(model::DType dtype) {
    switch (dtype) {
        case model::DType::F16:
            return at::kHalf;
        case model::DType::BF16:
            return at::kBFloat16;
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

/// Of a model that is gone nothing shall stay: large weights are mapped. Where that fails, libtorch says why.
at::Tensor allocateOnCpu(const std::vector<std::int64_t>& shape, at::ScalarType type) {
    constexpr std::size_t least = 1U << 20U;
    const std::size_t bytes = static_cast<std::size_t>(c10::multiply_integers(shape)) * c10::elementSize(type);
    void* memory = bytes < least ? nullptr : mapCounted(bytes);
    if (!memory) return at::empty(shape, type);
    return at::from_blob(memory, shape, [bytes](void* mapped) { unmapCounted(mapped, bytes); }, type);
}

at::Tensor allocate(const std::vector<std::int64_t>& shape, at::ScalarType type, const at::Device& device) {
    if (!device.is_cpu()) return at::empty(shape, at::TensorOptions().dtype(type).device(device));
    at::Tensor tensor = allocateOnCpu(shape, type);
    adviseHugePages(tensor);
    return tensor;
}

}  // namespace

Linear allocateLinear(const model::Scheme& scheme, std::int64_t outFeatures, std::int64_t inFeatures,
                      const at::Device& device) {
    Linear linear;
    linear.scheme = scheme;
    linear.inFeatures = inFeatures;
    if (!scheme.isQuantized()) {
        linear.weight = allocate({outFeatures, inFeatures}, scalarType(scheme.activation), device);
        return linear;
    }
    linear.weight = allocate({outFeatures, static_cast<std::int64_t>(scheme.rowBytes(inFeatures))},
                             scheme.int4Group() ? at::kByte : at::kChar, device);
    linear.scales = scheme.int4Group() ? allocate({outFeatures, scheme.scalesPerRow(inFeatures)}, at::kFloat, device)
                                       : allocate({outFeatures}, at::kFloat, device);
    return linear;
}

at::Tensor dequantizedRows(const Linear& linear, std::int64_t first, std::int64_t count, at::ScalarType type) {
    const at::ScalarType exact = type == at::kDouble ? at::kDouble : at::kFloat;
    const at::Tensor stored = linear.weight.narrow(0, first, count);
    const at::Tensor scales = linear.scales.narrow(0, first, count).to(exact);
    const std::int64_t group = linear.scheme.int4Group();
    if (group == 0) return stored.to(exact).mul_(scales.unsqueeze(1)).to(type);
    const at::Tensor blocks = stored.view({count, -1, model::int4BlockBytes});  // [count, blocks, 64]
    const at::Tensor values = at::cat({blocks.bitwise_and(15), blocks.bitwise_right_shift(4)}, -1)
                                  .flatten(1)
                                  .narrow(1, 0, linear.inFeatures)
                                  .to(exact);  // [count, in]
    return (values - 8).mul_(scales.repeat_interleave(group, 1).narrow(1, 0, linear.inFeatures)).to(type);
}

at::Tensor dequantized(const Linear& linear) {
    const at::Tensor values = linear.scheme.isQuantized()
                                  ? dequantizedRows(linear, 0, linear.outFeatures(), at::kDouble)
                                  : linear.weight.to(at::kDouble);
    return values.to(at::kCPU);
}

ModelWeights allocateWeights(const model::ModelConfig& config, const model::Scheme& scheme, const at::Device& device) {
    ModelWeights weights;
    weights.layers.resize(static_cast<std::size_t>(config.layerCount));
    const auto add = [&](Slot slot, std::int64_t layer) {
        const SlotTensors tensors = slotTensors(weights, slot, layer);
        const std::vector<std::int64_t> shape = slotShape(config, slot);
        if (tensors.matrix) {
            *tensors.matrix = allocateLinear(scheme, shape[0], shape[1], device);
            return;
        }
        const bool isEmbedding = slotKind(slot) == SlotKind::Embedding;
        *tensors.values = allocate(shape, isEmbedding ? scalarType(scheme.activation) : at::kFloat, device);
    };
    add(Slot::TokenEmbedding, -1);
    for (std::int64_t layer = 0; layer < config.layerCount; ++layer)
        for (const Slot slot : layerSlots(config))
            add(slot, layer);
    add(Slot::FinalNorm, -1);
    if (config.tieWordEmbeddings && !scheme.isQuantized()) {
        weights.head.weight = weights.embedding;
        weights.head.scheme = scheme;
        weights.head.inFeatures = config.hiddenSize;
    } else {
        add(Slot::OutputHead, -1);
    }
    return weights;
}

SlotTensors slotTensors(ModelWeights& weights, Slot slot, std::int64_t layer) {
    const auto linear = [](Linear& matrix) { return SlotTensors{&matrix.weight, &matrix}; };
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
