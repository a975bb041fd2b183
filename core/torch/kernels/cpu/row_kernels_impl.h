// The row kernels once, over a vector type that each instruction set's file defines (Simd: width, Vector, load per
// weight type, zero, multiplyAdd, sum). Included by those files only; everything is in the Simd's own anonymous
// namespace.
#pragma once

#include <cmath>
#include <cstring>
#include <limits>

#include "core/torch/kernels/cpu/row_kernels.h"

namespace autoglm::torch_engine::cpu {

extern const RowKernels portableRowKernels;
extern const RowKernels avx2RowKernels;
extern const RowKernels avx512RowKernels;

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

template <class Simd>
struct RowKernelsOf {
    using Vector = typename Simd::Vector;
    static constexpr std::int64_t width = Simd::width;

    /// Calls f with the Stored type of `type`.
    template <class F>
    static void withStored(WeightType type, F&& f) {
        switch (type) {
            case WeightType::F32:
                return f(StoredF32{});
            case WeightType::F16:
                return f(StoredF16{});
            case WeightType::BF16:
                return f(StoredBF16{});
            case WeightType::I8:
                return f(StoredI8{});
        }
    }

    template <class Stored>
    static Vector load(const typename Stored::Bits* at) {
        return Simd::load(Stored{}, at);
    }

    /// Dot products of one weight row with Batch activation rows; two accumulators each hide the latency of the
    /// additions.
    template <class Stored, int Batch>
    static void dotRow(const typename Stored::Bits* row, std::int64_t columns, const float* x, float scale, float* out,
                       std::int64_t outStride) {
        constexpr int unroll = Batch == 1 ? 4 : 2;
        Vector sums[Batch][unroll];
        for (auto& batchSums : sums)
            for (Vector& sum : batchSums)
                sum = Simd::zero();
        std::int64_t k = 0;
        for (; k + unroll * width <= columns; k += unroll * width) {
            for (int u = 0; u < unroll; ++u) {
                const Vector w = load<Stored>(row + k + u * width);
                for (int m = 0; m < Batch; ++m)
                    sums[m][u] = Simd::multiplyAdd(w, load<StoredF32>(x + m * columns + k + u * width), sums[m][u]);
            }
        }
        for (; k + width <= columns; k += width) {
            const Vector w = load<Stored>(row + k);
            for (int m = 0; m < Batch; ++m)
                sums[m][0] = Simd::multiplyAdd(w, load<StoredF32>(x + m * columns + k), sums[m][0]);
        }
        for (int m = 0; m < Batch; ++m) {
            for (int u = 1; u < unroll; ++u)
                sums[m][0] = Simd::add(sums[m][0], sums[m][u]);
            float total = Simd::sum(sums[m][0]);
            for (std::int64_t tail = k; tail < columns; ++tail)
                total += Stored::scalar(row[tail]) * x[m * columns + tail];
            out[m * outStride] = total * scale;
        }
    }

    template <class Stored>
    static void dotRowsOf(const WeightRows& rows, std::int64_t firstRow, std::int64_t lastRow, const float* x,
                          int batch, float* out, std::int64_t outStride) {
        const auto* weights = static_cast<const typename Stored::Bits*>(rows.weights);
        for (std::int64_t r = firstRow; r < lastRow; ++r) {
            const auto* row = weights + r * rows.columns;
            const float scale = rows.type == WeightType::I8 ? rows.scales[r] : 1.0F;
            float* at = out + (r - firstRow);
            switch (batch) {
                case 1:
                    dotRow<Stored, 1>(row, rows.columns, x, scale, at, outStride);
                    break;
                case 2:
                    dotRow<Stored, 2>(row, rows.columns, x, scale, at, outStride);
                    break;
                case 3:
                    dotRow<Stored, 3>(row, rows.columns, x, scale, at, outStride);
                    break;
                default:
                    dotRow<Stored, 4>(row, rows.columns, x, scale, at, outStride);
                    break;
            }
        }
    }

    static void dotRows(const WeightRows& rows, std::int64_t firstRow, std::int64_t lastRow, const float* x, int batch,
                        float* out, std::int64_t outStride) {
        withStored(rows.type, [&](auto stored) {
            dotRowsOf<decltype(stored)>(rows, firstRow, lastRow, x, batch, out, outStride);
        });
    }

    static void expandRows(const WeightRows& rows, std::int64_t firstRow, std::int64_t lastRow, float* out) {
        withStored(rows.type, [&](auto stored) {
            using Stored = decltype(stored);
            const auto* weights = static_cast<const typename Stored::Bits*>(rows.weights);
            for (std::int64_t r = firstRow; r < lastRow; ++r) {
                const auto* row = weights + r * rows.columns;
                float* to = out + (r - firstRow) * rows.columns;
                const float scale = rows.type == WeightType::I8 ? rows.scales[r] : 1.0F;
                const Vector scales = Simd::broadcast(scale);
                std::int64_t k = 0;
                for (; k + width <= rows.columns; k += width)
                    Simd::store(to + k, Simd::multiply(load<Stored>(row + k), scales));
                for (; k < rows.columns; ++k)
                    to[k] = Stored::scalar(row[k]) * scale;
            }
        });
    }

    static void convertAndScan(WeightType type, const void* in, std::int64_t count, float* out, ScanCounts& counts) {
        withStored(type, [&](auto stored) {
            using Stored = decltype(stored);
            const auto* from = static_cast<const typename Stored::Bits*>(in);
            std::int64_t i = 0;
            for (; i + width <= count; i += width)
                Simd::store(out + i, load<Stored>(from + i));
            for (; i < count; ++i)
                out[i] = Stored::scalar(from[i]);
        });
        // Values that are not finite have every exponent bit set; they are rare, so the second look is by value.
        float minimum = counts.minimum;
        float maximum = counts.maximum;
        std::uint64_t special = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const bool finite = std::fabs(out[i]) <= std::numeric_limits<float>::max();
            minimum = finite && out[i] < minimum ? out[i] : minimum;
            maximum = finite && out[i] > maximum ? out[i] : maximum;
            special += finite ? 0U : 1U;
        }
        counts.minimum = minimum;
        counts.maximum = maximum;
        for (std::int64_t i = 0; special > 0 && i < count; ++i) {
            if (std::isnan(out[i])) ++counts.nanCount;
            if (std::isinf(out[i])) ++counts.infCount;
        }
    }

    static float quantizeRow(const float* in, std::int64_t count, std::int8_t* out) {
        float largest = 0;
        bool finite = true;
        for (std::int64_t i = 0; i < count; ++i) {
            const float magnitude = std::fabs(in[i]);
            largest = magnitude > largest ? magnitude : largest;
            finite = finite && magnitude <= std::numeric_limits<float>::max();
        }
        const float scale = largest / 127.0F;
        // A row that is not finite stays so through its scale; one below the normal range is zero for every practical
        // purpose.
        if (!finite || scale < std::numeric_limits<float>::min()) {
            std::memset(out, 0, static_cast<std::size_t>(count));
            return finite ? 0.0F : std::numeric_limits<float>::quiet_NaN();
        }
        // In double the quotient of two floats is never rounded across a half, so |q · scale - w| <= scale / 2 holds
        // exactly.
        const double wide = static_cast<double>(scale);
        for (std::int64_t i = 0; i < count; ++i) {
            // Adding and taking away 1.5 · 2^52 rounds to the nearest even integer, and vectorizes. The scale itself is
            // rounded, so the largest value may come out a hair above 127 and needs the clamp.
            constexpr double magic = 6755399441055744.0;
            const double rounded = (static_cast<double>(in[i]) / wide + magic) - magic;
            const double clamped = rounded > 127.0 ? 127.0 : rounded < -127.0 ? -127.0 : rounded;
            out[i] = static_cast<std::int8_t>(static_cast<std::int32_t>(clamped));
        }
        return scale;
    }

    static constexpr RowKernels table(const char* name) {
        return {name, dotRows, expandRows, convertAndScan, quantizeRow};
    }
};

}  // namespace autoglm::torch_engine::cpu
