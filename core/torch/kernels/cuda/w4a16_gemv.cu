#include "core/torch/kernels/cuda/w4a16_gemv.h"

#include "core/model/int4_layout.h"
#include "core/torch/kernels/cuda/gemv.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

/// Output features of one warp: an activation is fetched and converted once for all of them.
constexpr int warpFeatures = 2;
constexpr std::int64_t pieceBytes = 16;
constexpr std::int64_t piecesPerBlock = model::int4BlockBytes / pieceBytes;
constexpr std::int64_t upperColumns = model::int4BlockColumns / 2;
static_assert(pieceBytes == runColumns, "a piece holds one run in its lower nibbles, another in its upper ones");

/// The value of the four bits of `word` from bit Shift on. Put into the mantissa of 2^(23 - Shift), whose bit Shift
/// counts 1, they are added to it: no conversion, and nothing is rounded.
template <int Shift>
__device__ inline float nibbleAt(unsigned word) {
    constexpr unsigned exponent = (127U + 23U - Shift) << 23U;
    constexpr auto zero = static_cast<float>((1 << (23 - Shift)) + 8);
    return __uint_as_float((word & (0xFU << Shift)) | exponent) - zero;
}

/// Values of the four lower, or upper, nibbles of the bytes of a word.
template <bool IsUpper>
__device__ inline void expandWord(unsigned word, float* out) {
    const unsigned above = word >> 12U;  // bits that lie too high for a mantissa
    out[0] = nibbleAt<IsUpper ? 4 : 0>(word);
    out[1] = nibbleAt<IsUpper ? 12 : 8>(word);
    out[2] = IsUpper ? nibbleAt<8>(above) : nibbleAt<16>(word);
    out[3] = nibbleAt<IsUpper ? 16 : 12>(above);
}
template <bool IsUpper>
__device__ inline void expandPiece(const uint4& piece, float (&out)[runColumns]) {
    expandWord<IsUpper>(piece.x, out);
    expandWord<IsUpper>(piece.y, out + 4);
    expandWord<IsUpper>(piece.z, out + 8);
    expandWord<IsUpper>(piece.w, out + 12);
}

/// The features of a warp; where there are fewer, the last one again, which is not stored.
struct Features {
    const uint4* pieces[warpFeatures];
    const float* scales[warpFeatures];
};

/// What the host has worked out of a call.
struct Int4Rows {
    std::int64_t bytes;
    std::int64_t groups;
    int groupShift;  // of a column's number to its group's
    bool isAligned;  // runs of activations begin at addresses for wide loads
};

/// Adds the products of one run of columns, from k on, which is in one group.
template <bool IsUpper, class Activation, int RowCount>
__device__ inline void addRun(const GemvOperands& operands, const Features& features, const uint4* pieces,
                              std::int64_t k, const Int4Rows& shape, float (&sums)[warpFeatures][RowCount]) {
    const std::int64_t count = operands.inFeatures - k;
    if (count <= 0) return;
    float weights[warpFeatures][runColumns];
    float scales[warpFeatures];
#pragma unroll
    for (int f = 0; f < warpFeatures; ++f) {
        expandPiece<IsUpper>(pieces[f], weights[f]);
        scales[f] = features.scales[f][k >> shape.groupShift];
    }
    const auto* x = static_cast<const Activation*>(operands.activations) + k;
#pragma unroll
    for (int m = 0; m < RowCount; ++m) {
        float inputs[runColumns];
        loadRun(x + m * operands.inFeatures, shape.isAligned, count, inputs);
        float products[warpFeatures] = {};
#pragma unroll
        for (int i = 0; i < runColumns; ++i)
#pragma unroll
            for (int f = 0; f < warpFeatures; ++f)
                products[f] += weights[f][i] * inputs[i];
#pragma unroll
        for (int f = 0; f < warpFeatures; ++f)
            sums[f][m] += scales[f] * products[f];
    }
}

template <class Activation, int RowCount>
__global__ void w4a16Kernel(W4A16Gemv call, Int4Rows shape) {
    const GemvOperands& operands = call.operands;
    const std::int64_t warp = static_cast<std::int64_t>(blockIdx.x) * warpsPerBlock + threadIdx.x / warpLanes;
    const auto lane = static_cast<int>(threadIdx.x % warpLanes);
    const std::int64_t first = warp * warpFeatures;
    if (first >= operands.outFeatures) return;
    Features features;
#pragma unroll
    for (int f = 0; f < warpFeatures; ++f) {
        const std::int64_t feature = first + f < operands.outFeatures ? first + f : operands.outFeatures - 1;
        features.pieces[f] = reinterpret_cast<const uint4*>(call.weights + feature * shape.bytes);
        features.scales[f] = call.scales + feature * shape.groups;
    }
    float sums[warpFeatures][RowCount] = {};
    for (std::int64_t piece = lane; piece < shape.bytes / pieceBytes; piece += warpLanes) {
        uint4 pieces[warpFeatures];
#pragma unroll
        for (int f = 0; f < warpFeatures; ++f)
            pieces[f] = features.pieces[f][piece];
        const std::int64_t k = piece / piecesPerBlock * model::int4BlockColumns + piece % piecesPerBlock * runColumns;
        addRun<false, Activation>(operands, features, pieces, k, shape, sums);
        addRun<true, Activation>(operands, features, pieces, k + upperColumns, shape, sums);
    }
#pragma unroll
    for (int f = 0; f < warpFeatures; ++f)
#pragma unroll
        for (int m = 0; m < RowCount; ++m) {
            const float sum = sumOfWarp(sums[f][m]);
            if (lane == 0 && first + f < operands.outFeatures) storeSum(operands, m, first + f, sum);
        }
}

}  // namespace

const char* w4a16Gemv(const W4A16Gemv& call, void* stream) {
    if (reinterpret_cast<std::uintptr_t>(call.weights) % pieceBytes != 0)
        return "INT4 weights were expected at a multiple of 16 bytes";
    int groupShift = 5;
    while (groupShift < 7 && call.groupColumns != std::int64_t{1} << groupShift)
        ++groupShift;
    if (call.groupColumns != std::int64_t{1} << groupShift) return "INT4 groups of 32, 64 or 128 columns were expected";
    const GemvOperands& operands = call.operands;
    const Int4Rows shape = {model::int4RowBytes(operands.inFeatures),
                            model::int4Groups(operands.inFeatures, call.groupColumns), groupShift,
                            hasAlignedRuns(operands)};
    const std::int64_t features = warpsPerBlock * warpFeatures;
    const std::int64_t blocks = (operands.outFeatures + features - 1) / features;
    return startFor(operands, [&](auto activation, auto rows) {
        return launch(&w4a16Kernel<decltype(activation), decltype(rows)::count>, blocks, warpsPerBlock * warpLanes,
                      stream, call, shape);
    });
}

}  // namespace autoglm::torch_engine::cuda
