// Attention of one token: the query heads that share a key-value head against its rows in the cache, which are short
// and many. A tile of four rows (or of four vectors of columns) by some heads stays in registers, so that a value is
// loaded and converted once for all heads, and four sums are folded together. Included through row_kernels_impl.h only.
#pragma once

#include "core/torch/kernels/cpu/stored_types.h"

namespace autoglm::torch_engine::cpu {

/// `Kernels`: RowKernelsOf an instruction set, for its loads and its choice by batch.
template <class Kernels>
struct AttentionOf {
    using Simd = typename Kernels::Instructions;
    using Vector = typename Simd::Vector;
    static constexpr std::int64_t width = Simd::width;
    static constexpr int together = 4;  // rows of keys, or vectors of a row of values
    static constexpr int mostHeads = Simd::sumRegisters / together;
    static_assert(mostHeads > 0 && mostHeads <= maximumDotBatch);

    /// Calls f with the Stored type of keys and values, which are not quantized.
    template <class F>
    static void withKept(WeightType type, F&& f) {
        if (type == WeightType::F16) return f(StoredF16{});
        if (type == WeightType::BF16) return f(StoredBF16{});
        f(StoredF32{});
    }

    // ---- queries by keys ----

    template <class Stored, int Rows, int Heads>
    static void scoreTile(const WeightRows& keys, std::int64_t first, const float* queries, float* scores,
                          std::int64_t stride) {
        using Bits = typename Stored::Bits;
        const std::int64_t columns = keys.columns;
        const Bits* const rows = static_cast<const Bits*>(keys.weights) + first * columns;
        const std::int64_t ahead = Kernels::prefetchDistance(Rows * keys.rowBytes());
        Vector sums[Heads][Rows];
        AUTOGLM_UNROLL
        for (int i = 0; i < Heads * Rows; ++i)
            sums[i / Rows][i % Rows] = Simd::zero();
        std::int64_t k = 0;
        for (; k + width <= columns; k += width) {
            Vector w[Rows];
            AUTOGLM_UNROLL
            for (int r = 0; r < Rows; ++r) {
                Kernels::prefetch(rows + r * columns + k, ahead);
                w[r] = Simd::load(Stored{}, rows + r * columns + k);
            }
            AUTOGLM_UNROLL
            for (int m = 0; m < Heads; ++m) {
                const Vector x = Simd::load(StoredF32{}, queries + m * columns + k);
                AUTOGLM_UNROLL
                for (int r = 0; r < Rows; ++r)
                    sums[m][r] = Simd::multiplyAdd(w[r], x, sums[m][r]);
            }
        }
        AUTOGLM_UNROLL
        for (int m = 0; m < Heads; ++m) {
            float* const out = scores + m * stride + first;
            if constexpr (Rows == together)
                Simd::fourSums(sums[m], out);
            else
                *out = Simd::sum(sums[m][0]);
            for (std::int64_t tail = k; tail < columns; ++tail)
                for (int r = 0; r < Rows; ++r)
                    out[r] += Stored::scalar(rows[r * columns + tail]) * queries[m * columns + tail];
        }
    }

    static void scoreRows(const WeightRows& keys, std::int64_t count, const float* queries, int heads, float* scores,
                          std::int64_t stride) {
        withKept(keys.type, [&](auto stored) {
            using Stored = decltype(stored);
            const int parts = (heads + mostHeads - 1) / mostHeads;
            for (int part = 0; part < parts; ++part) {
                const int from = heads * part / parts;
                const float* const x = queries + from * keys.columns;
                float* const out = scores + from * stride;
                Kernels::template withBatch<mostHeads>(heads * (part + 1) / parts - from, [&](auto ofPart) {
                    constexpr int Heads = decltype(ofPart)::value;
                    std::int64_t r = 0;
                    for (; r + together <= count; r += together)
                        scoreTile<Stored, together, Heads>(keys, r, x, out, stride);
                    for (; r < count; ++r)
                        scoreTile<Stored, 1, Heads>(keys, r, x, out, stride);
                });
            }
        });
    }

    // ---- shares of values ----

    /// Columns [k, k + Vectors · width) of every row.
    template <class Stored, int Vectors, int Heads>
    static void mixTile(const WeightRows& values, std::int64_t count, const float* shares, std::int64_t stride,
                        std::int64_t k, float* out) {
        using Bits = typename Stored::Bits;
        const std::int64_t columns = values.columns;
        const Bits* row = static_cast<const Bits*>(values.weights) + k;
        const std::int64_t ahead = Kernels::prefetchDistance(values.rowBytes());
        Vector sums[Heads][Vectors];
        AUTOGLM_UNROLL
        for (int i = 0; i < Heads * Vectors; ++i)
            sums[i / Vectors][i % Vectors] = Simd::zero();
        for (std::int64_t r = 0; r < count; ++r, row += columns) {
            Vector v[Vectors];
            AUTOGLM_UNROLL
            for (int i = 0; i < Vectors; ++i) {
                Kernels::prefetch(row + i * width, ahead);
                v[i] = Simd::load(Stored{}, row + i * width);
            }
            AUTOGLM_UNROLL
            for (int m = 0; m < Heads; ++m) {
                const Vector share = Simd::broadcast(shares[m * stride + r]);
                AUTOGLM_UNROLL
                for (int i = 0; i < Vectors; ++i)
                    sums[m][i] = Simd::multiplyAdd(share, v[i], sums[m][i]);
            }
        }
        AUTOGLM_UNROLL
        for (int i = 0; i < Heads * Vectors; ++i)
            Simd::store(out + i / Vectors * columns + k + i % Vectors * width, sums[i / Vectors][i % Vectors]);
    }

    static void mixRows(const WeightRows& values, std::int64_t count, const float* shares, std::int64_t stride,
                        int heads, float* out) {
        withKept(values.type, [&](auto stored) {
            using Stored = decltype(stored);
            Kernels::withBatch(heads, [&](auto ofAll) {
                constexpr int Heads = decltype(ofAll)::value;
                constexpr int fitting = Simd::sumRegisters / Heads;
                constexpr int Vectors = fitting < together ? fitting : together;
                const std::int64_t columns = values.columns;
                std::int64_t k = 0;
                for (; k + Vectors * width <= columns; k += Vectors * width)
                    mixTile<Stored, Vectors, Heads>(values, count, shares, stride, k, out);
                for (; k + width <= columns; k += width)
                    mixTile<Stored, 1, Heads>(values, count, shares, stride, k, out);
                const auto* rows = static_cast<const typename Stored::Bits*>(values.weights);
                for (; k < columns; ++k)
                    for (int m = 0; m < Heads; ++m) {
                        float sum = 0;
                        for (std::int64_t r = 0; r < count; ++r)
                            sum += shares[m * stride + r] * Stored::scalar(rows[r * columns + k]);
                        out[m * columns + k] = sum;
                    }
            });
        });
    }
};

}  // namespace autoglm::torch_engine::cpu
