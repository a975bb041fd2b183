// silu(gate) · up, rounded to the type after each of the two steps.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

struct GatedSilu {
    const void* gateUp;  // [rows, 2 · columns], gates before ups
    void* out;           // [rows, columns]
    ValueType type;      // of both
    std::int64_t rows;
    std::int64_t columns;
};

const char* gatedSilu(const GatedSilu& call, KernelStream stream);

}  // namespace autoglm::torch_engine::cuda
