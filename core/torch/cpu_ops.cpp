#include "core/torch/cpu_ops.h"

#include <cmath>

#include "core/torch/linear.h"

namespace autoglm::torch_engine {
namespace {

/// Rows per task, so that a task has at least this much to do; less than that stays on the calling thread.
constexpr std::int64_t valuesPerTask = 32 << 10;

std::int64_t grain(std::int64_t valuesPerRow) {
    return std::max<std::int64_t>(1, valuesPerTask / std::max<std::int64_t>(1, valuesPerRow));
}

/// One head's positions of the cache as rows.
cpu::WeightRows cachedRows(const at::Tensor& cache, std::int64_t sequence, std::int64_t kvHead) {
    cpu::WeightRows rows;
    rows.type = storedType(cache.scalar_type());
    rows.weights = static_cast<const std::byte*>(cache.const_data_ptr()) +
                   (sequence * cache.stride(0) + kvHead * cache.stride(1)) * cache.element_size();
    rows.columns = cache.size(3);
    return rows;
}

}  // namespace

at::Tensor rmsNormOnCpu(const at::Tensor& x, const at::Tensor& weight, double eps) {
    const at::Tensor wide = x.to(at::kFloat).contiguous();
    at::Tensor out = at::empty(wide.sizes(), wide.options());
    const std::int64_t count = wide.size(-1);
    const auto* from = wide.const_data_ptr<float>();
    const auto* factors = weight.const_data_ptr<float>();
    auto* to = out.data_ptr<float>();
    at::parallel_for(0, wide.numel() / count, grain(count), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row)
            cpu::bestRowKernels().normRow(from + row * count, factors, static_cast<float>(eps), count,
                                          to + row * count);
    });
    return out;
}

at::Tensor gatedSiluOnCpu(const at::Tensor& gateUp) {
    const std::int64_t count = gateUp.size(1) / 2;
    at::Tensor out = at::empty({gateUp.size(0), count}, gateUp.options());
    const auto* from = gateUp.const_data_ptr<float>();
    auto* to = out.data_ptr<float>();
    at::parallel_for(0, gateUp.size(0), grain(4 * count), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            const float* gate = from + row * 2 * count;
            cpu::bestRowKernels().gatedSilu(gate, gate + count, count, to + row * count);
        }
    });
    return out;
}

void attendRows(const cpu::WeightRows& keys, const cpu::WeightRows& values, std::int64_t count, const float* queries,
                std::int64_t heads, float* scores, float* out) {
    const auto& kernels = cpu::bestRowKernels();
    for (std::int64_t first = 0; first < heads; first += cpu::maximumDotBatch) {
        const auto together = static_cast<int>(std::min<std::int64_t>(cpu::maximumDotBatch, heads - first));
        kernels.scoreRows(keys, count, queries + first * keys.columns, together, scores, count);
        for (int m = 0; m < together; ++m)
            kernels.softmaxRow(scores + m * count, count);
        kernels.mixRows(values, count, scores, count, together, out + first * keys.columns);
    }
}

at::Tensor attendOneOnCpu(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values) {
    const std::int64_t kvHeads = keys.size(1);
    const std::int64_t count = keys.size(2);
    const std::int64_t headDim = keys.size(3);
    const std::int64_t group = queries.size(2) / kvHeads;
    const at::Tensor scaled = queries.to(at::kFloat).mul(1.0 / std::sqrt(static_cast<double>(headDim))).contiguous();
    at::Tensor out = at::empty(scaled.sizes(), scaled.options());
    const auto* from = scaled.const_data_ptr<float>();
    auto* to = out.data_ptr<float>();
    at::parallel_for(0, keys.size(0) * kvHeads, grain(2 * group * count * headDim),
                     [&](std::int64_t begin, std::int64_t end) {
                         const c10::InferenceMode inference;  // of this thread
                         const at::Tensor memory = at::empty({cpu::maximumDotBatch, count}, at::kFloat);
                         auto* scores = memory.data_ptr<float>();
                         for (std::int64_t head = begin; head < end; ++head) {
                             const std::int64_t at = head * group * headDim;
                             attendRows(cachedRows(keys, head / kvHeads, head % kvHeads),
                                        cachedRows(values, head / kvHeads, head % kvHeads), count, from + at, group,
                                        scores, to + at);
                         }
                     });
    return out;
}

}  // namespace autoglm::torch_engine
