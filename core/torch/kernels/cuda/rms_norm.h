// RMS norm of FP32 rows, with the addition before it in the same pass: a hidden state takes what a block adds, and the
// next block's input is made of the sum.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

enum class NormEnd {
    Store,  // out = norm
    AddTo,  // out += norm; out is FP32
};

/// sum = x + added; norm = sum / sqrt(mean(sum²) + eps) · weight, rounded once by its end.
struct RmsNorm {
    const float* x;     // [rows, columns]
    const void* added;  // [rows, columns], or null: x alone
    ValueType addedType;
    float* sum;           // [rows, columns], may be x; not written where nothing is added
    const float* weight;  // [columns]
    float eps;
    void* out;  // [rows, columns]
    ValueType outType;
    NormEnd end;
    std::int64_t rows;
    std::int64_t columns;
};

const char* rmsNorm(const RmsNorm& call, KernelStream stream);

}  // namespace autoglm::torch_engine::cuda
