// The words of CUDA's language and runtime that our kernels use, run on this CPU (README.md). One launch at a time.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>

#define __global__
#define __device__
#define __shared__ static

struct dim3 {
    unsigned x = 1;
    unsigned y = 1;
    unsigned z = 1;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};

/// Of the thread that runs; the scheduler sets them.
inline dim3 threadIdx, blockIdx, blockDim, gridDim;

using cudaStream_t = struct CUstream_st*;
enum cudaError_t { cudaSuccess, cudaErrorInvalidConfiguration, cudaErrorLaunchFailure };
struct cudaLaunchConfig_t {
    dim3 gridDim;
    dim3 blockDim;
    std::size_t dynamicSmemBytes;
    cudaStream_t stream;
};

namespace autoglm::cuda_emulation {

/// Runs `thread` for every thread of the grid.
cudaError_t runGrid(const cudaLaunchConfig_t& config, const std::function<void()>& thread);

/// What `sourceLane` of this warp hands over, when all lanes of `mask` have come here.
std::uint64_t exchange(unsigned mask, std::uint64_t bits, unsigned sourceLane);

inline unsigned laneIndex() {
    return threadIdx.x % 32;
}

}  // namespace autoglm::cuda_emulation

const char* cudaGetErrorString(cudaError_t error);
cudaError_t cudaGetLastError();
void __syncthreads();

template <class... Parameters, class... Arguments>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Parameters...),
                               Arguments&&... arguments) {
    return autoglm::cuda_emulation::runGrid(*config, [&] { kernel(arguments...); });
}

inline float __shfl_xor_sync(unsigned mask, float value, int laneMask) {
    const unsigned source = autoglm::cuda_emulation::laneIndex() ^ static_cast<unsigned>(laneMask);
    const std::uint64_t got = autoglm::cuda_emulation::exchange(mask, std::bit_cast<std::uint32_t>(value), source);
    return std::bit_cast<float>(static_cast<std::uint32_t>(got));
}

inline float __uint_as_float(unsigned bits) {
    return std::bit_cast<float>(bits);
}
