#include "core/torch/kernels/cuda/cuda_stream.h"

#include <ATen/cuda/CachingHostAllocator.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime.h>

#include "core/base/text_format.h"
#include "core/torch/linear.h"

namespace autoglm::torch_engine::cuda {

namespace {

std::string versionText(int packed) {
    return concat(packed / 1000, ".", packed % 1000 / 10);
}

/// All zero where CUDA says nothing. (ATen's own would bring the headers of every CUDA library with it.)
cudaDeviceProp propertiesOf(int device) {
    cudaDeviceProp properties{};
    if (cudaGetDeviceProperties(&properties, device) != cudaSuccess) (void)cudaGetLastError();
    return properties;
}

}  // namespace

int deviceCount() {
    return c10::cuda::device_count();
}

void* currentStream(int device) {
    return c10::cuda::getCurrentCUDAStream(static_cast<c10::DeviceIndex>(device)).stream();
}

std::string deviceName(int device) {
    return propertiesOf(device).name;
}

void addFacts(engine::EngineFacts& facts) {
    facts.cudaVersion = versionText(CUDART_VERSION);
    facts.cudaArchitectures = split(AUTOGLM_CUDA_ARCHITECTURES, ',');
    if (at::detail::getCUDAHooks().hasCuDNN()) {
        const long version = at::detail::getCUDAHooks().versionCuDNN();
        facts.cudnnVersion = version >= 90000 ? concat(version / 10000, ".", version % 10000 / 100, ".", version % 100)
                                              : concat(version / 1000, ".", version % 1000 / 100, ".", version % 100);
    }
    for (int i = 0; i < deviceCount(); ++i) {
        const cudaDeviceProp properties = propertiesOf(i);
        std::vector<std::string> precisions;
        for (const model::Precision precision : model::allPrecisions) {
            const model::Scheme scheme = model::makeScheme(precision);
            // BF16 arithmetic begins with compute capability 8.0.
            if ((scheme.activation != model::DType::BF16 || properties.major >= 8) &&
                runsOn(at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(i)), scheme))
                precisions.emplace_back(model::precisionName(precision));
        }
        facts.devices.push_back({concat("cuda:", i), properties.name, concat(properties.major, ".", properties.minor),
                                 properties.totalGlobalMem, std::move(precisions)});
    }
}

engine::DeviceMemory deviceMemory(int device) {
    engine::DeviceMemory memory;
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(static_cast<c10::DeviceIndex>(device));
    memory.allocatedBytes = static_cast<std::uint64_t>(stats.allocated_bytes[0].current);
    memory.peakAllocatedBytes = static_cast<std::uint64_t>(stats.allocated_bytes[0].peak);
    memory.peakReservedBytes = static_cast<std::uint64_t>(stats.reserved_bytes[0].peak);
    std::size_t free = 0;
    std::size_t total = 0;
    cudaSetDevice(device);
    if (cudaMemGetInfo(&free, &total) == cudaSuccess) {
        memory.freeBytes = free;
        memory.totalBytes = total;
    }
    return memory;
}

void releaseUnusedMemory() {
    at::cuda::CachingHostAllocator_emptyCache();
    c10::cuda::CUDACachingAllocator::emptyCache();
}

void resetPeak(int device) {
    c10::cuda::CUDACachingAllocator::resetPeakStats(static_cast<c10::DeviceIndex>(device));
}

}  // namespace autoglm::torch_engine::cuda
