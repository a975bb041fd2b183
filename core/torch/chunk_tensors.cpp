#include "core/torch/chunk_tensors.h"

#include <limits>

#include "core/model/int4_layout.h"

namespace autoglm::torch_engine {

void TensorCounts::add(const TensorCounts& other) {
    minimum = at::minimum(minimum, other.minimum);
    maximum = at::maximum(maximum, other.maximum);
    nanCount = nanCount + other.nanCount;
    infCount = infCount + other.infCount;
}

TensorCounts countValues(const at::Tensor& stored) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const at::Tensor finite = stored.isfinite();
    return {at::where(finite, stored, infinity).amin().to(at::kFloat),
            at::where(finite, stored, -infinity).amax().to(at::kFloat), stored.isnan().sum(), stored.isinf().sum()};
}

namespace {

struct Quantized {
    at::Tensor values;  // [rows, columns], whole numbers in FP64
    at::Tensor scales;  // [rows] FP32
};

/// Symmetric, the largest magnitude of a row becoming `limit`.
Quantized quantized(const at::Tensor& rows, double limit) {
    const at::Tensor largest = rows.abs().amax(1).to(at::kFloat);  // [rows], NaN where the row holds one
    // By a tensor of the device: a number's reciprocal would be multiplied with there, which rounds differently.
    const at::Tensor scale = largest.div(at::full({1}, limit, largest.options()));  // [rows]
    const at::Tensor finite = largest.isfinite();
    const at::Tensor usable = finite.logical_and(scale >= std::numeric_limits<float>::min());
    // In double, as the row kernel: the quotient of two floats is never rounded across a half.
    const at::Tensor quotients = rows.to(at::kDouble).div_(scale.to(at::kDouble).unsqueeze(1));  // [rows, columns]
    return {quotients.round_().clamp_(-limit, limit).masked_fill_(usable.logical_not().unsqueeze(1), 0),
            scale.masked_fill(usable.logical_not(), 0)
                .masked_fill(finite.logical_not(), std::numeric_limits<double>::quiet_NaN())};
}

}  // namespace

void quantizeRows(const at::Tensor& stored, const at::Tensor& values, const at::Tensor& scales) {
    const Quantized made = quantized(stored, 127);
    values.copy_(made.values);
    scales.copy_(made.scales);
}

void quantizeRowsInt4(const at::Tensor& stored, std::int64_t groupColumns, const at::Tensor& values,
                      const at::Tensor& scales) {
    const std::int64_t rows = stored.size(0);
    constexpr std::int64_t block = model::int4BlockColumns;
    const std::int64_t columns =
        (stored.size(1) + block - 1) / block * block;  // filled up by 0, which changes no scale
    const at::Tensor whole = at::constant_pad_nd(stored, {0, columns - stored.size(1)});
    const Quantized made = quantized(whole.view({-1, groupColumns}), 7);
    const at::Tensor nibbles = made.values.add_(8).to(at::kByte).view({rows, -1, 2, model::int4BlockBytes});
    values.copy_(nibbles.select(2, 0).bitwise_or(nibbles.select(2, 1).bitwise_left_shift(4)).view({rows, -1}));
    scales.copy_(made.scales.view({rows, -1}).narrow(1, 0, scales.size(1)));
}

}  // namespace autoglm::torch_engine
