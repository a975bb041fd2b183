// Products of a few rows of activations with weights as they are stored: each weight is read once, in 16-byte pieces,
// and converted in registers; sums are FP32. What stands before and behind a product of a layer is done in the same
// pass: the norm of its input, the bias, the addition to the hidden state, the gated SiLU, the rotation of heads and
// their place in the cache.
#pragma once

#include <cstdint>

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

/// Most rows of activations for which weights are read once and straight from their format.
inline constexpr int maximumGemvRows = 8;

/// [outFeatures, inFeatures] in one of the formats of a model::Scheme.
struct Matrix {
    enum class Format { Float, Int8, Int4 };
    Format format;
    ValueType type;             // of Float
    const void* weights;        // Int4: as core/model/int4_layout.h lays them, aligned to 16 bytes
    const float* scales;        // Int8: [outFeatures]; Int4: [outFeatures, int4Groups(inFeatures, groupColumns)]
    std::int64_t groupColumns;  // of Int4: 32, 64 or 128
    std::int64_t outFeatures;
    std::int64_t inFeatures;
};

enum class GemvEnd {
    Store,      // out[m, n] = y[m, n]
    AddTo,      // out[m, n] += y[m, n]; out is FP32
    GatedSilu,  // out[m, n] = silu(y[m, n]) · y[m, n + outFeatures / 2]; out is half as wide
    TurnHeads,  // y is queries, keys and values of one token of each row: rotated, kept; out has the queries alone
};

/// Where TurnHeads puts heads, which have no norm of their own (turn_heads.h has those that do).
struct TurnedHeads {
    const std::int64_t* positions;  // [rows]
    const float* cosines;           // [rows, half]
    const float* sines;
    void* keys;  // [rows, kvHeads, context, headDim] in the type of out, written at the positions
    void* values;
    std::int64_t batchStride;  // of keys and values, in elements
    std::int64_t headStride;
    int heads;
    int kvHeads;
    int headDim;         // even
    int half;            // 2 · half dimensions are turned
    bool isInterleaved;  // dimension 2i with 2i + 1; else i with i + half
};

/// y[m, n] = Σ_k w[n, k] · x[m, k] + bias[n], summed in FP32, rounded once by its end.
struct GemvOperands {
    const void* activations;   // x: [rows, inFeatures]
    ValueType activationType;  // a Float matrix takes its own type, or what is normed
    const float* norm;         // [inFeatures], or null; else activations are FP32, and x is their RMS norm by it
    float eps;
    const float* bias;  // [outFeatures], or null
    void* out;
    ValueType outType;
    GemvEnd end;
    TurnedHeads heads;  // of TurnHeads
    int rows;           // 1 to maximumGemvRows
};

/// How the work is cut; whatever it is, the results of one row are the same but for the order of sums.
struct GemvLaunch {
    int warpFeatures = 2;  // 2 or 4 output features of one warp: an activation is fetched once for all of them
    int blockWarps = 4;    // 4 or 8
};
inline constexpr GemvLaunch gemvLaunches[] = {{2, 4}, {2, 8}, {4, 4}, {4, 8}};

const char* floatGemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, KernelStream stream);
const char* int8Gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, KernelStream stream);
const char* int4Gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, KernelStream stream);

inline const char* gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut,
                        KernelStream stream) {
    if (matrix.format == Matrix::Format::Int8) return int8Gemv(matrix, operands, cut, stream);
    if (matrix.format == Matrix::Format::Int4) return int4Gemv(matrix, operands, cut, stream);
    return floatGemv(matrix, operands, cut, stream);
}

}  // namespace autoglm::torch_engine::cuda
