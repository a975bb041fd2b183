// The half type of CUDA with the conversions that our kernels use.
#pragma once

#include "core/torch/kernels/cpu/stored_types.h"

struct __half {
    std::uint16_t bits;
};

inline float __half2float(__half value) {
    return autoglm::torch_engine::cpu::halfBitsToFloat(value.bits);
}
inline __half __float2half_rn(float value) {
    return {autoglm::torch_engine::cpu::floatToHalfBits(value)};
}
