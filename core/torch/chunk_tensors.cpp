#include "core/torch/chunk_tensors.h"

#include <limits>

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

void quantizeRows(const at::Tensor& stored, const at::Tensor& values, const at::Tensor& scales) {
    const at::Tensor largest = stored.abs().amax(1).to(at::kFloat);  // [rows], NaN where the row holds one
    // By a tensor of the device: a number's reciprocal would be multiplied with there, which rounds differently.
    const at::Tensor scale = largest.div(at::full({1}, 127.0, largest.options()));  // [rows]
    const at::Tensor finite = largest.isfinite();
    const at::Tensor usable = finite.logical_and(scale >= std::numeric_limits<float>::min());
    // In double, as the row kernel: the quotient of two floats is never rounded across a half.
    const at::Tensor quotients = stored.to(at::kDouble).div_(scale.to(at::kDouble).unsqueeze(1));  // [rows, columns]
    values.copy_(quotients.round_().clamp_(-127, 127).masked_fill_(usable.logical_not().unsqueeze(1), 0));
    scales.copy_(scale.masked_fill(usable.logical_not(), 0)
                     .masked_fill(finite.logical_not(), std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace autoglm::torch_engine
