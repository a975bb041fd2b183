#include "core/model/ledger.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>

#include "core/base/checked.h"
#include "core/model/tensor_plan.h"

namespace autoglm::model {
namespace {

constexpr std::uint64_t fp32Bytes = 4;

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

/// Weights and their scales.
std::uint64_t linearBytes(const ModelConfig& config, const Scheme& scheme, Slot slot) {
    const std::vector<std::int64_t> shape = slotShape(config, slot);  // [out, in]
    return asUnsigned(shape[0]) * (scheme.rowBytes(shape[1]) + asUnsigned(scheme.scalesPerRow(shape[1])) * fp32Bytes);
}

/// Keys that a chunk of `tokens` looks at in a layer with this window (0: all).
std::uint64_t seenKeys(std::int64_t window, std::uint64_t tokens, std::uint64_t context) {
    return window == 0 ? context : std::min(context, asUnsigned(window) + tokens - 1);
}

struct Attention {
    std::uint64_t seenKeys = 0;   ///< by the layer that sees the most
    std::uint64_t maskWidth = 0;  ///< columns of all masks: one for each window there is
};

Attention attentionOf(const ModelConfig& config, std::uint64_t tokens, std::uint64_t context) {
    std::set<std::int64_t> windows;
    for (std::int64_t layer = 0; layer < config.layerCount; ++layer)
        windows.insert(config.window(layer));
    Attention out;
    for (const std::int64_t window : windows) {
        out.seenKeys = std::max(out.seenKeys, seenKeys(window, tokens, context));
        if (tokens > 1) out.maskWidth = std::min(out.maskWidth + seenKeys(window, tokens, context), tooMuch);
    }
    return out;
}

/// What a layer holds at most while the last chunk of a prompt that fills the context goes through it, and the logits.
/// As on a CPU, where everything between weights and cache is FP32; a device holds less. Bytes per token in flight,
/// with q and kv the width of all query and key heads; `packed` is the copy of a product's input that its kernel reads:
///   held       hidden state and its norm                               8·hidden
///   scores     q, k, v, normed heads, rotated q, the mix               4·(q + 2kv) + normed + 8q
///   mixed      the same and the mix in the order of tokens, or, without them, the output's product
///   gate, up   their product, then it and what is gated                max(packed·hidden + 8·intermediate,
///                                                                      12·intermediate)
///   down       its product                                             (4 + packed)·intermediate + 4·hidden
/// and per chunk the masks and the cosines, and beside the scores, below FP32, the keys and values seen in FP32.
/// Calibrated against the allocator (tests/torch/tst_memory.cpp); panels of less than a MiB per thread are left out.
std::uint64_t workspaceBytes(const ModelConfig& config, const Scheme& scheme, std::uint64_t context,
                             std::uint64_t batch) {
    const std::uint64_t tokens = std::min(context, static_cast<std::uint64_t>(prefillChunkTokens));
    const std::uint64_t wide = scheme.activation == DType::F32 ? 0 : fp32Bytes;
    const std::uint64_t packed = scheme.precision == Precision::Int8Dynamic ? 2 : fp32Bytes;  // quantized, then packed
    const std::uint64_t hidden = asUnsigned(config.hiddenSize);
    const std::uint64_t intermediate = asUnsigned(config.intermediateSize);
    const std::uint64_t q = asUnsigned(config.headCount * config.headDim);
    const std::uint64_t kv = asUnsigned(config.kvHeadCount * config.headDim);
    const Attention attention = attentionOf(config, tokens, context);

    const std::uint64_t held = 2 * fp32Bytes * hidden;
    const std::uint64_t heads = fp32Bytes * (q + 2 * kv + (config.queryKeyNorms ? q + kv : 0));
    const std::uint64_t scores = heads + 2 * fp32Bytes * q;
    const std::uint64_t mixed = heads + std::max(3 * fp32Bytes * q, (fp32Bytes + packed) * q + fp32Bytes * hidden);
    const std::uint64_t gateUp = std::max(packed * hidden + 2 * fp32Bytes * intermediate, 3 * fp32Bytes * intermediate);
    const std::uint64_t down = (fp32Bytes + packed) * intermediate + fp32Bytes * hidden;
    const std::uint64_t cacheInFp32 = product({2, kv, attention.seenKeys, batch, wide});
    const std::uint64_t layer = std::max(product({tokens, batch, held + scores}) + cacheInFp32,
                                         product({tokens, batch, held + std::max({mixed, gateUp, down})}));
    const std::uint64_t masks = product({tokens, attention.maskWidth, fp32Bytes});
    const std::uint64_t cosines = product({tokens, asUnsigned(config.rotary.rotatedDim(config.headDim)), fp32Bytes});
    const std::uint64_t logits = product({batch, asUnsigned(config.vocabSize), fp32Bytes});
    return std::min(std::min(layer, tooMuch) + masks, tooMuch) + cosines + logits;
}

}  // namespace

/// Norms and biases stay in FP32; the embedding is a lookup in the activation type. A tied head is the embedding itself
/// unless it is quantized, which needs a copy.
WeightParts computeWeightParts(const ModelConfig& config, const Scheme& scheme) {
    WeightParts parts;
    const auto add = [&](Slot slot, std::uint64_t count) {
        const bool isLinear = slotKind(slot) == SlotKind::Linear;
        const std::uint64_t otherBytes =
            slotKind(slot) == SlotKind::Embedding ? elementBytes(scheme.activation) : fp32Bytes;
        (isLinear ? parts.linearCount : parts.otherCount) += count;
        (isLinear ? parts.linearBytes : parts.otherBytes) +=
            count * (isLinear ? linearBytes(config, scheme, slot) : elements(config, slot) * otherBytes);
    };
    for (const Slot slot : layerSlots(config))
        add(slot, asUnsigned(config.layerCount));
    add(Slot::TokenEmbedding, 1);
    add(Slot::FinalNorm, 1);
    if (!config.tieWordEmbeddings || scheme.isQuantized()) add(Slot::OutputHead, 1);
    return parts;
}

MemoryLedger computeLedger(const ModelConfig& config, const Scheme& scheme, std::int64_t contextLength,
                           std::int64_t batch) {
    const std::uint64_t context = asUnsigned(contextLength);
    const std::uint64_t sequences = asUnsigned(batch);
    MemoryLedger ledger;
    const WeightParts parts = computeWeightParts(config, scheme);
    ledger.weightsBytes = parts.linearBytes + parts.otherBytes;
    ledger.kvCacheBytes = product({2, asUnsigned(config.layerCount), asUnsigned(config.kvHeadCount * config.headDim),
                                   context, sequences, elementBytes(scheme.activation)});
    ledger.workspaceBytes = workspaceBytes(config, scheme, context, sequences);
    return ledger;
}

}  // namespace autoglm::model
