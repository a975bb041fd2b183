// y[m, n] = scale_n · Σ_k W[n, k] · x[m, k] for a few rows m: INT8 weights read once in 16-byte pieces, converted in
// registers, FP32 accumulation. No torch headers: raw pointers of the current device and a stream of it. Asynchronous:
// what fails while it runs is reported by the next call that waits for the stream.
#pragma once

#include <cstdint>

namespace autoglm::torch_engine::cuda {

inline constexpr int maximumGemvRows = 8;

struct W8A16Gemv {
    const std::int8_t* weights;  // [outFeatures, inFeatures], device
    const float* scales;         // [outFeatures], device
    const void* activations;     // [rows, inFeatures], device: FP32, FP16 or BF16
    int activationBytes;         // 4 or 2
    bool isBfloat16;             // which of the two 2-byte types
    float* out;                  // [rows, outFeatures], device
    int rows;                    // 1 to maximumGemvRows
    std::int64_t outFeatures;
    std::int64_t inFeatures;
};

/// Null, or CUDA's words where the kernel could not be started.
const char* w8a16Gemv(const W8A16Gemv& call, void* stream);

}  // namespace autoglm::torch_engine::cuda
