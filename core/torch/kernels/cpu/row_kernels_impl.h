// The row kernels once, over what each instruction set's file defines (Simd: width, Vector, registers for sums, load
// per weight type, zero, multiplyAdd, sum, four sums at once, int4Block, and Int8, its integer products). Included by
// those files only; everything is in the Simd's own anonymous namespace.
#pragma once

#include <type_traits>

#include "core/torch/kernels/cpu/attention_impl.h"
#include "core/torch/kernels/cpu/elementwise_impl.h"
#include "core/torch/kernels/cpu/panel_impl.h"
#include "core/torch/kernels/cpu/quantize_impl.h"

namespace autoglm::torch_engine::cpu {

extern const RowKernels portableRowKernels;
extern const RowKernels avx2RowKernels;
extern const RowKernels avx512RowKernels;
/// Made at the first call, which is for CPUs that run it.
const RowKernels& avx512VnniRowKernels();

template <class Simd>
struct RowKernelsOf {
    using Instructions = Simd;
    using Vector = typename Simd::Vector;
    using Int8 = typename Simd::Int8;
    static constexpr std::int64_t width = Simd::width;
    static constexpr std::int64_t blockColumns = model::int4BlockColumns;

    /// Calls f with the Stored type of `type`, which is not I4.
    template <class F>
    static void withStored(WeightType type, F&& f) {
        switch (type) {
            case WeightType::F16:
                return f(StoredF16{});
            case WeightType::BF16:
                return f(StoredBF16{});
            case WeightType::I8:
                return f(StoredI8{});
            default:
                return f(StoredF32{});
        }
    }

    template <class Stored>
    static Vector load(const typename Stored::Bits* at) {
        return Simd::load(Stored{}, at);
    }

    static const std::byte* rowOf(const WeightRows& rows, std::int64_t row) {
        return static_cast<const std::byte*>(rows.weights) + row * rows.rowBytes();
    }

    /// Rows that are read together are prefetched from the ones that follow, at least this far ahead: a core's own
    /// prefetcher does not run far enough ahead of loops that do more with a line than read it.
    static std::int64_t prefetchDistance(std::int64_t groupBytes) {
        constexpr std::int64_t least = 4096;
        return (least + groupBytes - 1) / groupBytes * groupBytes;
    }
    static void prefetch(const void* at, std::int64_t ahead) {
        __builtin_prefetch(static_cast<const std::byte*>(at) + ahead, 0, 2);
    }

    /// Calls f with std::integral_constant of a batch from 1 to Most.
    template <int Most = maximumDotBatch, int Batch = 1, class F>
    static void withBatch(int batch, F&& f) {
        if constexpr (Batch < Most)
            if (batch != Batch) return withBatch<Most, Batch + 1>(batch, f);
        f(std::integral_constant<int, Batch>{});
    }

    /// Calls f(number of rows as a constant, first row): several rows of weights share what is loaded of the
    /// activations. Each sum has one accumulator, so it does not depend on which rows or activations come with it.
    template <int together, class F>
    static void forRowGroups(const RowTask& task, F&& f) {
        std::int64_t r = task.firstRow;
        for (; r + together <= task.lastRow; r += together)
            f(std::integral_constant<int, together>{}, r);
        for (; r < task.lastRow; ++r)
            f(std::integral_constant<int, 1>{}, r);
    }

    // ---- few rows of FP32 activations ----

    template <int Rows, int Batch>
    struct Sums {
        Vector sums[Rows][Batch];

        Sums() {
            AUTOGLM_UNROLL
            for (int i = 0; i < Rows * Batch; ++i)
                sums[i / Batch][i % Batch] = Simd::zero();
        }
        void add(int row, Vector w, const Vector x[Batch]) {
            AUTOGLM_UNROLL
            for (int m = 0; m < Batch; ++m)
                sums[row][m] = Simd::multiplyAdd(w, x[m], sums[row][m]);
        }
        static void loadActivations(const float* x, std::int64_t columns, Vector out[Batch]) {
            AUTOGLM_UNROLL
            for (int m = 0; m < Batch; ++m)
                out[m] = load<StoredF32>(x + m * columns);
        }
    };

    template <class Stored, int Rows, int Batch>
    static void dotGroup(const RowTask& task, std::int64_t firstRow, const float* x) {
        using Bits = typename Stored::Bits;
        const std::int64_t columns = task.rows.columns;
        const auto* row = reinterpret_cast<const Bits*>(rowOf(task.rows, firstRow));
        const std::int64_t ahead = prefetchDistance(Rows * task.rows.rowBytes());
        Sums<Rows, Batch> sums;
        std::int64_t k = 0;
        constexpr std::int64_t perLine = 64 / static_cast<std::int64_t>(sizeof(Bits));
        const auto step = [&] {
            Vector xs[Batch];
            sums.loadActivations(x + k, columns, xs);
            AUTOGLM_UNROLL
            for (int r = 0; r < Rows; ++r)
                sums.add(r, load<Stored>(row + r * columns + k), xs);
            k += width;
        };
        while (k + perLine <= columns) {
            AUTOGLM_UNROLL
            for (int r = 0; r < Rows; ++r)
                prefetch(row + r * columns + k, ahead);
            AUTOGLM_UNROLL_BY_FOUR
            for (std::int64_t i = 0; i < perLine; i += width)
                step();
        }
        while (k + width <= columns)
            step();
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch; ++i) {
            const int r = i / Batch;
            const int m = i % Batch;
            float total = Simd::sum(sums.sums[r][m]);
            for (std::int64_t tail = k; tail < columns; ++tail)
                total += Stored::scalar(row[r * columns + tail]) * x[m * columns + tail];
            const float scale = task.rows.type == WeightType::I8 ? task.rows.scales[firstRow + r] : 1.0F;
            task.out[m * task.outStride + firstRow + r - task.firstRow] = total * scale;
        }
    }

    /// Calls f with the groups of a whole block, 1, 2 or 4, as a constant.
    template <class F>
    static void withGroups(const WeightRows& rows, F&& f) {
        if (rows.groupColumns == blockColumns) return f(std::integral_constant<int, 1>{});
        if (rows.groupColumns == blockColumns / 2) return f(std::integral_constant<int, 2>{});
        f(std::integral_constant<int, 4>{});
    }

    /// Weights are scaled before they are multiplied: the sums are those of the dequantized FP32 weights.
    template <int Groups, int Rows, int Batch>
    static void dotInt4Group(const RowTask& task, std::int64_t firstRow, const float* x) {
        const std::int64_t columns = task.rows.columns;
        const std::int64_t rowBytes = model::int4RowBytes(columns);
        const std::int64_t groups = model::int4Groups(columns, task.rows.groupColumns);
        const auto* blocks = reinterpret_cast<const std::uint8_t*>(rowOf(task.rows, firstRow));
        const float* scales = task.rows.scales + firstRow * groups;
        const std::int64_t ahead = prefetchDistance(Rows * rowBytes);
        Sums<Rows, Batch> sums;
        std::int64_t k = 0;
        for (; k + blockColumns <= columns; k += blockColumns, blocks += model::int4BlockBytes, scales += Groups) {
            Vector w[Rows][blockColumns / width];
            AUTOGLM_UNROLL
            for (int r = 0; r < Rows; ++r) {
                prefetch(blocks + r * rowBytes, ahead);
                Simd::template int4Block<Groups>(blocks + r * rowBytes, scales + r * groups, w[r]);
            }
            AUTOGLM_UNROLL
            for (int i = 0; i < blockColumns / width; ++i) {
                Vector xs[Batch];
                sums.loadActivations(x + k + i * width, columns, xs);
                AUTOGLM_UNROLL
                for (int r = 0; r < Rows; ++r)
                    sums.add(r, w[r][i], xs);
            }
        }
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch; ++i) {
            const int r = i / Batch;
            const int m = i % Batch;
            float total = Simd::sum(sums.sums[r][m]);
            for (std::int64_t tail = 0; k + tail < columns; ++tail)
                total += static_cast<float>(int4Value(blocks + r * rowBytes, tail)) *
                         scales[r * groups + tail * Groups / blockColumns] * x[m * columns + k + tail];
            task.out[m * task.outStride + firstRow + r - task.firstRow] = total;
        }
    }

    static void dotRows(const RowTask& task, const float* x, int batch) {
        withBatch(batch, [&](auto batchSize) {
            constexpr int Batch = decltype(batchSize)::value;
            if (task.rows.type == WeightType::I4)
                return withGroups(task.rows, [&](auto groups) {
                    forRowGroups<2>(task, [&](auto rows, std::int64_t first) {
                        dotInt4Group<decltype(groups)::value, decltype(rows)::value, Batch>(task, first, x);
                    });
                });
            withStored(task.rows.type, [&](auto stored) {
                forRowGroups<(Batch <= 4 ? 4 : 2)>(task, [&](auto rows, std::int64_t first) {
                    dotGroup<decltype(stored), decltype(rows)::value, Batch>(task, first, x);
                });
            });
        });
    }

    static std::size_t preparedBytes(const WeightRows&, int) { return 0; }
    static void prepare(const WeightRows&, const float*, int, std::byte*) {}
    static void dotPrepared(const RowTask& task, const void* x, int batch) {
        dotRows(task, static_cast<const float*>(x), batch);
    }

    // ---- few rows of INT8 activations ----

    template <int Rows, int Batch>
    static void dotInt8Group(const RowTask& task, std::int64_t firstRow, const Int8Activations& x) {
        const std::int64_t columns = task.rows.columns;
        const auto* row = reinterpret_cast<const std::int8_t*>(rowOf(task.rows, firstRow));
        const std::int64_t ahead = prefetchDistance(Rows * columns);
        typename Int8::Vector sums[Rows][Batch];
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch; ++i)
            sums[i / Batch][i % Batch] = Int8::zero();
        std::int64_t k = 0;
        for (; k + Int8::dotColumns <= columns; k += Int8::dotColumns) {
            AUTOGLM_UNROLL
            for (int r = 0; r < Rows; ++r) {
                prefetch(row + r * columns + k, ahead);
                const auto w = Int8::loadWeights(row + r * columns + k);
                AUTOGLM_UNROLL
                for (int m = 0; m < Batch; ++m)
                    sums[r][m] = Int8::dot(sums[r][m], w, x.values + m * columns + k);
            }
        }
        AUTOGLM_UNROLL
        for (int i = 0; i < Rows * Batch; ++i) {
            const int r = i / Batch;
            const int m = i % Batch;
            // Weights count Int8::offset more than they are; in the tail too, so that all activations can be taken away
            // at once.
            std::int32_t total = Int8::sum(sums[r][m]) - Int8::offset * x.sums[m];
            for (std::int64_t tail = k; tail < columns; ++tail)
                total += (row[r * columns + tail] + Int8::offset) * x.values[m * columns + tail];
            task.out[m * task.outStride + firstRow + r - task.firstRow] =
                static_cast<float>(total) * (task.rows.scales[firstRow + r] * x.scales[m]);
        }
    }

    static void dotRowsInt8(const RowTask& task, const Int8Activations& x, int batch) {
        withBatch(batch, [&](auto batchSize) {
            constexpr int Batch = decltype(batchSize)::value;
            forRowGroups<(Batch <= 4 ? 4 : 2)>(task, [&](auto rows, std::int64_t first) {
                dotInt8Group<decltype(rows)::value, Batch>(task, first, x);
            });
        });
    }

    // ---- conversions ----

    static void expandInt4(const WeightRows& rows, std::int64_t row, std::int64_t firstColumn, std::int64_t count,
                           float* out) {
        const auto* blocks = reinterpret_cast<const std::uint8_t*>(rowOf(rows, row)) +
                             firstColumn / blockColumns * model::int4BlockBytes;
        const float* scales =
            rows.scales + row * model::int4Groups(rows.columns, rows.groupColumns) + firstColumn / rows.groupColumns;
        withGroups(rows, [&](auto groupCount) {
            constexpr int groups = decltype(groupCount)::value;
            std::int64_t k = 0;
            for (; k + blockColumns <= count; k += blockColumns, blocks += model::int4BlockBytes, scales += groups) {
                Vector w[blockColumns / width];
                Simd::template int4Block<groups>(blocks, scales, w);
                AUTOGLM_UNROLL
                for (int i = 0; i < blockColumns / width; ++i)
                    Simd::store(out + k + i * width, w[i]);
            }
            for (std::int64_t tail = 0; k + tail < count; ++tail)
                out[k + tail] = static_cast<float>(int4Value(blocks, tail)) * scales[tail * groups / blockColumns];
        });
    }

    static void expandRow(const WeightRows& rows, std::int64_t row, std::int64_t firstColumn, std::int64_t count,
                          float* out) {
        if (rows.type == WeightType::I4) return expandInt4(rows, row, firstColumn, count, out);
        withStored(rows.type, [&](auto stored) {
            using Stored = decltype(stored);
            const auto* from = reinterpret_cast<const typename Stored::Bits*>(rowOf(rows, row)) + firstColumn;
            const float scale = rows.type == WeightType::I8 ? rows.scales[row] : 1.0F;
            const Vector scales = Simd::broadcast(scale);
            std::int64_t k = 0;
            for (; k + width <= count; k += width)
                Simd::store(out + k, Simd::multiply(load<Stored>(from + k), scales));
            for (; k < count; ++k)
                out[k] = Stored::scalar(from[k]) * scale;
        });
    }

    static void narrowRow(WeightType type, const float* in, std::int64_t count, void* out) {
        if (type == WeightType::F32) {
            std::memmove(out, in, static_cast<std::size_t>(count) * sizeof(float));
            return;
        }
        auto* bits = static_cast<std::uint16_t*>(out);
        std::int64_t k = 0;
        if (type == WeightType::F16) {
            for (; k + width <= count; k += width)
                Simd::storeHalves(bits + k, load<StoredF32>(in + k));
            for (; k < count; ++k)
                bits[k] = floatToHalfBits(in[k]);
        } else {
            for (; k < count; ++k)
                bits[k] = floatToBfloatBits(in[k]);
        }
    }

    static void roundRow(WeightType type, float* values, std::int64_t count) {
        if (type == WeightType::F32) return;
        constexpr std::int64_t together = 256;
        std::uint16_t bits[together];
        for (std::int64_t k = 0; k < count; k += together) {
            const std::int64_t some = count - k < together ? count - k : together;
            narrowRow(type, values + k, some, bits);
            expandRow({type, bits, nullptr, some, 0}, 0, 0, some, values + k);
        }
    }

    static void convertAndScan(WeightType type, const void* in, std::int64_t count, float* out, ScanCounts& counts) {
        expandRow({type, in, nullptr, count, 0}, 0, 0, count, out);
        Quantizers<Simd>::scan(out, count, counts);
    }

    // ---- many rows ----

    struct FloatExpansion {
        const WeightRows& rows;
        void operator()(std::int64_t row, std::int64_t firstColumn, std::int64_t count, std::byte* out) const {
            expandRow(rows, row, firstColumn, count, reinterpret_cast<float*>(out));
        }
    };
    struct Int8Expansion {
        const WeightRows& rows;
        void operator()(std::int64_t row, std::int64_t firstColumn, std::int64_t count, std::byte* out) const {
            const auto* from = reinterpret_cast<const std::int8_t*>(rowOf(rows, row)) + firstColumn;
            auto* to = reinterpret_cast<typename Int8::PanelValue*>(out);
            for (std::int64_t k = 0; k < count; ++k)
                to[k] = static_cast<typename Int8::PanelValue>(from[k] + Int8::offset);
        }
    };

    static void multiplyFloat(const RowTask& task, const PackedActivations& x, std::byte* scratch) {
        using Panels = PanelsOf<typename Simd::Float, Simd::tileRows>;
        Panels::multiply(task, x, scratch, FloatExpansion{task.rows});
        const auto* sums = reinterpret_cast<const float*>(scratch);
        Panels::write(task, x, [&](std::int64_t m, std::int64_t, std::int64_t at) {
            (void)m;
            return sums[at];
        });
    }

    static void multiplyInt8(const RowTask& task, const PackedActivations& x, const Int8Activations& quantized,
                             std::byte* scratch) {
        using Panels = PanelsOf<Int8, Simd::tileRows>;
        Panels::multiply(task, x, scratch, Int8Expansion{task.rows});
        const auto* sums = reinterpret_cast<const std::int32_t*>(scratch);
        Panels::write(task, x, [&](std::int64_t m, std::int64_t r, std::int64_t at) {
            return static_cast<float>(sums[at] - Int8::offset * quantized.sums[m]) *
                   (task.rows.scales[r] * quantized.scales[m]);
        });
    }

    /// `kernels` of another set of the same width and tiles, with this one's products of INT8 by INT8.
    static RowKernels withInt8Products(RowKernels kernels) {
        kernels.dotRowsInt8 = dotRowsInt8;
        kernels.packInt8 = PanelsOf<Int8, Simd::tileRows>::pack;
        kernels.multiplyInt8 = multiplyInt8;
        return kernels;
    }

    static constexpr RowKernels table(const char* name) {
        using FloatPanels = PanelsOf<typename Simd::Float, Simd::tileRows>;
        using Int8Panels = PanelsOf<Int8, Simd::tileRows>;
        using Quantize = Quantizers<Simd>;
        using Attention = AttentionOf<RowKernelsOf>;
        static_assert(FloatPanels::blockRows == Int8Panels::blockRows);
        return {name,
                dotRows,
                preparedBytes,
                prepare,
                dotPrepared,
                dotRowsInt8,
                FloatPanels::blockRows,
                FloatPanels::packedBytes,
                FloatPanels::scratchBytes,
                FloatPanels::pack,
                Int8Panels::pack,
                multiplyFloat,
                multiplyInt8,
                ElementwiseOf<Simd>::normRow,
                ElementwiseOf<Simd>::gatedSilu,
                Attention::scoreRows,
                ElementwiseOf<Simd>::exponentials,
                Attention::mixRows,
                expandRow,
                narrowRow,
                roundRow,
                convertAndScan,
                Quantize::quantizeRow,
                Quantize::quantizeRowInt4,
                Quantize::quantizeActivations};
    }
};

}  // namespace autoglm::torch_engine::cpu
