// Memory arithmetic before anything is loaded: what a scheme will need on the device, against what is free. Pure; any
// thread.
#pragma once

#include <cstdint>

#include "core/model/config.h"
#include "core/model/precision.h"

namespace autoglm::model {

/// Tokens per prefill step: what the workspace is sized for.
inline constexpr std::int64_t prefillChunkTokens = 512;

struct MemoryLedger {
    std::uint64_t weightsBytes =
        0;  ///< linear weights with scales, embedding, norms, biases; a quantized tied head is a copy
    std::uint64_t kvCacheBytes = 0;  ///< 2 · layers · kvHeads · headDim · context · bytes per element
    std::uint64_t workspaceBytes =
        0;  ///< activations of one prefill chunk, attention masks, keys and values in FP32, logits
    std::uint64_t totalBytes() const { return weightsBytes + kvCacheBytes + workspaceBytes; }
};

/// The weights of a ledger by what a quantized precision does with them. Engine matrices: Q, K and V are one, gate and
/// up another.
struct WeightParts {
    std::uint64_t linearCount =
        0;  ///< matrices of linear layers and, unless it is the embedding itself, the output head
    std::uint64_t linearBytes = 0;  ///< with their scales
    std::uint64_t otherCount = 0;   ///< embedding, norms, biases
    std::uint64_t otherBytes = 0;
};
WeightParts computeWeightParts(const ModelConfig& config, const Scheme& scheme);

/// `contextLength` in tokens, `batch` sequences.
MemoryLedger computeLedger(const ModelConfig& config, const Scheme& scheme, std::int64_t contextLength,
                           std::int64_t batch = 1);

}  // namespace autoglm::model
