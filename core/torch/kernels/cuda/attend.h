// Attention of one token of each sequence over its cache, whose length is read from device memory: the positions it
// sees are split over blocks, each of which reads a share of one key-value head once for all query heads of its group;
// a second kernel puts the shares together. FP32 between the types of what is read and written. Source: Dao et al.,
// Flash-Decoding; the running maximum is Milakov and Gimelshein's online softmax.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

inline constexpr std::int64_t maximumAttentionSplits = 128;

struct Attend {
    const void* queries;       // [batch, heads, headDim]
    const void* keys;          // [batch, kvHeads, context, headDim], the present token's among them
    const void* values;        // likewise
    ValueType type;            // of them and of out
    std::int64_t batchStride;  // of keys and values, in elements
    std::int64_t headStride;
    const std::int64_t* positions;  // [batch], of the present token
    std::int64_t window;            // positions that are seen, the present one included; 0: all
    std::int64_t batch;
    std::int64_t heads;
    std::int64_t kvHeads;
    std::int64_t headDim;
    std::int64_t splits;  // 1 to maximumAttentionSplits
    float* shares;        // [batch, heads, splits, headDim + 2]
    void* out;            // [batch, heads, headDim]
};

/// Whether heads of this shape are taken: 16-byte loads, no more registers than there are.
constexpr bool attends(std::int64_t heads, std::int64_t kvHeads, std::int64_t headDim) {
    return headDim % 8 == 0 && headDim <= 256 && heads % kvHeads == 0 && heads / kvHeads <= 64;
}

/// Blocks enough to keep a GPU's memory busy with a full context, and no more shares than are worth their end.
constexpr std::int64_t attentionSplits(std::int64_t batch, std::int64_t kvHeads, std::int64_t contextLength) {
    constexpr std::int64_t blocks = 512;
    constexpr std::int64_t leastPositions = 64;
    std::int64_t splits = blocks / (batch * kvHeads);
    if (splits > maximumAttentionSplits) splits = maximumAttentionSplits;
    const std::int64_t most = (contextLength + leastPositions - 1) / leastPositions;
    if (splits > most) splits = most;
    return splits < 1 ? 1 : splits;
}

const char* attend(const Attend& call, void* stream);

}  // namespace autoglm::torch_engine::cuda
