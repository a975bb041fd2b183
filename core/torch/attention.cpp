#include "core/torch/attention.h"

#include <limits>

#include "core/torch/cpu_ops.h"

namespace autoglm::torch_engine {
namespace {

/// On a CPU half-precision products are emulated or rounded per step in ATen: FP32 is faster and exact here.
at::ScalarType computeType(const at::Device& device, at::ScalarType type) {
    return device.is_cpu() ? at::kFloat : type;
}

}  // namespace

VisibleKeys visibleKeys(const at::Tensor& positions, std::int64_t begin, std::int64_t end, std::int64_t window,
                        at::ScalarType queryType) {
    VisibleKeys out;
    out.first = window > 0 ? std::max<std::int64_t>(0, begin + 1 - window) : 0;
    out.count = end - out.first;
    if (end - begin == 1) return out;
    const at::Tensor present = positions.unsqueeze(-1);                            // [1 or batch, tokens, 1]
    const at::Tensor keys = at::arange(out.first, end, present.options());         // [count]
    at::Tensor hidden = keys > present;                                            // [1 or batch, tokens, count]
    if (window > 0 && window < end) hidden.logical_or_(keys <= present - window);  // [1 or batch, tokens, count]
    out.mask = at::zeros(hidden.sizes(), positions.options().dtype(computeType(positions.device(), queryType)))
                   .masked_fill_(hidden, -std::numeric_limits<float>::infinity());
    return out;
}

at::Tensor attend(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, const at::Tensor& mask) {
    const std::int64_t batch = queries.size(0);
    const std::int64_t tokens = queries.size(1);
    if (tokens == 1 && !mask.defined() && queries.device().is_cpu()) return attendOneOnCpu(queries, keys, values);
    const std::int64_t headDim = queries.size(3);
    const std::int64_t kvHeads = keys.size(1);
    const std::int64_t group = queries.size(2) / kvHeads;
    const at::ScalarType type = computeType(queries.device(), queries.scalar_type());

    // A key-value head is a batch of its own, so that nothing is repeated. One token: the query heads of a group are
    // rows that read their keys once. Several: they are heads that share the keys by a stride of 0, and all share the
    // mask.
    const auto perHead = [&](const at::Tensor& cached) {
        const at::Tensor wide = cached.to(type).flatten(0, 1).unsqueeze(1);  // [batch · kvHeads, 1, length, headDim]
        return tokens == 1 ? wide : wide.expand({-1, group, -1, -1});
    };
    const at::Tensor grouped = queries.reshape({batch, tokens, kvHeads, group, headDim}).to(type);
    const at::Tensor q = tokens == 1 ? grouped.view({batch * kvHeads, 1, group, headDim})
                                     : grouped.permute({0, 2, 3, 1, 4}).flatten(0, 1);  // [.., group, tokens, headDim]
    std::optional<at::Tensor> perHeadMask;
    if (mask.defined())  // [1 or batch · kvHeads, 1, tokens, count]
        perHeadMask = mask.size(0) == 1 ? mask.unsqueeze(1) : mask.repeat_interleave(kvHeads, 0).unsqueeze(1);
    const at::Tensor mixed = at::scaled_dot_product_attention(q, perHead(keys), perHead(values), perHeadMask);
    return mixed.reshape({batch, kvHeads, group, tokens, headDim})
        .permute({0, 3, 1, 2, 4})
        .reshape({batch, tokens, kvHeads * group, headDim})
        .contiguous()
        .to(queries.scalar_type());
}

}  // namespace autoglm::torch_engine
