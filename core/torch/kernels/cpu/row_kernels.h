// Kernels of the CPU engine: products of stored weight rows with few or many rows of activations, and the conversion of
// file rows while loading (scan, FP32, symmetric INT8 and INT4). No torch, no threads: callers split rows over theirs,
// and no result depends on how they do. Chosen once at run time: portable C++, AVX2 with F16C, AVX-512, AVX-512 with
// VNNI. Products of FP32 activations accumulate in FP32, those of INT8 activations in INT32, exactly.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/model/int4_layout.h"

namespace autoglm::torch_engine::cpu {

enum class WeightType { F32, F16, BF16, I8, I4 };

/// Rows of [columns] from `weights`, one after the other; I4 as core/model/int4_layout.h says.
struct WeightRows {
    WeightType type = WeightType::F32;
    const void* weights = nullptr;
    const float* scales = nullptr;  ///< I8: one per row; I4: one per group, row after row; else ignored
    std::int64_t columns = 0;
    std::int64_t groupColumns = 0;  ///< I4: 32, 64 or 128

    std::int64_t rowBytes() const;
};

/// Most activation rows that dotRows takes at once: the weights are read once for all of them.
inline constexpr int maximumDotBatch = 8;

/// Rows of activations, each with a scale of its own.
struct Int8Activations {
    const std::int8_t* values = nullptr;  ///< [rows, columns]
    const float* scales = nullptr;        ///< [rows]
    const std::int32_t* sums = nullptr;   ///< [rows], Σ_k values
};

/// What a scan of loaded values found. Extremes are over finite values; +inf / -inf where there was none.
struct ScanCounts {
    float minimum = 0;
    float maximum = 0;
    std::uint64_t nanCount = 0;
    std::uint64_t infCount = 0;
};

/// Weight rows [firstRow, lastRow) and where their products go: out[m * outStride + r - firstRow] for row m of the
/// activations.
struct RowTask {
    const WeightRows& rows;
    std::int64_t firstRow;
    std::int64_t lastRow;
    float* out;
    std::int64_t outStride;
};

/// Activations packed for many rows: blocks of rows, in each the columns one after the other for all its rows.
struct PackedActivations {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::byte* data = nullptr;  ///< packedBytes of the kernel set, aligned to 64 bytes
};

/// The largest of some scores, and Σ exp(score − largest).
struct Exponentials {
    float largest;
    float total;
};

struct RowKernels {
    const char* name;

    // ---- products ----

    /// Few rows of FP32 activations x [batch, columns]: scale · Σ_k weights[r, k] · x[m, k].
    void (*dotRows)(const RowTask& task, const float* x, int batch);

    /// The same in two steps, for several tasks with one x: the bytes, aligned to 64, that prepare() writes for these
    /// weights, and the product with them. 0 bytes: nothing is prepared, and x itself is handed to dotPrepared.
    std::size_t (*preparedBytes)(const WeightRows& rows, int batch);
    void (*prepare)(const WeightRows& rows, const float* x, int batch, std::byte* out);
    void (*dotPrepared)(const RowTask& task, const void* prepared, int batch);

    /// Few rows of INT8 activations; weights are I8. float(Σ_k weights[r, k] · x[m, k]) · (scale_r · scale_m).
    void (*dotRowsInt8)(const RowTask& task, const Int8Activations& x, int batch);

    /// Many rows: activations are packed once, in blocks of `blockRows`, then multiplied by rows of weights.
    std::int64_t blockRows;
    std::int64_t (*packedBytes)(std::int64_t rows, std::int64_t columns);
    std::int64_t (*scratchBytes)(std::int64_t rows, std::int64_t weightRows);
    /// Blocks [firstBlock, lastBlock) of x [rows, columns].
    void (*packFloat)(const PackedActivations& packed, const float* x, std::int64_t firstBlock, std::int64_t lastBlock);
    void (*packInt8)(const PackedActivations& packed, const std::int8_t* x, std::int64_t firstBlock,
                     std::int64_t lastBlock);
    /// As dotRows and dotRowsInt8; `scratch`: scratchBytes for these rows, aligned to 64 bytes.
    void (*multiplyFloat)(const RowTask& task, const PackedActivations& x, std::byte* scratch);
    void (*multiplyInt8)(const RowTask& task, const PackedActivations& x, const Int8Activations& quantized,
                         std::byte* scratch);

    // ---- between products, FP32 ----

    /// RMS norm: x / sqrt(mean(x²) + eps) · weight.
    void (*normRow)(const float* x, const float* weight, float eps, std::int64_t count, float* out);
    /// silu(gate) · up; `out` may be either.
    void (*gatedSilu)(const float* gate, const float* up, std::int64_t count, float* out);

    // ---- attention: `heads` queries, at most maximumDotBatch, to rows of F32, F16 or BF16 one after the other ----

    /// scores[m, r] = Σ_k keys[r, k] · queries[m, k] over `count` rows; queries: [heads, columns].
    void (*scoreRows)(const WeightRows& keys, std::int64_t count, const float* queries, int heads, float* scores,
                      std::int64_t stride);
    /// Scores become exp(score − largest of them).
    Exponentials (*exponentials)(float* scores, std::int64_t count);
    /// out[m, k] = Σ_r shares[m, r] · values[r, k] over `count` rows; `out` is [heads, columns].
    void (*mixRows)(const WeightRows& values, std::int64_t count, const float* shares, std::int64_t stride, int heads,
                    float* out);

    // ---- conversions ----

    /// out[k] = scale · weights[row, firstColumn + k] for `count` columns; firstColumn is a multiple of 128.
    void (*expandRow)(const WeightRows& rows, std::int64_t row, std::int64_t firstColumn, std::int64_t count,
                      float* out);

    /// `count` values to F32, F16 or BF16, half to even; and the same in place, back in FP32.
    void (*narrowRow)(WeightType type, const float* in, std::int64_t count, void* out);
    void (*roundRow)(WeightType type, float* values, std::int64_t count);

    /// `count` stored values to FP32; adds to `counts`.
    void (*convertAndScan)(WeightType type, const void* in, std::int64_t count, float* out, ScanCounts& counts);

    /// One row of FP32 to INT8: scale = max|w| / 127, q = round-half-even(w / scale). Returns the scale: 0 for a zero
    /// row, NaN for a row that is not finite, so that the fault stays visible in every product.
    float (*quantizeRow)(const float* in, std::int64_t count, std::int8_t* out);

    /// One row of FP32 to INT4, each group as quantizeRow with 7 for 127. `out`: model::int4RowBytes, `scales`:
    /// model::int4Groups.
    void (*quantizeRowInt4)(const float* in, std::int64_t count, std::int64_t groupColumns, std::uint8_t* out,
                            float* scales);

    /// One row of activations to INT8: scale = max|x| / 127, q = round-half-even(x · (127 / max|x|)), in FP32. Returns
    /// the scale, as quantizeRow.
    float (*quantizeActivations)(const float* in, std::int64_t count, std::int8_t* out, std::int32_t& sum);
};

/// The fastest set that this CPU runs.
const RowKernels& bestRowKernels();

/// Every set that this CPU runs, the portable one first: for tests and benchmarks.
struct RowKernelList {
    const RowKernels* sets[4];
    int count;
};
RowKernelList availableRowKernels();

}  // namespace autoglm::torch_engine::cpu
