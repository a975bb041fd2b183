// What happens between the products on a GPU, each in one kernel (kernels/cuda/*.cu) where ATen takes a handful of
// operations. Contiguous tensors of one CUDA device; asynchronous, on ATen's current stream. Engine thread. Throws what
// libtorch throws.
#pragma once

#include "core/torch/kernels/cuda/gemv.h"
#include "core/torch/rotary.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine::cuda {

/// FP32, FP16 or BF16.
ValueType valueType(at::ScalarType type);

/// As the kernels see stored weights.
Matrix matrixOf(const Linear& linear);

/// RMS norm over the last dimension of x + added; x [.., n] FP32 becomes that sum where `added` [.., n] is defined.
/// Returns x's shape in `outType`.
at::Tensor addAndNorm(at::Tensor& x, const at::Tensor& added, const at::Tensor& weight, double eps,
                      at::ScalarType outType);

/// silu(gate) · up; gateUp: [rows, 2 · n], gates before ups; returns [rows, n] in its type.
at::Tensor gatedSilu(const at::Tensor& gateUp);

/// The heads that one product gave, and where their keys and values go.
struct HeadsToTurn {
    const at::Tensor& qkv;        // [batch, tokens, heads + 2 kvHeads, headDim]
    const at::Tensor& queryNorm;  // [headDim], or undefined
    const at::Tensor& keyNorm;    // [headDim], or undefined
    double eps;
    const at::Tensor& positions;  // [batch or 1, tokens] INT64
    const Rotation& rotation;     // of these positions
    bool isInterleaved;
    at::Tensor keys;    // [batch, kvHeads, context, headDim] of the layer, a view of the cache
    at::Tensor values;  // likewise
};

/// Norms and rotates the heads, writes keys and values at their positions; returns queries
/// [batch, tokens, heads, headDim].
at::Tensor turnHeads(const HeadsToTurn& heads);

}  // namespace autoglm::torch_engine::cuda
