#include "core/torch/kernels/cuda/rms_norm.h"

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

constexpr int threads = 256;
constexpr int warps = threads / warpLanes;

/// One block per row.
__global__ void rmsNormKernel(RmsNorm call) {
    letNextBegin();
    awaitInputs();
    __shared__ float squaresOfWarps[warps];
    const std::int64_t row = static_cast<std::int64_t>(blockIdx.x) * call.columns;
    const auto thread = static_cast<int>(threadIdx.x);
    float squares = 0;
    for (std::int64_t k = thread; k < call.columns; k += threads) {
        float value = call.x[row + k];
        if (call.added) {
            value += loadAs(call.added, call.addedType, row + k);
            call.sum[row + k] = value;
        }
        squares += value * value;
    }
    squares = sumOfWarp(squares);
    if (thread % warpLanes == 0) squaresOfWarps[thread / warpLanes] = squares;
    __syncthreads();
    float total = 0;
    for (int warp = 0; warp < warps; ++warp)
        total += squaresOfWarps[warp];
    const float factor = 1.0F / sqrtf(total / static_cast<float>(call.columns) + call.eps);
    const float* values = call.added ? call.sum : call.x;  // each thread reads what it has written itself
    for (std::int64_t k = thread; k < call.columns; k += threads) {
        const float normed = values[row + k] * factor * call.weight[k];
        if (call.end == NormEnd::AddTo)
            static_cast<float*>(call.out)[row + k] += normed;
        else
            storeAs(call.out, call.outType, row + k, normed);
    }
}

}  // namespace

const char* rmsNorm(const RmsNorm& call, KernelStream stream) {
    if (call.end == NormEnd::AddTo && call.outType != ValueType::F32) return "norms are added to FP32 values alone";
    return launch(&rmsNormKernel, call.rows, threads, stream, call);
}

}  // namespace autoglm::torch_engine::cuda
