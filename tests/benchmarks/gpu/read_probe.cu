#include "tests/benchmarks/gpu/read_probe.h"

#include <cuda_runtime.h>

namespace autoglm::benchmark {
namespace {

constexpr int threadsPerBlock = 512;
constexpr int loadsInFlight = 4;

/// Every value enters a sum that may be written, so that the compiler can leave out no load.
__global__ void sumKernel(const uint4* data, std::size_t count, unsigned* out) {
    const std::size_t stride = static_cast<std::size_t>(gridDim.x) * blockDim.x;
    std::size_t i = static_cast<std::size_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    unsigned sum = 0;
    for (; i + (loadsInFlight - 1) * stride < count; i += loadsInFlight * stride) {
        uint4 values[loadsInFlight];
#pragma unroll
        for (int k = 0; k < loadsInFlight; ++k)
            values[k] = data[i + k * stride];
#pragma unroll
        for (int k = 0; k < loadsInFlight; ++k)
            sum += values[k].x ^ values[k].y ^ values[k].z ^ values[k].w;
    }
    for (; i < count; i += stride)
        sum += data[i].x ^ data[i].y ^ data[i].z ^ data[i].w;
    if (sum == 0xFFFFFFFFU) *out = sum;
}

}  // namespace

std::vector<double> gpuReadBandwidth(int device, std::size_t bufferBytes, int passes) {
    std::vector<double> rates;
    uint4* data = nullptr;
    unsigned* out = nullptr;
    cudaDeviceProp properties{};
    cudaEvent_t begin{};
    cudaEvent_t end{};
    if (cudaSetDevice(device) != cudaSuccess || cudaGetDeviceProperties(&properties, device) != cudaSuccess)
        return rates;
    if (cudaMalloc(&data, bufferBytes) == cudaSuccess && cudaMalloc(&out, sizeof *out) == cudaSuccess &&
        cudaMemset(data, 1, bufferBytes) == cudaSuccess && cudaEventCreate(&begin) == cudaSuccess &&
        cudaEventCreate(&end) == cudaSuccess) {
        const int blocks = properties.multiProcessorCount * (properties.maxThreadsPerMultiProcessor / threadsPerBlock);
        for (int pass = 0; pass <= passes; ++pass) {  // the first is not counted
            cudaEventRecord(begin);
            sumKernel<<<blocks, threadsPerBlock>>>(data, bufferBytes / sizeof(uint4), out);
            cudaEventRecord(end);
            float milliseconds = 0;
            if (cudaEventSynchronize(end) != cudaSuccess ||
                cudaEventElapsedTime(&milliseconds, begin, end) != cudaSuccess)
                break;
            if (pass > 0)
                rates.push_back(static_cast<double>(bufferBytes) / (static_cast<double>(milliseconds) * 1e-3));
        }
    }
    if (cudaGetLastError() != cudaSuccess) rates.clear();
    if (begin) cudaEventDestroy(begin);
    if (end) cudaEventDestroy(end);
    cudaFree(out);
    cudaFree(data);
    return rates;
}

}  // namespace autoglm::benchmark
