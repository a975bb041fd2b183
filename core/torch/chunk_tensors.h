// Scan, conversion and quantization of a chunk of stored rows by ATen's operations alone: the same on every device,
// with the results of the row kernels (kernels/cpu), bit for bit but for the payload of a NaN. Nothing waits for the
// device.
#pragma once

#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// What a scan found, still on the device. Extremes are over finite values; +inf / -inf where there was none.
struct TensorCounts {
    at::Tensor minimum;   // [] FP32
    at::Tensor maximum;   // [] FP32
    at::Tensor nanCount;  // [] INT64
    at::Tensor infCount;  // [] INT64
    void add(const TensorCounts& other);
};

/// `stored`: FP32, FP16 or BF16 with at least one element.
TensorCounts countValues(const at::Tensor& stored);

/// Symmetric INT8 of every row, cpu::RowKernels::quantizeRow for a matrix. `stored`: [rows, columns]; `values`: INT8 of
/// that shape; `scales`: [rows] FP32.
void quantizeRows(const at::Tensor& stored, const at::Tensor& values, const at::Tensor& scales);

/// INT4 of every group of `groupColumns` columns, cpu::RowKernels::quantizeRowInt4 for a matrix. `values`:
/// [rows, model::int4RowBytes] UINT8; `scales`: [rows, model::int4Groups] FP32.
void quantizeRowsInt4(const at::Tensor& stored, std::int64_t groupColumns, const at::Tensor& values,
                      const at::Tensor& scales);

}  // namespace autoglm::torch_engine
