// Matrix products with stored weights of any scheme, FP32 accumulation. Engine thread; CPU work is split over ATen's
// threads. Up to four activation rows the stored weights are read once, straight from their format (decode is bound by
// that reading); above, each thread expands blocks of rows into an FP32 panel that fits its cache and multiplies it by
// BLAS.
#pragma once

#include "core/torch/weights.h"

namespace autoglm::torch_engine {

/// x: [rows, in], activation type; returns [rows, out] in `outType`.
at::Tensor applyLinear(const Linear& linear, const at::Tensor& x, at::ScalarType outType);

}  // namespace autoglm::torch_engine
