// The frame of the products of a few rows; a format says what its 16-byte pieces mean:
//   Format::runColumns           neighbouring columns that a run of values has; a piece holds Format::runs of them
//   Format::column(piece, run)   the first column of a run
//   Format(matrix).row(feature)  where its pieces begin
//   .expand<run>(piece, values)  a run as FP32, before scales
//   .one(feature, column)        one weight, where rows are not made of whole pieces; before scales
//   .runScale(feature, column), .endScale(feature)
#pragma once

#include "core/torch/kernels/cuda/device_values.cuh"
#include "core/torch/kernels/cuda/gemv.h"
#include "core/torch/kernels/cuda/turned_pair.cuh"

namespace autoglm::torch_engine::cuda {

constexpr int pieceBytes = 16;

/// Activations that are FP32 and normed on their way.
struct Normed {};
template <class Activation>
inline constexpr bool isNormed = false;
template <>
inline constexpr bool isNormed<Normed> = true;

/// What the host has worked out of a call.
struct GemvShape {
    std::int64_t features;  // of the output
    std::int64_t pieces;    // of a row; 0 where rows do not begin at addresses for wide loads, or end within a piece
    bool isAligned;         // runs of activations begin at addresses for wide loads
};

/// Neighbouring values as they lie in memory, fetched by 16-byte loads.
template <class Value, int Count>
struct alignas(pieceBytes) Run {
    Value values[Count];
};

/// `from` need not be aligned, nor all of the run be there: `count` of it are, the others are 0.
template <class Value, int Count>
__device__ inline void loadRun(const Value* from, bool isAligned, std::int64_t count, float (&out)[Count]) {
    if constexpr (Count > 1) {
        if (isAligned && count >= Count) {
            const auto run = *reinterpret_cast<const Run<Value, Count>*>(from);
#pragma unroll
            for (int i = 0; i < Count; ++i)
                out[i] = toFloat(run.values[i]);
            return;
        }
    }
#pragma unroll
    for (int i = 0; i < Count; ++i)
        out[i] = i < count ? toFloat(from[i]) : 0.0F;
}

template <int RowCount, int FeatureCount>
struct Sums {
    float products[FeatureCount][RowCount] = {};
    float squares[RowCount] = {};  // of activations that are normed
};

/// One warp's share of a product: FeatureCount features by all rows.
template <class Format, class Activation, int RowCount, int FeatureCount>
struct GemvWarp {
    const Matrix& matrix;
    const GemvOperands& operands;
    const GemvShape& shape;
    Format format;
    std::int64_t features[FeatureCount];  // where there are fewer, the last one again, which is not stored
    Sums<RowCount, FeatureCount> sums;

    __device__ std::int64_t rowStart(int m) const {
        return (m < operands.rows ? m : operands.rows - 1) * matrix.inFeatures;
    }

    template <int Count>
    __device__ void loadInputs(int m, std::int64_t k, std::int64_t count, const float (&norm)[Count],
                               float (&out)[Count]) {
        if constexpr (isNormed<Activation>) {
            loadRun(static_cast<const float*>(operands.activations) + rowStart(m) + k, shape.isAligned, count, out);
#pragma unroll
            for (int i = 0; i < Count; ++i) {
                sums.squares[m] += out[i] * out[i];
                out[i] *= norm[i];
            }
        } else {
            loadRun(static_cast<const Activation*>(operands.activations) + rowStart(m) + k, shape.isAligned, count,
                    out);
        }
    }

    /// The products of one run of columns, from k on, of which `count` are there.
    template <int Count>
    __device__ void addRun(const float (&weights)[FeatureCount][Count], const float (&scales)[FeatureCount],
                           std::int64_t k, std::int64_t count) {
        float norm[Count] = {};
        if constexpr (isNormed<Activation>) loadRun(operands.norm + k, shape.isAligned, count, norm);
#pragma unroll
        for (int m = 0; m < RowCount; ++m) {
            float inputs[Count];
            loadInputs(m, k, count, norm, inputs);
            float products[FeatureCount] = {};
#pragma unroll
            for (int i = 0; i < Count; ++i)
#pragma unroll
                for (int f = 0; f < FeatureCount; ++f)
                    products[f] += weights[f][i] * inputs[i];
#pragma unroll
            for (int f = 0; f < FeatureCount; ++f)
                sums.products[f][m] += scales[f] * products[f];
        }
    }

    template <int RunIndex>
    __device__ void addPiece(const uint4 (&stored)[FeatureCount], std::int64_t piece) {
        const std::int64_t k = Format::column(piece, RunIndex);
        const std::int64_t count = matrix.inFeatures - k;
        if (count <= 0) return;
        float weights[FeatureCount][Format::runColumns];
        float scales[FeatureCount];
#pragma unroll
        for (int f = 0; f < FeatureCount; ++f) {
            format.template expand<RunIndex>(stored[f], weights[f]);
            scales[f] = format.runScale(features[f], k);
        }
        addRun(weights, scales, k, count);
        if constexpr (RunIndex + 1 < Format::runs) addPiece<RunIndex + 1>(stored, piece);
    }

    /// Several pieces are on their way before the first is used: the memory's latency is what a GPU must hide. Weights
    /// never change, so the first of them need not wait for what the kernel in front writes.
    __device__ void addPieces(int lane) {
        constexpr int ahead = 8 / FeatureCount;
        const uint4* rows[FeatureCount];
#pragma unroll
        for (int f = 0; f < FeatureCount; ++f)
            rows[f] = format.row(features[f]);
        uint4 stored[ahead][FeatureCount];
        const auto fetch = [&](std::int64_t first) {
#pragma unroll
            for (int a = 0; a < ahead; ++a)
#pragma unroll
                for (int f = 0; f < FeatureCount; ++f)
                    if (first + a * warpLanes < shape.pieces) stored[a][f] = __ldcs(rows[f] + first + a * warpLanes);
        };
        fetch(lane);
        awaitInputs();
        for (std::int64_t first = lane; first < shape.pieces;) {
#pragma unroll
            for (int a = 0; a < ahead; ++a)
                if (first + a * warpLanes < shape.pieces) addPiece<0>(stored[a], first + a * warpLanes);
            first += ahead * warpLanes;
            fetch(first);
        }
    }

    __device__ void addColumns(int lane) {
        awaitInputs();
        for (std::int64_t k = lane; k < matrix.inFeatures; k += warpLanes) {
            float weights[FeatureCount][1];
            float scales[FeatureCount];
#pragma unroll
            for (int f = 0; f < FeatureCount; ++f) {
                weights[f][0] = format.one(features[f], k);
                scales[f] = format.runScale(features[f], k);
            }
            addRun(weights, scales, k, 1);
        }
    }

    /// y[m, features[f]], in every lane.
    __device__ float result(int f, int m, float normFactor) const {
        const float sum = sumOfWarp(sums.products[f][m]) * format.endScale(features[f]) * normFactor;
        return operands.bias ? sum + operands.bias[features[f]] : sum;
    }
};

__device__ inline void storeResult(const GemvOperands& operands, std::int64_t at, float value) {
    if (operands.end == GemvEnd::AddTo)
        static_cast<float*>(operands.out)[at] += value;
    else
        storeAs(operands.out, operands.outType, at, value);
}

template <class Format, class Activation, int RowCount, int FeatureCount>
__global__ void gemvKernel(Matrix matrix, GemvOperands operands, GemvShape shape) {
    letNextBegin();
    const auto lane = static_cast<int>(threadIdx.x % warpLanes);
    const std::int64_t warp =
        static_cast<std::int64_t>(blockIdx.x) * (blockDim.x / warpLanes) + threadIdx.x / warpLanes;
    const bool isGated = operands.end == GemvEnd::GatedSilu;
    const bool isTurned = operands.end == GemvEnd::TurnHeads;
    const int outputs = isGated ? FeatureCount / 2 : FeatureCount;  // the rows of gate and up belong together
    const std::int64_t first = warp * outputs;
    if (first >= shape.features) return;
    GemvWarp<Format, Activation, RowCount, FeatureCount> own = {matrix, operands, shape, Format(matrix), {}, {}};
#pragma unroll
    for (int f = 0; f < FeatureCount; ++f) {
        std::int64_t output = first + (isGated ? f % (FeatureCount / 2) : f);
        if (output >= shape.features) output = shape.features - 1;
        if (isTurned) output = TurnedPair(operands.heads, output / 2).feature(output % 2);
        own.features[f] = output + (isGated && f >= FeatureCount / 2 ? shape.features : 0);
    }
    if (shape.pieces > 0)
        own.addPieces(lane);
    else
        own.addColumns(lane);
#pragma unroll
    for (int m = 0; m < RowCount; ++m) {
        float factor = 1;
        if constexpr (isNormed<Activation>)
            factor =
                1.0F / sqrtf(sumOfWarp(own.sums.squares[m]) / static_cast<float>(matrix.inFeatures) + operands.eps);
        float results[FeatureCount];
#pragma unroll
        for (int f = 0; f < FeatureCount; ++f)
            results[f] = own.result(f, m, factor);
#pragma unroll
        for (int f = 0; f < FeatureCount; ++f) {
            if (lane != 0 || m >= operands.rows || f >= outputs || first + f >= shape.features) continue;
            if (isTurned) {  // both of a pair are in one warp
                if (f % 2 == 0)
                    TurnedPair(operands.heads, (first + f) / 2).store(operands, m, results[f], results[f + 1]);
                continue;
            }
            float value = results[f];
            if (isGated) value = value / (1.0F + expf(-value)) * results[(f + FeatureCount / 2) % FeatureCount];
            storeResult(operands, m * shape.features + first + f, value);
        }
    }
}

/// Rows are padded to the next of 1, 2, 4 and 8: the last one again, which is not stored.
template <class Format, class Activation>
const char* startGemv(const Matrix& matrix, const GemvOperands& operands, const GemvShape& shape, const GemvLaunch& cut,
                      KernelStream stream) {
    const int outputs = operands.end == GemvEnd::GatedSilu ? cut.warpFeatures / 2 : cut.warpFeatures;
    const std::int64_t warps = (shape.features + outputs - 1) / outputs;
    const auto start = [&](auto kernel) {
        return launch(kernel, (warps + cut.blockWarps - 1) / cut.blockWarps, cut.blockWarps * warpLanes, stream, matrix,
                      operands, shape);
    };
    const bool isTwo = cut.warpFeatures == 2;
    if (operands.rows == 1)
        return isTwo ? start(&gemvKernel<Format, Activation, 1, 2>) : start(&gemvKernel<Format, Activation, 1, 4>);
    if (operands.rows == 2)
        return isTwo ? start(&gemvKernel<Format, Activation, 2, 2>) : start(&gemvKernel<Format, Activation, 2, 4>);
    if (operands.rows <= 4)
        return isTwo ? start(&gemvKernel<Format, Activation, 4, 2>) : start(&gemvKernel<Format, Activation, 4, 4>);
    return isTwo ? start(&gemvKernel<Format, Activation, 8, 2>) : start(&gemvKernel<Format, Activation, 8, 4>);
}

inline bool isAligned(const void* pointer, std::int64_t rowBytes) {
    return reinterpret_cast<std::uintptr_t>(pointer) % pieceBytes == 0 && rowBytes % pieceBytes == 0;
}

/// What the host must know of a call whose matrix has rows of `rowBytes`.
inline GemvShape gemvShape(const Matrix& matrix, const GemvOperands& operands, std::int64_t rowBytes) {
    const std::int64_t activationBytes = operands.norm || operands.activationType == ValueType::F32 ? 4 : 2;
    return {operands.end == GemvEnd::GatedSilu ? matrix.outFeatures / 2 : matrix.outFeatures,
            isAligned(matrix.weights, rowBytes) ? rowBytes / pieceBytes : 0,
            isAligned(operands.activations, matrix.inFeatures * activationBytes) && isAligned(operands.norm, 0)};
}

/// Why a call is none, or null.
inline const char* refusal(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut) {
    if (operands.rows < 1 || operands.rows > maximumGemvRows) return "1 to 8 rows of activations were expected";
    if ((cut.warpFeatures != 2 && cut.warpFeatures != 4) || (cut.blockWarps != 4 && cut.blockWarps != 8))
        return "2 or 4 features of a warp and 4 or 8 warps of a block were expected";
    if (operands.end == GemvEnd::GatedSilu && matrix.outFeatures % 2 != 0) return "as many gates as ups were expected";
    const TurnedHeads& heads = operands.heads;
    if (operands.end == GemvEnd::TurnHeads &&
        (heads.headDim < 2 || heads.headDim % 2 != 0 || heads.half < 0 || 2 * heads.half > heads.headDim ||
         matrix.outFeatures != std::int64_t{heads.heads + 2 * heads.kvHeads} * heads.headDim))
        return "queries, keys and values of an even number of dimensions were expected";
    if (operands.end == GemvEnd::AddTo && operands.outType != ValueType::F32)
        return "sums are added to FP32 values alone";
    return nullptr;
}

/// Activations of any type, for weights that have another than they.
template <class Format>
const char* startGemvForAny(const Matrix& matrix, const GemvOperands& operands, const GemvShape& shape,
                            const GemvLaunch& cut, KernelStream stream) {
    if (operands.norm) return startGemv<Format, Normed>(matrix, operands, shape, cut, stream);
    if (operands.activationType == ValueType::F16)
        return startGemv<Format, __half>(matrix, operands, shape, cut, stream);
    if (operands.activationType == ValueType::BF16)
        return startGemv<Format, __nv_bfloat16>(matrix, operands, shape, cut, stream);
    return startGemv<Format, float>(matrix, operands, shape, cut, stream);
}

}  // namespace autoglm::torch_engine::cuda
