// The end GemvEnd::TurnHeads of a product (gemv.h): two features that a rotation mixes are made by one warp, so the
// output's features are taken in pairs. For .cu files alone.
#pragma once

#include "core/torch/kernels/cuda/device_values.cuh"
#include "core/torch/kernels/cuda/gemv.h"

namespace autoglm::torch_engine::cuda {

/// The pair `index` of all that queries, keys and values, head after head, are made of.
struct TurnedPair {
    const TurnedHeads& to;
    int head;  // of queries, then keys, then values
    int pair;  // of the head
    bool isTurned;

    __device__ TurnedPair(const TurnedHeads& heads, std::int64_t index)
        : to(heads),
          head(static_cast<int>(index) / (heads.headDim / 2)),
          pair(static_cast<int>(index) % (heads.headDim / 2)),
          isTurned(head < heads.heads + heads.kvHeads && pair < heads.half) {}

    /// Of its first (0) or second (1) dimension: what is not turned lies in neighbours.
    __device__ int dimension(int which) const {
        return isTurned && !to.isInterleaved ? pair + which * to.half : 2 * pair + which;
    }
    __device__ std::int64_t feature(std::int64_t which) const {
        return static_cast<std::int64_t>(head) * to.headDim + dimension(static_cast<int>(which));
    }

    __device__ void store(const GemvOperands& operands, int m, float first, float second) const {
        if (isTurned) {
            const float cosine = to.cosines[m * to.half + pair];
            const float sine = to.sines[m * to.half + pair];
            const float turned = first * cosine - second * sine;
            second = second * cosine + first * sine;
            first = turned;
        }
        void* out = operands.out;
        std::int64_t at = (static_cast<std::int64_t>(m) * to.heads + head) * to.headDim;
        if (head >= to.heads) {
            const int kvHead = (head - to.heads) % to.kvHeads;
            out = head < to.heads + to.kvHeads ? to.keys : to.values;
            at = m * to.batchStride + kvHead * to.headStride + to.positions[m] * to.headDim;
        }
        storeAs(out, operands.outType, at + dimension(0), first);
        storeAs(out, operands.outType, at + dimension(1), second);
    }
};

}  // namespace autoglm::torch_engine::cuda
