#include "core/model/ledger.h"

#include <algorithm>
#include <initializer_list>
#include <limits>

#include "core/base/checked.h"
#include "core/model/tensor_plan.h"

namespace autoglm::model {
namespace {

constexpr std::uint64_t fp32Bytes = 4;
constexpr std::uint64_t largestPanelBytes = 32ULL << 20U;

/// A context nobody could hold must read as "far too much", not wrap to something small. A quarter of the range, so
/// that the sums of the ledger cannot wrap either.
constexpr std::uint64_t tooMuch = std::numeric_limits<std::uint64_t>::max() / 4;

std::uint64_t product(std::initializer_list<std::uint64_t> factors) {
    std::uint64_t out = 1;
    for (const std::uint64_t factor : factors)
        out = std::min(checkedMultiply(out, factor).value_or(tooMuch), tooMuch);
    return out;
}

std::uint64_t asUnsigned(std::int64_t value) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
}

std::uint64_t elements(const ModelConfig& config, Slot slot) {
    std::uint64_t count = 1;
    for (const std::int64_t extent : slotShape(config, slot))
        count *= asUnsigned(extent);
    return count;
}

/// A quantized matrix has one FP32 scale per output row.
std::uint64_t linearBytes(const ModelConfig& config, const Scheme& scheme, Slot slot) {
    const std::uint64_t scales = scheme.isQuantized() ? asUnsigned(slotShape(config, slot)[0]) * fp32Bytes : 0;
    return elements(config, slot) * elementBytes(scheme.linearWeight()) + scales;
}

/// Norms and biases stay in FP32; the embedding is a lookup in the activation type. A tied head is the embedding itself
/// unless it is quantized, which needs a copy.
std::uint64_t weightsBytes(const ModelConfig& config, const Scheme& scheme) {
    std::uint64_t layer = 0;
    for (const Slot slot : {Slot::QkvWeight, Slot::AttentionOutput, Slot::GateUpWeight, Slot::DownWeight})
        layer += linearBytes(config, scheme, slot);
    layer += (elements(config, Slot::AttentionNorm) + elements(config, Slot::MlpNorm)) * fp32Bytes;
    if (config.attentionBias) layer += elements(config, Slot::QkvBias) * fp32Bytes;

    const bool hasOwnHead = !config.tieWordEmbeddings || scheme.isQuantized();
    return layer * asUnsigned(config.layerCount) +
           elements(config, Slot::TokenEmbedding) * elementBytes(scheme.activation) +
           elements(config, Slot::FinalNorm) * fp32Bytes +
           (hasOwnHead ? linearBytes(config, scheme, Slot::OutputHead) : 0);
}

/// With T = min(prefill chunk, context) tokens in flight:
///   activations  T · (3 hidden + (heads + 2 kvHeads) headDim + heads headDim + 3 intermediate) · activation bytes
///   scores       heads · T · context · 4           (softmax in FP32)
///   panel        min(32 MiB, largest linear matrix in FP32), where weights are narrower than FP32
///   logits       batch · vocab · 4
std::uint64_t workspaceBytes(const ModelConfig& config, const Scheme& scheme, std::uint64_t context,
                             std::uint64_t batch) {
    const std::uint64_t tokens = std::min(context, static_cast<std::uint64_t>(prefillChunkTokens));
    const auto perToken =
        asUnsigned(3 * config.hiddenSize + 2 * (config.headCount + config.kvHeadCount) * config.headDim +
                   3 * config.intermediateSize);
    const std::uint64_t activations = product({tokens, perToken, elementBytes(scheme.activation)});
    const std::uint64_t scores = product({asUnsigned(config.headCount), tokens, context, fp32Bytes});
    std::uint64_t largest = 0;
    for (const Slot slot :
         {Slot::QkvWeight, Slot::AttentionOutput, Slot::GateUpWeight, Slot::DownWeight, Slot::OutputHead})
        largest = std::max(largest, elements(config, slot) * fp32Bytes);
    const std::uint64_t panel = scheme.linearWeight() == DType::F32 ? 0 : std::min(largestPanelBytes, largest);
    const std::uint64_t logits = product({batch, asUnsigned(config.vocabSize), fp32Bytes});
    return std::min(activations + scores, tooMuch) + panel + logits;
}

}  // namespace

MemoryLedger computeLedger(const ModelConfig& config, const Scheme& scheme, std::int64_t contextLength,
                           std::int64_t batch) {
    const std::uint64_t context = asUnsigned(contextLength);
    const std::uint64_t sequences = asUnsigned(batch);
    MemoryLedger ledger;
    ledger.weightsBytes = weightsBytes(config, scheme);
    ledger.kvCacheBytes = product({2, asUnsigned(config.layerCount), asUnsigned(config.kvHeadCount * config.headDim),
                                   context, sequences, elementBytes(scheme.activation)});
    ledger.workspaceBytes = workspaceBytes(config, scheme, context, sequences);
    return ledger;
}

}  // namespace autoglm::model
