// Products of a few rows of activations with weights as they are stored: each weight is read once, in 16-byte pieces,
// and converted in registers; sums are FP32. What stands before and behind a product of a layer is done in the same
// pass: the norm of its input, the bias, the addition to the hidden state, the gated SiLU.
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
    int rows;  // 1 to maximumGemvRows
};

/// How the work is cut; whatever it is, the results of one row are the same but for the order of sums.
struct GemvLaunch {
    int warpFeatures = 2;  // 2 or 4 output features of one warp: an activation is fetched once for all of them
    int blockWarps = 4;    // 4 or 8
};
inline constexpr GemvLaunch gemvLaunches[] = {{2, 4}, {2, 8}, {4, 4}, {4, 8}};

const char* floatGemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, void* stream);
const char* int8Gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, void* stream);
const char* int4Gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, void* stream);

inline const char* gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, void* stream) {
    if (matrix.format == Matrix::Format::Int8) return int8Gemv(matrix, operands, cut, stream);
    if (matrix.format == Matrix::Format::Int4) return int4Gemv(matrix, operands, cut, stream);
    return floatGemv(matrix, operands, cut, stream);
}

}  // namespace autoglm::torch_engine::cuda
