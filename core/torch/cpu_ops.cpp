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

/// One head's positions of the cache as rows, from `first` on.
cpu::WeightRows cachedRows(const at::Tensor& cache, std::int64_t sequence, std::int64_t kvHead, std::int64_t first) {
    cpu::WeightRows rows;
    rows.type = storedType(cache.scalar_type());
    rows.weights =
        static_cast<const std::byte*>(cache.const_data_ptr()) +
        (sequence * cache.stride(0) + kvHead * cache.stride(1) + first * cache.size(3)) * cache.element_size();
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

void attendChunk(const cpu::WeightRows& keys, const cpu::WeightRows& values, std::int64_t count, const float* queries,
                 std::int64_t heads, float* scores, float* share) {
    const auto& kernels = cpu::bestRowKernels();
    float* const largest = share + heads * keys.columns;
    float* const totals = largest + heads;
    for (std::int64_t first = 0; first < heads; first += cpu::maximumDotBatch) {
        const auto together = static_cast<int>(std::min<std::int64_t>(cpu::maximumDotBatch, heads - first));
        kernels.scoreRows(keys, count, queries + first * keys.columns, together, scores, count);
        for (std::int64_t m = 0; m < together; ++m) {
            const cpu::Exponentials sums = kernels.exponentials(scores + m * count, count);
            largest[first + m] = sums.largest;
            totals[first + m] = sums.total;
        }
        kernels.mixRows(values, count, scores, count, together, share + first * keys.columns);
    }
}

void mergeShares(const float* shares, std::int64_t chunks, std::int64_t heads, std::int64_t headDim, float* out) {
    const std::int64_t stride = attentionShare(heads, headDim);
    for (std::int64_t head = 0; head < heads; ++head) {
        const float* const all =
            shares + heads * headDim + head;  // the largest score of this head, and behind all, its sum
        float largest = all[0];
        for (std::int64_t chunk = 1; chunk < chunks; ++chunk)
            largest = std::max(largest, all[chunk * stride]);
        float total = 0;
        float* const mixed = out + head * headDim;
        std::fill_n(mixed, headDim, 0.0F);
        for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
            const float weight = std::exp(all[chunk * stride] - largest);
            total += weight * all[chunk * stride + heads];
            const float* const share = shares + chunk * stride + head * headDim;
            for (std::int64_t k = 0; k < headDim; ++k)
                mixed[k] += weight * share[k];
        }
        for (std::int64_t k = 0; k < headDim; ++k)
            mixed[k] /= total;
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
    const std::int64_t chunks = attentionChunks(count);
    const std::int64_t share = attentionShare(group, headDim);
    at::parallel_for(
        0, keys.size(0) * kvHeads, grain(2 * group * count * headDim), [&](std::int64_t begin, std::int64_t end) {
            const c10::InferenceMode inference;  // of this thread
            const at::Tensor memory = at::empty({chunks * share + cpu::maximumDotBatch * attentionChunk}, at::kFloat);
            auto* shares = memory.data_ptr<float>();
            for (std::int64_t head = begin; head < end; ++head) {
                const std::int64_t at = head * group * headDim;
                for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
                    const std::int64_t first = chunk * attentionChunk;
                    attendChunk(cachedRows(keys, head / kvHeads, head % kvHeads, first),
                                cachedRows(values, head / kvHeads, head % kvHeads, first),
                                std::min(attentionChunk, count - first), from + at, group, shares + chunks * share,
                                shares + chunk * share);
                }
                mergeShares(shares, chunks, group, headDim, to + at);
            }
        });
    return out;
}

}  // namespace autoglm::torch_engine
