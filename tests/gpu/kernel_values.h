// Values of the kernels' types for their checks: what is stored, and what that means by the definition of the formats.
#pragma once

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "core/base/text_format.h"
#include "core/model/random_weights.h"
#include "core/torch/kernels/cuda/operands.h"
#include "tests/gpu/kernel_checks.h"

namespace autoglm::test {

using torch_engine::cuda::ValueType;

inline constexpr ValueType allTypes[] = {ValueType::F32, ValueType::F16, ValueType::BF16};
/// Rounding to nearest is off by at most this part of a value.
inline constexpr double floatRounding = 0x1p-24;

inline const char* typeName(ValueType type) {
    return type == ValueType::F32 ? "FP32" : type == ValueType::F16 ? "FP16" : "BF16";
}
inline std::size_t typeBytes(ValueType type) {
    return type == ValueType::F32 ? 4 : 2;
}
inline double typeRounding(ValueType type) {
    return type == ValueType::F32 ? floatRounding : type == ValueType::F16 ? 0x1p-11 : 0x1p-8;
}

/// Of finite values.
inline double valueOf(std::uint16_t bits, ValueType type) {
    if (type == ValueType::BF16) {
        const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16U;
        float value = 0;
        std::memcpy(&value, &wide, sizeof value);
        return static_cast<double>(value);
    }
    const int exponent = (bits >> 10) & 0x1F;
    const int mantissa = bits & 0x3FF;
    const double magnitude = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

/// Values of one type, as stored.
struct Values {
    ValueType type;
    std::vector<std::byte> bytes;

    Values(ValueType valueType, std::size_t count) : type(valueType), bytes(count * typeBytes(valueType)) {}
    std::size_t size() const { return bytes.size() / typeBytes(type); }
    void set(std::size_t index, float value) {
        std::byte* at = bytes.data() + index * typeBytes(type);
        const std::uint16_t bits = type == ValueType::F16 ? model::toF16(value) : model::toBf16(value);
        if (type == ValueType::F32)
            std::memcpy(at, &value, sizeof value);
        else
            std::memcpy(at, &bits, sizeof bits);
    }
    double operator[](std::size_t index) const {
        const std::byte* at = bytes.data() + index * typeBytes(type);
        float value = 0;
        std::uint16_t bits = 0;
        if (type != ValueType::F32) {
            std::memcpy(&bits, at, sizeof bits);
            return valueOf(bits, type);
        }
        std::memcpy(&value, at, sizeof value);
        return static_cast<double>(value);
    }
};

inline Values normalValues(ValueType type, std::size_t count, std::mt19937& random) {
    Values values(type, count);
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < count; ++i)
        values.set(i, normal(random));
    return values;
}

/// What a kernel must not have written holds this.
inline constexpr float untouched = -12352.0F;  // in every type

inline Values untouchedValues(ValueType type, std::size_t count) {
    Values values(type, count);
    for (std::size_t i = 0; i < count; ++i)
        values.set(i, untouched);
    return values;
}

template <class T>
T* placed(KernelMemory& memory, const std::vector<T>& values) {
    return reinterpret_cast<T*>(memory.place(std::as_bytes(std::span(values))));
}

/// The largest error of a kernel's results as a part of what is allowed; at most 1 is right.
class WorstError {
  public:
    void add(double got, double exact, double allowed) {
        const double error = std::abs(got - exact) / allowed;
        m_worst = std::isfinite(error) ? std::max(m_worst, error) : std::numeric_limits<double>::infinity();
    }
    void fail() { m_worst = std::numeric_limits<double>::infinity(); }
    void require(bool isRight) {
        if (!isRight) fail();
    }
    double value() const { return m_worst; }
    bool isAllowed() const { return m_worst <= 1; }

  private:
    double m_worst = 0;
};

/// 2^-25 is half of FP16's smallest step.
inline double narrowing(ValueType type, double value) {
    return typeRounding(type) * std::abs(value) * 1.01 + (type == ValueType::F16 ? 0x1p-25 : 1e-40);
}

inline KernelCheck checkOf(std::string what, const WorstError& worst, std::size_t cases, const std::string& error) {
    return {std::move(what), worst.isAllowed() && error.empty(),
            concat(cases, " cases, largest error ", fixed(worst.value(), 3), " of what is allowed ", error)};
}

}  // namespace autoglm::test
