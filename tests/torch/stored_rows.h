// Rows of weights in every stored format beside what they mean, by the formats' definitions and without the kernels'
// own conversions.
#pragma once

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "core/torch/kernels/cpu/row_kernels.h"

namespace autoglm::test {

using namespace torch_engine::cpu;

inline constexpr std::int64_t rowCount = 7;
inline constexpr std::int64_t lengths[] = {1, 3, 8, 15, 16, 17, 31, 64, 65, 127, 128, 250, 897, 1100};

struct Format {
    const char* name;
    WeightType type;
    std::int64_t group = 0;
};
inline constexpr Format formats[] = {{"F32", WeightType::F32},        {"F16", WeightType::F16},
                                     {"BF16", WeightType::BF16},      {"I8", WeightType::I8},
                                     {"I4 g32", WeightType::I4, 32},  {"I4 g64", WeightType::I4, 64},
                                     {"I4 g128", WeightType::I4, 128}};

/// Stored values of a format beside what they mean.
struct Stored {
    Format format;
    std::int64_t columns;
    std::vector<std::byte> bytes;
    std::vector<double> values;  // [rowCount, columns]
    std::vector<float> scales;

    WeightRows rows() const { return {format.type, bytes.data(), scales.data(), columns, format.group}; }
    double at(std::int64_t row, std::int64_t k) const { return values[static_cast<std::size_t>(row * columns + k)]; }
};

inline std::uint16_t bfloatBits(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return static_cast<std::uint16_t>(bits >> 16U);
}

/// Value of half bits by the definition of IEEE 754 binary16, independent of the kernels' own conversion.
inline double halfValue(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 0x1F;
    const int mantissa = bits & 0x3FF;
    const double magnitude = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return bits & 0x8000 ? -magnitude : magnitude;
}

template <class Value>
void append(std::vector<std::byte>& bytes, Value value) {
    const auto* at = reinterpret_cast<const std::byte*>(&value);
    bytes.insert(bytes.end(), at, at + sizeof value);
}

/// One row of 4-bit values in [-7, 7] as core/model/int4_layout.h describes them.
inline void appendInt4Row(const std::vector<int>& row, std::vector<std::byte>& bytes) {
    for (std::size_t block = 0; block < row.size(); block += 128) {
        const auto nibble = [&](std::size_t k) { return (k < row.size() ? row[k] : 0) + 8; };
        for (std::size_t b = block; b < block + 64; ++b)
            bytes.push_back(static_cast<std::byte>(nibble(b) | nibble(b + 64) << 4));
    }
}

inline Stored makeInt4(const Format& format, std::int64_t columns, std::mt19937& random) {
    Stored out{format, columns, {}, {}, {}};
    for (std::int64_t r = 0; r < rowCount; ++r) {
        std::vector<int> row;
        for (std::int64_t k = 0; k < columns; ++k) {
            if (k % format.group == 0) out.scales.push_back(0.01F + 0.001F * static_cast<float>(random() % 50));
            row.push_back(static_cast<int>(random() % 15) - 7);
            out.values.push_back(row.back() * static_cast<double>(out.scales.back()));
        }
        appendInt4Row(row, out.bytes);
    }
    return out;
}

inline Stored makeStored(const Format& format, std::int64_t columns, std::mt19937& random) {
    if (format.type == WeightType::I4) return makeInt4(format, columns, random);
    Stored out{format, columns, {}, {}, {}};
    std::normal_distribution<float> normal(0.0F, 1.0F);
    for (std::int64_t r = 0; r < rowCount; ++r)
        out.scales.push_back(format.type == WeightType::I8 ? 0.01F + 0.003F * static_cast<float>(r) : 1.0F);
    for (std::int64_t i = 0; i < rowCount * columns; ++i) {
        if (format.type == WeightType::F32) {
            const float value = normal(random);
            append(out.bytes, value);
            out.values.push_back(static_cast<double>(value));
        } else if (format.type == WeightType::F16) {
            // Every finite bit pattern may come, subnormal ones too.
            const auto bits = static_cast<std::uint16_t>(random() & (random() % 8 == 0 ? 0x83FFU : 0xBFFFU));
            append(out.bytes, bits);
            out.values.push_back(halfValue(bits));
        } else if (format.type == WeightType::BF16) {
            const std::uint16_t bits = bfloatBits(normal(random));
            append(out.bytes, bits);
            const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16U;
            float value = 0;
            std::memcpy(&value, &wide, sizeof value);
            out.values.push_back(static_cast<double>(value));
        } else {
            const auto value = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
            append(out.bytes, value);
            out.values.push_back(static_cast<double>(value) *
                                 static_cast<double>(out.scales[static_cast<std::size_t>(i / columns)]));
        }
    }
    return out;
}

inline std::vector<float> normalRow(std::int64_t count, std::mt19937& random) {
    std::normal_distribution<float> normal(0.0F, 1.0F);
    std::vector<float> out(static_cast<std::size_t>(count));
    for (float& value : out)
        value = normal(random);
    return out;
}

}  // namespace autoglm::test
