// What happens between the products, in plain loops that each instruction set's file compiles with its own flags.
// Included through row_kernels_impl.h only.
#pragma once

#include <bit>

#include "core/torch/kernels/cpu/stored_types.h"

namespace autoglm::torch_engine::cpu {

/// `Simd` gives every instruction set instantiations of its own.
template <class Simd>
struct ElementwiseOf {
    /// e^x within two units in the last place, 0 below the normal range: 2^n · e^r with |r| <= ln 2 / 2, and e^r by its
    /// series. A loop of it vectorizes, one of std::exp does not.
    static float exponential(float x) {
        constexpr float magic = 12582912.0F;  // adding and taking away 1.5 · 2^23 rounds to the nearest integer
        const float bounded = x > -87.3F ? (x < 88.7F ? x : 88.7F) : -87.3F;  // a number where x is none
        const float n = (bounded * 1.44269504F + magic) - magic;
        const float r = (bounded - n * 0.693359375F) - n * -2.12194440e-4F;
        float series = 1.9841270e-4F;
        series = series * r + 1.3888889e-3F;
        series = series * r + 8.3333333e-3F;
        series = series * r + 4.1666667e-2F;
        series = series * r + 0.16666667F;
        series = series * r + 0.5F;
        series = series * r + 1.0F;
        series = series * r + 1.0F;
        // 2^n in two factors: n may be 128.
        const auto half = static_cast<std::int32_t>(n) / 2;
        const auto rest = static_cast<std::int32_t>(n) - half;
        const auto power = [](std::int32_t exponent) { return std::bit_cast<float>((exponent + 127) << 23); };
        const float value = series * power(half) * power(rest);
        return x != x ? x : x < -87.3F ? 0.0F : value;
    }

    static void normRow(const float* x, const float* weight, float eps, std::int64_t count, float* out) {
        constexpr std::int64_t lanes = 16;  // sums of their own, so that the order is the same on every CPU
        float sums[lanes] = {};
        std::int64_t i = 0;
        for (; i + lanes <= count; i += lanes)
            for (std::int64_t lane = 0; lane < lanes; ++lane)
                sums[lane] += x[i + lane] * x[i + lane];
        for (; i < count; ++i)
            sums[0] += x[i] * x[i];
        float total = 0;
        for (const float sum : sums)
            total += sum;
        const float factor = 1.0F / std::sqrt(total / static_cast<float>(count) + eps);
        for (i = 0; i < count; ++i)
            out[i] = x[i] * factor * weight[i];
    }

    static void gatedSilu(const float* gate, const float* up, std::int64_t count, float* out) {
        for (std::int64_t i = 0; i < count; ++i)
            out[i] = gate[i] / (1.0F + exponential(-gate[i])) * up[i];
    }

    static Exponentials exponentials(float* scores, std::int64_t count) {
        constexpr std::int64_t lanes = 16;  // one chain of comparisons, or of sums, would wait for each
        float maxima[lanes];
        for (float& maximum : maxima)
            maximum = scores[0];
        std::int64_t i = 0;
        for (; i + lanes <= count; i += lanes)
            for (std::int64_t lane = 0; lane < lanes; ++lane)
                maxima[lane] = scores[i + lane] > maxima[lane] ? scores[i + lane] : maxima[lane];
        float largest = maxima[0];
        for (const float maximum : maxima)
            largest = maximum > largest ? maximum : largest;
        for (; i < count; ++i)
            largest = scores[i] > largest ? scores[i] : largest;
        float sums[lanes] = {};
        for (i = 0; i + lanes <= count; i += lanes)
            for (std::int64_t lane = 0; lane < lanes; ++lane) {
                const float value = exponential(scores[i + lane] - largest);
                scores[i + lane] = value;
                sums[lane] += value;
            }
        for (; i < count; ++i) {
            scores[i] = exponential(scores[i] - largest);
            sums[0] += scores[i];
        }
        float total = 0;
        for (const float sum : sums)
            total += sum;
        return {largest, total};
    }
};

}  // namespace autoglm::torch_engine::cpu
