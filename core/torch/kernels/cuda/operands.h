// What our CUDA kernels take and give. No torch headers: raw pointers of the current device and a stream of it, read by
// C++20. Every function that starts a kernel is asynchronous and returns null, or CUDA's words where it could not be
// started; what fails while it runs is reported by the next call that waits for the stream.
#pragma once

#include <cstdint>

namespace autoglm::torch_engine::cuda {

enum class ValueType { F32, F16, BF16 };

/// Most rows of activations for which weights are read once and straight from their format.
inline constexpr int maximumGemvRows = 8;

/// y[m, n] = Σ_k w[n, k] · x[m, k] + bias[n], summed in FP32 and rounded once.
struct GemvOperands {
    const void* activations;  // [rows, inFeatures]
    ValueType activationType;
    const float* bias;  // [outFeatures], or null
    void* out;          // [rows, outFeatures]
    ValueType outType;
    int rows;  // 1 to maximumGemvRows
    std::int64_t outFeatures;
    std::int64_t inFeatures;
};

}  // namespace autoglm::torch_engine::cuda
