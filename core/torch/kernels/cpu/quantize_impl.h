// Scan and quantization of rows once, in plain loops that each instruction set's file compiles with its own flags: the
// results are the same bits everywhere (no contraction of products and sums, see CMakeLists.txt). Included through
// row_kernels_impl.h only.
#pragma once

#include <bit>
#include <limits>

#include "core/torch/kernels/cpu/stored_types.h"

namespace autoglm::torch_engine::cpu {

/// `Simd` gives every instruction set instantiations of its own.
template <class Simd>
struct Quantizers {
    struct Magnitude {
        float largest = 0;
        bool isFinite = true;
        /// A row that is not finite stays so through its scale; one whose scale is below the normal range is zero for
        /// every practical purpose.
        float degenerateScale() const { return isFinite ? 0.0F : std::numeric_limits<float>::quiet_NaN(); }
    };

    // Floats are compared by their bits: as whole numbers the compiler orders many at once, and what is not finite lies
    // above all that is.
    static constexpr std::int32_t magnitudeBits = 0x7FFFFFFF;
    static constexpr std::int32_t infinityBits = 0x7F800000;

    static Magnitude magnitudeOf(const float* in, std::int64_t count) {
        std::int32_t largest = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int32_t magnitude = std::bit_cast<std::int32_t>(in[i]) & magnitudeBits;
            largest = magnitude > largest ? magnitude : largest;
        }
        return {std::bit_cast<float>(largest), largest < infinityBits};
    }

    static bool isUsable(const Magnitude& magnitude, float scale) {
        return magnitude.isFinite && scale >= std::numeric_limits<float>::min();
    }

    /// round-half-even(value / scale), at most `limit` away from 0; `inverse` is 1 / scale in double. The quotient of
    /// two floats is a half, or further from one than any error here; the correction by the remainder makes a half
    /// exact, so |q · scale - w| <= scale / 2 holds exactly, and every instruction set gives what a division would.
    /// Adding and taking away 1.5 · 2^52 rounds to the nearest even integer, and vectorizes. The scale itself is
    /// rounded, so the largest value may come out a hair above the limit and needs the clamp.
    static std::int32_t quotient(double value, double scale, double inverse, double limit) {
        constexpr double magic = 6755399441055744.0;
#ifdef __FMA__
        const double near = value * inverse;
        const double exact = std::fma(std::fma(-near, scale, value), inverse, near);
#else
        (void)inverse;
        const double exact = value / scale;
#endif
        const double rounded = (exact + magic) - magic;
        const double clamped = rounded > limit ? limit : rounded < -limit ? -limit : rounded;
        return static_cast<std::int32_t>(clamped);
    }

    static float quantizeRow(const float* in, std::int64_t count, std::int8_t* out) {
        const Magnitude magnitude = magnitudeOf(in, count);
        const float scale = magnitude.largest / 127.0F;
        if (!isUsable(magnitude, scale)) {
            std::memset(out, 0, static_cast<std::size_t>(count));
            return magnitude.degenerateScale();
        }
        const double inverse = 1.0 / static_cast<double>(scale);
        for (std::int64_t i = 0; i < count; ++i)
            out[i] = static_cast<std::int8_t>(quotient(in[i], scale, inverse, 127.0));
        return scale;
    }

    static void quantizeRowInt4(const float* in, std::int64_t count, std::int64_t groupColumns, std::uint8_t* out,
                                float* scales) {
        constexpr std::int64_t blockColumns = model::int4BlockColumns;
        for (std::int64_t block = 0; block < count; block += blockColumns, out += model::int4BlockBytes) {
            std::int32_t values[blockColumns] = {};
            const std::int64_t end = count - block < blockColumns ? count - block : blockColumns;
            for (std::int64_t at = 0; at < end; at += groupColumns) {
                const std::int64_t length = end - at < groupColumns ? end - at : groupColumns;
                const float* group = in + block + at;
                const Magnitude magnitude = magnitudeOf(group, length);
                float scale = magnitude.largest / 7.0F;
                if (!isUsable(magnitude, scale)) {
                    scale = magnitude.degenerateScale();
                } else {
                    const double inverse = 1.0 / static_cast<double>(scale);
                    for (std::int64_t i = 0; i < length; ++i)
                        values[at + i] = quotient(group[i], scale, inverse, 7.0);
                }
                *scales++ = scale;
            }
            for (std::int64_t b = 0; b < model::int4BlockBytes; ++b)
                out[b] = static_cast<std::uint8_t>((values[b] + 8) | (values[64 + b] + 8) << 4);
        }
    }

    static float quantizeActivations(const float* in, std::int64_t count, std::int8_t* out, std::int32_t& sum) {
        const Magnitude magnitude = magnitudeOf(in, count);
        const float scale = magnitude.largest / 127.0F;
        const float inverse = 127.0F / magnitude.largest;
        sum = 0;
        if (!isUsable(magnitude, scale)) {
            std::memset(out, 0, static_cast<std::size_t>(count));
            return magnitude.degenerateScale();
        }
        std::int32_t total = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            constexpr float magic = 12582912.0F;  // 1.5 · 2^23, as above
            const float rounded = (in[i] * inverse + magic) - magic;
            const float clamped = rounded > 127.0F ? 127.0F : rounded < -127.0F ? -127.0F : rounded;
            const auto value = static_cast<std::int32_t>(clamped);
            total += value;
            out[i] = static_cast<std::int8_t>(value);
        }
        sum = total;
        return scale;
    }

    /// Whole numbers in the order of the floats they come from, and back.
    static std::int32_t ordered(std::int32_t bits) { return bits ^ (bits >> 31 & magnitudeBits); }

    /// Adds what `count` values hold to `counts`.
    static void scan(const float* values, std::int64_t count, ScanCounts& counts) {
        if (!magnitudeOf(values, count).isFinite) return scanEach(values, count, counts);
        std::int32_t minimum = ordered(std::bit_cast<std::int32_t>(counts.minimum));
        std::int32_t maximum = ordered(std::bit_cast<std::int32_t>(counts.maximum));
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int32_t value = ordered(std::bit_cast<std::int32_t>(values[i]));
            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
        }
        counts.minimum = std::bit_cast<float>(ordered(minimum)) + 0.0F;  // never -0
        counts.maximum = std::bit_cast<float>(ordered(maximum)) + 0.0F;
    }

    /// Where some are not finite, which is rare.
    static void scanEach(const float* values, std::int64_t count, ScanCounts& counts) {
        for (std::int64_t i = 0; i < count; ++i) {
            if (std::isnan(values[i])) {
                ++counts.nanCount;
            } else if (std::isinf(values[i])) {
                ++counts.infCount;
            } else {
                counts.minimum = std::min(counts.minimum, values[i]);
                counts.maximum = std::max(counts.maximum, values[i]);
            }
        }
    }
};

}  // namespace autoglm::torch_engine::cpu
