// Matrix products with stored weights of any scheme. Engine thread; CPU work is split over ATen's threads, and no
// result depends on how many there are. Up to eight activation rows the stored weights are read once, straight from
// their format (decode is bound by that reading); above, each thread expands blocks of rows into a panel that fits its
// cache and multiplies it by the packed activations (kernels/cpu).
#pragma once

#include "core/torch/kernels/cpu/row_kernels.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {

/// As the CPU's kernels see a tensor's type and a matrix; UINT8 is INT4.
cpu::WeightType storedType(at::ScalarType type);
cpu::WeightRows weightRows(const Linear& linear);

/// INT8 activations have products on the CPU alone so far.
bool runsOn(const at::Device& device, const model::Scheme& scheme);

/// x: [rows, in], activation type; returns [rows, out] in `outType`.
at::Tensor applyLinear(const Linear& linear, const at::Tensor& x, at::ScalarType outType);

}  // namespace autoglm::torch_engine
