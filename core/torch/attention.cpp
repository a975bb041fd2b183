#include "core/torch/attention.h"

#include <limits>

namespace autoglm::torch_engine {
namespace {

/// Additive mask [group · tokens, length]: token t sees positions up to length - tokens + t.
at::Tensor causalMask(std::int64_t group, std::int64_t tokens, std::int64_t length, const at::TensorOptions& options) {
    const at::Tensor mask =
        at::full({tokens, length}, -std::numeric_limits<float>::infinity(), options).triu_(length - tokens + 1);
    return mask.repeat({group, 1});
}

}  // namespace

at::Tensor attend(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values) {
    const std::int64_t batch = queries.size(0);
    const std::int64_t tokens = queries.size(1);
    const std::int64_t headDim = queries.size(3);
    const std::int64_t kvHeads = keys.size(1);
    const std::int64_t group = queries.size(2) / kvHeads;
    const std::int64_t length = keys.size(2);
    // On a CPU half-precision products are emulated or rounded per step in ATen: FP32 is faster and exact here.
    const at::ScalarType type = queries.device().is_cpu() ? at::kFloat : queries.scalar_type();

    // The query heads of a group are stacked as further rows of their key-value head: no repeated keys, one kernel for
    // all.
    const at::Tensor q = queries.reshape({batch, tokens, kvHeads, group, headDim})
                             .permute({0, 2, 3, 1, 4})
                             .reshape({batch, kvHeads, group * tokens, headDim})
                             .to(type);
    std::optional<at::Tensor> mask;
    if (tokens > 1) mask = causalMask(group, tokens, length, q.options());
    const at::Tensor mixed = at::scaled_dot_product_attention(q, keys.to(type), values.to(type),
                                                              mask);  // [batch, kvHeads, group · tokens, headDim]
    return mixed.reshape({batch, kvHeads, group, tokens, headDim})
        .permute({0, 3, 1, 2, 4})
        .reshape({batch, tokens, kvHeads * group, headDim})
        .contiguous()
        .to(queries.scalar_type());
}

}  // namespace autoglm::torch_engine
