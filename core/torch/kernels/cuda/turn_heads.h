// From the product of Q, K and V to attention in one pass: norms of the heads where a family has them, rotation by
// position, keys and values into the cache. Rounded to the type after the norm and after the rotation.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

struct TurnHeads {
    const void* qkv;  // [batch, tokens, heads + 2 kvHeads, headDim]
    ValueType type;   // of qkv, queries, keys and values
    std::int64_t batch;
    std::int64_t tokens;
    std::int64_t heads;
    std::int64_t kvHeads;
    std::int64_t headDim;

    const float* queryNorm;  // [headDim], or null
    const float* keyNorm;    // [headDim], or null
    float eps;

    const std::int64_t* positions;  // [batch or 1, tokens]
    const float* cosines;           // [batch or 1, tokens, half], as positions
    const float* sines;
    std::int64_t half;   // 2 · half dimensions are turned
    bool isPerSequence;  // positions of each sequence; else one row for all
    bool isInterleaved;  // dimension 2i with 2i + 1; else i with i + half

    void* queries;  // [batch, tokens, heads, headDim]
    void* keys;     // [batch, kvHeads, context, headDim], written at the positions
    void* values;
    std::int64_t batchStride;  // of keys and values, in elements
    std::int64_t headStride;
};

const char* turnHeads(const TurnHeads& call, KernelStream stream);

}  // namespace autoglm::torch_engine::cuda
