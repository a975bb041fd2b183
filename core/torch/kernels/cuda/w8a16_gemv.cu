#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "core/torch/kernels/cuda/w8a16_gemv.h"

namespace autoglm::torch_engine::cuda {
namespace {

constexpr int warpSize = 32;
constexpr int warpsPerBlock = 4;
constexpr int weightsPerLoad = 16;  // one 16-byte load

__device__ inline float toFloat(float value) {
    return value;
}
__device__ inline float toFloat(__half value) {
    return __half2float(value);
}
__device__ inline float toFloat(__nv_bfloat16 value) {
    return __bfloat162float(value);
}

/// Sixteen activations as they lie in memory, fetched by 16-byte loads.
template <class Activation>
struct alignas(16) Activations {
    Activation values[weightsPerLoad];
};

/// One warp per output feature; every lane reads 16 weights at a time, the activations come from the caches.
template <class Activation, int Rows>
__global__ void gemvKernel(const std::int8_t* weights, const float* scales, const Activation* x, float* out,
                           std::int64_t outFeatures, std::int64_t inFeatures, std::int64_t wide) {
    const std::int64_t feature = static_cast<std::int64_t>(blockIdx.x) * warpsPerBlock + threadIdx.x / warpSize;
    const int lane = threadIdx.x % warpSize;
    if (feature >= outFeatures) return;
    const std::int8_t* row = weights + feature * inFeatures;
    float sums[Rows] = {};
    for (std::int64_t k = lane * weightsPerLoad; k < wide; k += warpSize * weightsPerLoad) {
        const int4 packed = *reinterpret_cast<const int4*>(row + k);
        const auto* values = reinterpret_cast<const std::int8_t*>(&packed);
#pragma unroll
        for (int m = 0; m < Rows; ++m) {
            const auto inputs = *reinterpret_cast<const Activations<Activation>*>(x + m * inFeatures + k);
#pragma unroll
            for (int i = 0; i < weightsPerLoad; ++i)
                sums[m] += static_cast<float>(values[i]) * toFloat(inputs.values[i]);
        }
    }
    for (std::int64_t k = wide + lane; k < inFeatures; k += warpSize) {
        const float w = static_cast<float>(row[k]);
#pragma unroll
        for (int m = 0; m < Rows; ++m)
            sums[m] += w * toFloat(x[m * inFeatures + k]);
    }
#pragma unroll
    for (int m = 0; m < Rows; ++m) {
        for (int offset = warpSize / 2; offset > 0; offset /= 2)
            sums[m] += __shfl_down_sync(0xFFFFFFFFU, sums[m], offset);
        if (lane == 0) out[m * outFeatures + feature] = sums[m] * scales[feature];
    }
}

/// Rows of any length start where they start: the wide loads need lengths that are multiples of 16, and aligned
/// beginnings.
std::int64_t wideColumns(const W8A16Gemv& call) {
    constexpr std::uintptr_t alignment = 16;
    const auto starts =
        reinterpret_cast<std::uintptr_t>(call.weights) | reinterpret_cast<std::uintptr_t>(call.activations);
    return starts % alignment == 0 && call.inFeatures % weightsPerLoad == 0 ? call.inFeatures : 0;
}

template <class Activation>
void launch(const W8A16Gemv& call, cudaStream_t stream) {
    const auto blocks = static_cast<unsigned>((call.outFeatures + warpsPerBlock - 1) / warpsPerBlock);
    const auto* x = static_cast<const Activation*>(call.activations);
#define AUTOGLM_LAUNCH(rows)                                                                               \
    case rows:                                                                                             \
        gemvKernel<Activation, rows><<<blocks, warpSize * warpsPerBlock, 0, stream>>>(                     \
            call.weights, call.scales, x, call.out, call.outFeatures, call.inFeatures, wideColumns(call)); \
        break
    switch (call.rows) {
        AUTOGLM_LAUNCH(1);
        AUTOGLM_LAUNCH(2);
        AUTOGLM_LAUNCH(3);
        AUTOGLM_LAUNCH(4);
        AUTOGLM_LAUNCH(5);
        AUTOGLM_LAUNCH(6);
        AUTOGLM_LAUNCH(7);
        AUTOGLM_LAUNCH(8);
        default:
            break;
    }
#undef AUTOGLM_LAUNCH
}

}  // namespace

const char* w8a16Gemv(const W8A16Gemv& call, void* stream) {
    auto* on = static_cast<cudaStream_t>(stream);
    if (call.activationBytes == 4)
        launch<float>(call, on);
    else if (call.isBfloat16)
        launch<__nv_bfloat16>(call, on);
    else
        launch<__half>(call, on);
    const cudaError_t started = cudaGetLastError();
    return started == cudaSuccess ? nullptr : cudaGetErrorString(started);
}

}  // namespace autoglm::torch_engine::cuda
