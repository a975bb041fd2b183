// Scalar meaning of stored weights: the reference that the vector loads of every instruction set agree with.
#pragma once

#include <cmath>
#include <cstring>

#include "core/torch/kernels/cpu/row_kernels.h"

/// Before a loop over registers: unless it is unrolled early, the compiler keeps an array of them in memory, and every
/// step stores it.
#define AUTOGLM_UNROLL _Pragma("GCC unroll 32")
#define AUTOGLM_UNROLL_BY_FOUR _Pragma("GCC unroll 4")

namespace autoglm::torch_engine::cpu {

/// Scalar conversion of the bits of an IEEE half.
inline float halfBitsToFloat(std::uint16_t bits) {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16U;
    const std::uint32_t exponent = (bits >> 10U) & 0x1FU;
    const std::uint32_t mantissa = bits & 0x3FFU;
    std::uint32_t out = 0;
    if (exponent == 0x1FU) {
        out = sign | 0x7F800000U | (mantissa << 13U);
    } else if (exponent != 0) {
        out = sign | ((exponent + 112U) << 23U) | (mantissa << 13U);
    } else {
        const float value = std::ldexp(static_cast<float>(mantissa), -24);
        return sign ? -value : value;
    }
    float value = 0;
    std::memcpy(&value, &out, sizeof value);
    return value;
}

inline float bfloatBitsToFloat(std::uint16_t bits) {
    const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16U;
    float value = 0;
    std::memcpy(&value, &wide, sizeof value);
    return value;
}

/// Value, without its scale, of column `k` of a row of model::int4_layout.
inline int int4Value(const std::uint8_t* row, std::int64_t k) {
    const std::int64_t inBlock = k % model::int4BlockColumns;
    const std::uint8_t byte = row[k / model::int4BlockColumns * model::int4BlockBytes + inBlock % 64];
    return static_cast<int>(inBlock < 64 ? byte & 15U : byte >> 4U) - 8;
}

/// At least `bytes` for the calling thread until it asks again, aligned to 64.
std::byte* threadScratch(std::size_t bytes);

/// Stored element types, told apart although F16 and BF16 share their bits' type.
struct StoredF32 {
    using Bits = float;
    static float scalar(Bits bits) { return bits; }
};
struct StoredF16 {
    using Bits = std::uint16_t;
    static float scalar(Bits bits) { return halfBitsToFloat(bits); }
};
struct StoredBF16 {
    using Bits = std::uint16_t;
    static float scalar(Bits bits) { return bfloatBitsToFloat(bits); }
};
struct StoredI8 {
    using Bits = std::int8_t;
    static float scalar(Bits bits) { return static_cast<float>(bits); }
};

}  // namespace autoglm::torch_engine::cpu
