// The bfloat16 type of CUDA with the conversions that our kernels use.
#pragma once

#include "core/torch/kernels/cpu/stored_types.h"

struct __nv_bfloat16 {
    std::uint16_t bits;
};

inline float __bfloat162float(__nv_bfloat16 value) {
    return autoglm::torch_engine::cpu::bfloatBitsToFloat(value.bits);
}
inline __nv_bfloat16 __float2bfloat16_rn(float value) {
    return {autoglm::torch_engine::cpu::floatToBfloatBits(value)};
}
