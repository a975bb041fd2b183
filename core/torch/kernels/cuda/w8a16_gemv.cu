#include "core/torch/kernels/cuda/w8a16_gemv.h"

#include "core/torch/kernels/cuda/gemv.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

struct alignas(16) PackedWeights {
    std::int8_t values[runColumns];
};

/// One warp per output feature; every lane reads 16 weights at a time, the activations come from the caches. Rows of
/// any length start where they start: wide loads need lengths that are multiples of 16, and aligned beginnings.
template <class Activation, int RowCount>
__global__ void w8a16Kernel(W8A16Gemv call, bool isWide) {
    const GemvOperands& operands = call.operands;
    const std::int64_t feature = static_cast<std::int64_t>(blockIdx.x) * warpsPerBlock + threadIdx.x / warpLanes;
    const auto lane = static_cast<int>(threadIdx.x % warpLanes);
    if (feature >= operands.outFeatures) return;
    const std::int64_t columns = operands.inFeatures;
    const std::int64_t wide = isWide ? columns : 0;
    const std::int8_t* weights = call.weights + feature * columns;
    const auto* x = static_cast<const Activation*>(operands.activations);
    float sums[RowCount] = {};
    for (std::int64_t k = lane * runColumns; k < wide; k += warpLanes * runColumns) {
        const auto packed = *reinterpret_cast<const PackedWeights*>(weights + k);
#pragma unroll
        for (int m = 0; m < RowCount; ++m) {
            float inputs[runColumns];
            loadRun(x + m * columns + k, true, runColumns, inputs);
#pragma unroll
            for (int i = 0; i < runColumns; ++i)
                sums[m] += static_cast<float>(packed.values[i]) * inputs[i];
        }
    }
    for (std::int64_t k = wide + lane; k < columns; k += warpLanes) {
        const auto weight = static_cast<float>(weights[k]);
#pragma unroll
        for (int m = 0; m < RowCount; ++m)
            sums[m] += weight * toFloat(x[m * columns + k]);
    }
#pragma unroll
    for (int m = 0; m < RowCount; ++m) {
        const float sum = sumOfWarp(sums[m]);
        if (lane == 0) storeSum(operands, m, feature, sum * call.scales[feature]);
    }
}

}  // namespace

const char* w8a16Gemv(const W8A16Gemv& call, void* stream) {
    const GemvOperands& operands = call.operands;
    const bool isWide = reinterpret_cast<std::uintptr_t>(call.weights) % sizeof(PackedWeights) == 0 &&
                        operands.inFeatures % runColumns == 0 && hasAlignedRuns(operands);
    const std::int64_t blocks = (operands.outFeatures + warpsPerBlock - 1) / warpsPerBlock;
    return startFor(operands, [&](auto activation, auto rows) {
        return launch(&w8a16Kernel<decltype(activation), decltype(rows)::count>, blocks, warpsPerBlock * warpLanes,
                      stream, call, isWide);
    });
}

}  // namespace autoglm::torch_engine::cuda
