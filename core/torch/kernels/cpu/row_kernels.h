// Row kernels of the CPU engine: dot products of stored weight rows with FP32 activations, rows to FP32, and the
// conversion of file rows while loading (scan, FP32, symmetric INT8). No torch, no threads: callers split rows over
// theirs. Chosen once at run time: AVX-512, AVX2 with F16C, or portable C++. Every variant accumulates in FP32.
#pragma once

#include <cstddef>
#include <cstdint>

namespace autoglm::torch_engine::cpu {

enum class WeightType { F32, F16, BF16, I8 };
std::size_t weightTypeBytes(WeightType type);

/// `rows` rows of [columns] from `weights` (row-major); scales: one FP32 per row for I8, ignored otherwise.
struct WeightRows {
    WeightType type = WeightType::F32;
    const void* weights = nullptr;
    const float* scales = nullptr;
    std::int64_t columns = 0;
};

/// Most activation rows that dotRows takes at once: the weights are read once for all of them.
inline constexpr int maximumDotBatch = 4;

/// What a scan of loaded values found. Extremes are over finite values; +inf / -inf where there was none.
struct ScanCounts {
    float minimum = 0;
    float maximum = 0;
    std::uint64_t nanCount = 0;
    std::uint64_t infCount = 0;
};

struct RowKernels {
    const char* name;

    /// out[m * outStride + r - firstRow] = scale_r · Σ_k weights[r, k] · x[m * columns + k] for r in [firstRow,
    /// lastRow), m < batch.
    void (*dotRows)(const WeightRows& rows, std::int64_t firstRow, std::int64_t lastRow, const float* x, int batch,
                    float* out, std::int64_t outStride);

    /// out[(r - firstRow) * columns + k] = scale_r · weights[r, k].
    void (*expandRows)(const WeightRows& rows, std::int64_t firstRow, std::int64_t lastRow, float* out);

    /// `count` stored values to FP32; adds to `counts`.
    void (*convertAndScan)(WeightType type, const void* in, std::int64_t count, float* out, ScanCounts& counts);

    /// One row of FP32 to INT8: scale = max|w| / 127, q = round-half-even(w / scale). Returns the scale: 0 for a zero
    /// row, NaN for a row that is not finite, so that the fault stays visible in every product.
    float (*quantizeRow)(const float* in, std::int64_t count, std::int8_t* out);
};

/// The fastest set that this CPU runs.
const RowKernels& bestRowKernels();

/// Every set that this CPU runs, the portable one first: for tests and benchmarks.
struct RowKernelList {
    const RowKernels* sets[3];
    int count;
};
RowKernelList availableRowKernels();

}  // namespace autoglm::torch_engine::cpu
