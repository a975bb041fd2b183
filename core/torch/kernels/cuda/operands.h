// What our CUDA kernels take and give. No torch headers: raw pointers of the current device and a stream of it, read by
// C++20. Every function that starts a kernel is asynchronous and returns null, or CUDA's words where it could not be
// started; what fails while it runs is reported by the next call that waits for the stream.
#pragma once

#include <cstdint>

namespace autoglm::torch_engine::cuda {

enum class ValueType { F32, F16, BF16 };

/// Behind the end of the kernel in front on the stream; or early, while that one still runs, where the GPU can (compute
/// capability 9.0 and later): up to awaitInputs() in device_values.cuh, before which it touches what never changes.
enum class KernelBegin { Behind, Early };

/// Where and when a kernel starts.
struct KernelStream {
    void* handle;  // cudaStream_t
    KernelBegin begin;

    KernelStream(void* stream, KernelBegin when = KernelBegin::Behind) : handle(stream), begin(when) {}
};

}  // namespace autoglm::torch_engine::cuda
