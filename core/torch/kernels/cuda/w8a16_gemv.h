// The product of a few rows with INT8 weights: each is read once in 16-byte pieces and converted in registers.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

struct W8A16Gemv {
    const std::int8_t* weights;  // [outFeatures, inFeatures]
    const float* scales;         // [outFeatures]
    GemvOperands operands;
};

const char* w8a16Gemv(const W8A16Gemv& call, void* stream);

}  // namespace autoglm::torch_engine::cuda
