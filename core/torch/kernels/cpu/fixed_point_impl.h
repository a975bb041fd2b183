// Few rows of activations by INT8 and INT4 weights with VNNI's integer products alone: a row of activations becomes
// 24-bit fixed point, largest magnitude 127 · 2^16, in three signed bytes a value, and each byte has a product of its
// own with the weights. Sums are exact; what is rounded is the activation, by 2^-24 of the largest of its row, where
// FP32 sums would round as much. That takes a third of the instructions of converting every weight to FP32, which would
// leave memory waiting. Included by row_kernels_avx512_vnni.cpp only.
#pragma once

#include "core/torch/kernels/cpu/row_kernels_avx512_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

constexpr int limbCount = 3;  // from the highest
constexpr float fixedPointLimit = 127.0F * 65536.0F;

/// Rows of activations in fixed point, columns filled up with 0 to whole blocks of 128. The limbs follow behind it in
/// memory; with INT4 weights, the corrections behind them.
struct alignas(64) FixedPoint {
    std::int64_t stride = 0;  // columns of a row
    std::int64_t batch = 0;
    float scales[maximumDotBatch];
    std::int64_t sums[maximumDotBatch];  // Σ of the fixed-point values

    /// [batch, limbCount, stride]
    std::int8_t* limbs() { return reinterpret_cast<std::int8_t*>(this + 1); }
    const std::int8_t* limbs() const { return reinterpret_cast<const std::int8_t*>(this + 1); }
    const std::int8_t* limb(int m, int which) const { return limbs() + (m * limbCount + which) * stride; }
    std::int32_t* corrections() { return reinterpret_cast<std::int32_t*>(limbs() + batch * limbCount * stride); }
    const std::int32_t* corrections() const {
        return reinterpret_cast<const std::int32_t*>(limbs() + batch * limbCount * stride);
    }
};

/// Into `memory`, aligned to 64.
inline FixedPoint& toFixedPoint(const float* x, std::int64_t columns, int batch, std::byte* memory) {
    FixedPoint& out = *new (memory) FixedPoint;
    out.stride = (columns + model::int4BlockColumns - 1) / model::int4BlockColumns * model::int4BlockColumns;
    out.batch = batch;
    for (int m = 0; m < batch; ++m) {
        const float* row = x + m * columns;
        using Quantize = Quantizers<FixedPoint>;
        const auto magnitude = Quantize::magnitudeOf(row, columns);
        const bool isUsable = Quantize::isUsable(magnitude, magnitude.largest / fixedPointLimit);
        out.scales[m] = isUsable ? magnitude.largest / fixedPointLimit : magnitude.degenerateScale();
        const __m512 inverse = _mm512_set1_ps(isUsable ? fixedPointLimit / magnitude.largest : 0.0F);
        __m512i sum = _mm512_setzero_si512();
        for (std::int64_t k = 0; k < out.stride; k += 16) {
            const std::int64_t rest = columns - k;
            const auto mask = static_cast<__mmask16>(rest >= 16 ? 0xFFFF : rest <= 0 ? 0 : (1 << rest) - 1);
            const __m512 scaled = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, row + k), inverse);
            const __m512i low = _mm512_cvtps_epi32(scaled);  // round-half-even
            const __m512i middle = _mm512_srai_epi32(_mm512_add_epi32(low, _mm512_set1_epi32(128)), 8);
            const __m512i high = _mm512_srai_epi32(_mm512_add_epi32(middle, _mm512_set1_epi32(128)), 8);
            const __m512i parts[limbCount] = {high, middle, low};
            for (int which = 0; which < limbCount; ++which)
                _mm_store_si128(reinterpret_cast<__m128i*>(out.limbs() + (m * limbCount + which) * out.stride + k),
                                _mm512_cvtepi32_epi8(parts[which]));
            sum = _mm512_add_epi64(sum, _mm512_add_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(low)),
                                                         _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(low, 1))));
        }
        out.sums[m] = isUsable ? _mm512_reduce_add_epi64(sum) : 0;
    }
    return out;
}

template <class Kernels>
struct FixedPointKernels {
    template <int Rows, int Batch>
    static void dotInt8Group(const RowTask& task, std::int64_t firstRow, const FixedPoint& x) {
        const std::int64_t columns = task.rows.columns;
        const std::byte* row = Kernels::rowOf(task.rows, firstRow);
        const std::int64_t ahead = Kernels::prefetchDistance(Rows * columns);
        __m512i sums[Rows][Batch][limbCount];
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch * limbCount; ++i)
            sums[i / (Batch * limbCount)][i / limbCount % Batch][i % limbCount] = _mm512_setzero_si512();
        const auto step = [&](std::int64_t k, __mmask64 mask) {
            AUTOGLM_UNROLL
            for (int r = 0; r < Rows; ++r) {
                Kernels::prefetch(row + r * columns + k, ahead);
                // The instruction takes unsigned values on one side: weights count 128 more than they are.
                const __m512i w =
                    _mm512_xor_si512(_mm512_maskz_loadu_epi8(mask, row + r * columns + k), _mm512_set1_epi8(-128));
                AUTOGLM_UNROLL
                for (int i = 0; i < Batch * limbCount; ++i)
                    sums[r][i / limbCount][i % limbCount] =
                        _mm512_dpbusd_epi32(sums[r][i / limbCount][i % limbCount], w,
                                            _mm512_load_si512(x.limb(i / limbCount, i % limbCount) + k));
            }
        };
        std::int64_t k = 0;
        for (; k + 64 <= columns; k += 64)
            step(k, ~0ULL);
        if (k < columns) step(k, (1ULL << static_cast<unsigned>(columns - k)) - 1);
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch; ++i) {
            const int r = i / Batch;
            const int m = i % Batch;
            std::int64_t total = 0;
            AUTOGLM_UNROLL
            for (int which = 0; which < limbCount; ++which)
                total = total * 256 + _mm512_reduce_add_epi32(sums[r][m][which]);
            total -= 128 * x.sums[m];
            task.out[m * task.outStride + firstRow + r - task.firstRow] =
                static_cast<float>(total) * (task.rows.scales[firstRow + r] * x.scales[m]);
        }
    }

    static void dotInt8(const RowTask& task, const FixedPoint& fixed, int batch) {
        Kernels::withBatch(batch, [&](auto batchSize) {
            constexpr int Batch = decltype(batchSize)::value;
            Kernels::template forRowGroups<(Batch <= 2   ? 4
                                            : Batch <= 4 ? 2
                                                         : 1)>(task, [&](auto rows, std::int64_t first) {
                dotInt8Group<decltype(rows)::value, Batch>(task, first, fixed);
            });
        });
    }

    /// The scale of each lane in half a block of 64 columns.
    template <int Groups>
    static __m512 laneScales(const float* scales, int half) {
        if constexpr (Groups <= 2) return _mm512_set1_ps(scales[half * (Groups - 1)]);
        return _mm512_mask_blend_ps(0xFF00, _mm512_set1_ps(scales[2 * half]), _mm512_set1_ps(scales[2 * half + 1]));
    }

    /// Sums with one block of 128 columns, four or eight of them a lane: below 2^31, as 8 · 15 · 127 · 2^16 is. The
    /// bytes of an activation, from the highest: (w · high · 256 + w · middle) · 256 + w · low.
    template <int Half, int HalfStep>
    static __m512i laneSums(const __m512i halves[2], const FixedPoint& x, int m, std::int64_t k) {
        __m512i total = _mm512_setzero_si512();
        AUTOGLM_UNROLL
        for (int which = 0; which < limbCount; ++which) {
            total = _mm512_slli_epi32(total, 8);
            AUTOGLM_UNROLL
            for (int half = Half; half < 2; half += HalfStep)
                total = _mm512_dpbusd_epi32(total, halves[half], _mm512_load_si512(x.limb(m, which) + k + 64 * half));
        }
        return total;
    }

    /// Values count 8 more than they are: laneSums of eights, for every block, activation row and half (or both halves
    /// together) of 16 lanes.
    template <int Groups>
    static void fillCorrections(const FixedPoint& x, int batch, std::int32_t* out) {
        const __m512i eights[2] = {_mm512_set1_epi8(8), _mm512_set1_epi8(8)};
        for (std::int64_t k = 0; k < x.stride; k += model::int4BlockColumns)
            for (int m = 0; m < batch; ++m) {
                if constexpr (Groups == 1) {
                    _mm512_store_si512(out, laneSums<0, 1>(eights, x, m, k));
                    out += 16;
                } else {
                    _mm512_store_si512(out, laneSums<0, 2>(eights, x, m, k));
                    _mm512_store_si512(out + 16, laneSums<1, 2>(eights, x, m, k));
                    out += 32;
                }
            }
    }

    template <int Groups, int Rows, int Batch>
    static void dotInt4Group(const RowTask& task, std::int64_t firstRow, const FixedPoint& x,
                             const std::int32_t* corrections) {
        const std::int64_t rowBytes = task.rows.rowBytes();
        const std::int64_t groups = model::int4Groups(task.rows.columns, task.rows.groupColumns);
        const std::byte* block = Kernels::rowOf(task.rows, firstRow);
        const float* scales = task.rows.scales + firstRow * groups;
        constexpr int lanesOfBlock = Groups == 1 ? 16 : 32;
        const std::int64_t ahead = Kernels::prefetchDistance(Rows * rowBytes);
        const __m512i low = _mm512_set1_epi8(15);
        __m512 sums[Rows][Batch];
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch; ++i)
            sums[i / Batch][i % Batch] = _mm512_setzero_ps();
        const auto step = [&](std::int64_t k, const float* scale, std::int64_t scaleStride) {
            AUTOGLM_UNROLL
            for (int r = 0; r < Rows; ++r) {
                Kernels::prefetch(block + r * rowBytes, ahead);
                const __m512i both = _mm512_loadu_si512(block + r * rowBytes);
                const __m512i halves[2] = {_mm512_and_si512(both, low),
                                           _mm512_and_si512(_mm512_srli_epi32(both, 4), low)};
                AUTOGLM_UNROLL
                for (int m = 0; m < Batch; ++m) {
                    const auto add = [&](__m512i total, int half) {
                        total = _mm512_sub_epi32(total, _mm512_load_si512(corrections + m * lanesOfBlock + 16 * half));
                        sums[r][m] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(total),
                                                     laneScales<Groups>(scale + r * scaleStride, half), sums[r][m]);
                    };
                    if constexpr (Groups == 1) {
                        add(laneSums<0, 1>(halves, x, m, k), 0);
                    } else {
                        add(laneSums<0, 2>(halves, x, m, k), 0);
                        add(laneSums<1, 2>(halves, x, m, k), 1);
                    }
                }
            }
            block += model::int4BlockBytes;
            corrections += Batch * lanesOfBlock;
        };
        std::int64_t k = 0;
        for (; k + model::int4BlockColumns <= task.rows.columns; k += model::int4BlockColumns, scales += Groups)
            step(k, scales, groups);
        if (k < task.rows.columns) {
            float last[Rows][Groups] = {};  // beyond the row's groups lie those of the next, or nothing
            const std::int64_t rest = model::int4Groups(task.rows.columns - k, task.rows.groupColumns);
            for (int r = 0; r < Rows; ++r)
                for (std::int64_t group = 0; group < rest; ++group)
                    last[r][group] = scales[r * groups + group];
            step(k, last[0], Groups);
        }
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch; ++i)
            task.out[i % Batch * task.outStride + firstRow + i / Batch - task.firstRow] =
                _mm512_reduce_add_ps(sums[i / Batch][i % Batch]) * x.scales[i % Batch];
    }

    static void dotInt4(const RowTask& task, const FixedPoint& fixed, int batch) {
        Kernels::withGroups(task.rows, [&](auto groupCount) {
            constexpr int Groups = decltype(groupCount)::value;
            Kernels::withBatch(batch, [&](auto batchSize) {
                constexpr int Batch = decltype(batchSize)::value;
                Kernels::template forRowGroups<(Batch <= 2 ? 4 : 2)>(task, [&](auto rows, std::int64_t first) {
                    dotInt4Group<Groups, decltype(rows)::value, Batch>(task, first, fixed, fixed.corrections());
                });
            });
        });
    }

    static bool takes(const WeightRows& rows) {
        // Above, sums of a row of INT8 weights could leave 32 bits.
        constexpr std::int64_t mostColumns = 65'536;
        return rows.type == WeightType::I4 || (rows.type == WeightType::I8 && rows.columns <= mostColumns);
    }

    /// Bytes of activations, then corrections of at most 32 lanes a block.
    static std::size_t preparedBytes(const WeightRows& rows, int batch) {
        if (!takes(rows)) return 0;
        const std::int64_t blocks = model::int4Groups(rows.columns, model::int4BlockColumns);
        const std::int64_t corrections = rows.type == WeightType::I4 ? 32 * 4 : 0;
        return sizeof(FixedPoint) +
               static_cast<std::size_t>(batch * blocks * (limbCount * model::int4BlockColumns + corrections));
    }

    static void prepare(const WeightRows& rows, const float* x, int batch, std::byte* out) {
        FixedPoint& fixed = toFixedPoint(x, rows.columns, batch, out);
        if (rows.type != WeightType::I4) return;
        Kernels::withGroups(rows, [&](auto groupCount) {
            fillCorrections<decltype(groupCount)::value>(fixed, batch, fixed.corrections());
        });
    }

    static void dotPrepared(const RowTask& task, const void* prepared, int batch) {
        if (!takes(task.rows)) return avx512RowKernels.dotPrepared(task, prepared, batch);
        const FixedPoint& fixed = *static_cast<const FixedPoint*>(prepared);
        task.rows.type == WeightType::I4 ? dotInt4(task, fixed, batch) : dotInt8(task, fixed, batch);
    }

    static void dotRows(const RowTask& task, const float* x, int batch) {
        if (!takes(task.rows)) return avx512RowKernels.dotRows(task, x, batch);
        std::byte* memory = threadScratch(preparedBytes(task.rows, batch));
        prepare(task.rows, x, batch, memory);
        dotPrepared(task, memory, batch);
    }
};

}  // namespace
}  // namespace autoglm::torch_engine::cpu
