// The product of a few rows with INT4 weights as core/model/int4_layout.h lays them: each is read once in 16-byte
// pieces, its nibbles become floats in registers, scales are taken at the ends of groups.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

struct W4A16Gemv {
    const std::uint8_t* weights;  // [outFeatures, int4RowBytes(inFeatures)], aligned to 16 bytes
    const float* scales;          // [outFeatures, int4Groups(inFeatures, groupColumns)]
    std::int64_t groupColumns;    // 32, 64 or 128
    GemvOperands operands;
};

const char* w4a16Gemv(const W4A16Gemv& call, void* stream);

}  // namespace autoglm::torch_engine::cuda
