// What our CUDA kernels take and give. No torch headers: raw pointers of the current device and a stream of it, read by
// C++20. Every function that starts a kernel is asynchronous and returns null, or CUDA's words where it could not be
// started; what fails while it runs is reported by the next call that waits for the stream.
#pragma once

#include <cstdint>

namespace autoglm::torch_engine::cuda {

enum class ValueType { F32, F16, BF16 };

}  // namespace autoglm::torch_engine::cuda
