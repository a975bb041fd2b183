// Attention of one token of each sequence over its cache, whose length is read from device memory: the positions it
// sees are split over blocks, each of which reads a share of one key-value head once for all query heads of its group;
// the last blocks to end put the shares together. FP32 between the types of what is read and written. Source: Dao et
// al., Flash-Decoding; the running maximum is Milakov and Gimelshein's online softmax.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

inline constexpr std::int64_t maximumAttentionSplits = 128;
/// Shares are merged in teams of this many, then those of the teams: one block alone would read all of a long context's
/// shares, of all heads of a group, at the pace of one multiprocessor.
inline constexpr std::int64_t attentionTeam = 8;
/// Counters of a key-value head of a sequence: of its teams, and one for the teams themselves.
inline constexpr std::int64_t attentionCounters = maximumAttentionSplits / attentionTeam + 1;

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
    unsigned* counters;   // [batch, kvHeads, attentionCounters], all 0; afterwards again
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

const char* attend(const Attend& call, KernelStream stream);

}  // namespace autoglm::torch_engine::cuda
