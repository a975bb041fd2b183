// What the kernels share: values of three types, sums of a warp, blocks that meet, the launch. For .cu files alone,
// which use no more of CUDA than tests/torch/cuda_emulation knows: launches are function calls, so that a C++ compiler
// reads them too.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

constexpr int warpLanes = 32;

__device__ inline float toFloat(float value) {
    return value;
}
__device__ inline float toFloat(__half value) {
    return __half2float(value);
}
__device__ inline float toFloat(__nv_bfloat16 value) {
    return __bfloat162float(value);
}

/// As a type that is known only at run time: all threads go the same way.
__device__ inline float loadAs(const void* from, ValueType type, std::int64_t index) {
    if (type == ValueType::F16) return __half2float(static_cast<const __half*>(from)[index]);
    if (type == ValueType::BF16) return __bfloat162float(static_cast<const __nv_bfloat16*>(from)[index]);
    return static_cast<const float*>(from)[index];
}
__device__ inline void storeAs(void* to, ValueType type, std::int64_t index, float value) {
    if (type == ValueType::F16)
        static_cast<__half*>(to)[index] = __float2half_rn(value);
    else if (type == ValueType::BF16)
        static_cast<__nv_bfloat16*>(to)[index] = __float2bfloat16_rn(value);
    else
        static_cast<float*>(to)[index] = value;
}
__device__ inline float roundedAs(ValueType type, float value) {
    if (type == ValueType::F16) return __half2float(__float2half_rn(value));
    if (type == ValueType::BF16) return __bfloat162float(__float2bfloat16_rn(value));
    return value;
}

/// Every lane gets the sum over all 32, which must all come here.
__device__ inline float sumOfWarp(float value) {
    for (int distance = warpLanes / 2; distance > 0; distance /= 2)
        value += __shfl_xor_sync(0xFFFFFFFFU, value, distance);
    return value;
}

__device__ inline float highestOfWarp(float value) {
    for (int distance = warpLanes / 2; distance > 0; distance /= 2)
        value = fmaxf(value, __shfl_xor_sync(0xFFFFFFFFU, value, distance));
    return value;
}

/// A kernel that began early (KernelBegin::Early) touches nothing that any kernel writes before this has returned: then
/// the one in front has ended, and since that waited too, so has all before it.
__device__ inline void awaitInputs() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    cudaGridDependencySynchronize();
#endif
}

/// The next kernel may begin, early, when all blocks of this one have come here.
__device__ inline void letNextBegin() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    cudaTriggerProgrammaticLaunchCompletion();
#endif
}

/// Whether this block is the last of `count` that come to a counter, which is then 0 again. What each of them has
/// written before is seen by the last one behind it: every thread's writes are fenced before thread 0 counts its block,
/// and what the last block reads comes behind the fence after its count (CUDA's sample threadFenceReduction).
__device__ inline bool isLastOf(unsigned* counter, int count) {
    __shared__ bool isLast;
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0) {
        isLast = atomicInc(counter, static_cast<unsigned>(count - 1)) == static_cast<unsigned>(count - 1);
        __threadfence();
    }
    __syncthreads();
    return isLast;
}

template <class Value>
struct Same {
    using Type = Value;
};

template <class... Parameters>
const char* launch(void (*kernel)(Parameters...), std::int64_t blocks, int threads, KernelStream stream,
                   typename Same<Parameters>::Type... arguments) {
    if (blocks == 0) return nullptr;
    cudaLaunchConfig_t config{};
    config.gridDim.x = static_cast<unsigned>(blocks);
    config.blockDim.x = static_cast<unsigned>(threads);
    config.gridDim.y = config.gridDim.z = config.blockDim.y = config.blockDim.z = 1;
    config.stream = static_cast<cudaStream_t>(stream.handle);
#if CUDART_VERSION >= 12030  // the first whose graphs keep that a kernel begins early
    cudaLaunchAttribute early{};
    early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
    early.val.programmaticStreamSerializationAllowed = 1;
    config.attrs = &early;
    config.numAttrs = stream.begin == KernelBegin::Early ? 1 : 0;
#endif
    const cudaError_t started = cudaLaunchKernelEx(&config, kernel, arguments...);
    if (started == cudaSuccess) return nullptr;
    (void)cudaGetLastError();  // said here, not by the next call that asks
    return cudaGetErrorString(started);
}

}  // namespace autoglm::torch_engine::cuda
