// Scalar meaning of stored weights: the reference that the vector loads of every instruction set agree with.
#pragma once

#include <bit>
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

/// Half to even; a NaN stays one.
inline std::uint16_t floatToHalfBits(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    std::uint32_t half = 0;
    if (magnitude > 0x7F800000U) {
        half = 0x7E00U;
    } else if (magnitude >= 0x477FF000U) {  // 65520 and more round to infinity
        half = 0x7C00U;
    } else if (magnitude >= 0x38800000U) {  // normal halves: 13 bits fewer, the exponent counts from elsewhere
        half = (magnitude - 0x38000000U + 0xFFFU + ((magnitude >> 13U) & 1U)) >> 13U;
    } else {
        half = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(std::bit_cast<float>(magnitude), 24)));
    }
    return static_cast<std::uint16_t>(sign | half);
}

/// Half to even; a NaN stays one. Without a branch, so that a loop of it vectorizes.
inline std::uint16_t floatToBfloatBits(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U;
    const bool isNan = (bits & 0x7FFFFFFFU) > 0x7F800000U;
    return static_cast<std::uint16_t>(isNan ? 0x7FC0U : rounded);
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
