#include "core/torch/rotary.h"

namespace autoglm::torch_engine {

RotaryEmbedding::RotaryEmbedding(const model::ModelConfig& config, std::int64_t contextLength, const at::Device& device)
    : m_interleaved(config.rotary.interleaved),
      m_rotatedDim(static_cast<std::int64_t>(static_cast<double>(config.headDim) * config.rotary.partialFactor) / 2 *
                   2) {
    const at::Tensor exponents =
        at::arange(0, m_rotatedDim, 2, at::kDouble).div_(static_cast<double>(m_rotatedDim));  // [dim / 2]
    // transformers keeps the inverse frequencies in float: the same rounding here, or far positions would differ.
    const at::Tensor inverse = at::pow(config.rotary.theta, exponents).reciprocal_().to(at::kFloat);  // [dim / 2]
    const at::Tensor angles = at::outer(at::arange(contextLength, at::kFloat), inverse);  // [context, dim / 2]
    m_cos = angles.cos().to(device);
    m_sin = angles.sin().to(device);
}

at::Tensor RotaryEmbedding::apply(const at::Tensor& x, std::int64_t firstPosition) const {
    const std::int64_t tokens = x.size(1);
    const at::Tensor cos = m_cos.narrow(0, firstPosition, tokens).unsqueeze(1);  // [tokens, 1, dim / 2]
    const at::Tensor sin = m_sin.narrow(0, firstPosition, tokens).unsqueeze(1);  // [tokens, 1, dim / 2]
    at::Tensor out = x.to(at::kFloat, /*non_blocking=*/false, /*copy=*/true);    // [batch, tokens, heads, headDim]
    const at::Tensor rotated = out.narrow(-1, 0, m_rotatedDim);
    at::Tensor first;
    at::Tensor second;
    if (m_interleaved) {
        first = rotated.slice(-1, 0, m_rotatedDim, 2);
        second = rotated.slice(-1, 1, m_rotatedDim, 2);
    } else {
        first = rotated.narrow(-1, 0, m_rotatedDim / 2);
        second = rotated.narrow(-1, m_rotatedDim / 2, m_rotatedDim / 2);
    }
    const at::Tensor turned = first * cos - second * sin;  // [batch, tokens, heads, dim / 2]
    second.copy_(second * cos + first * sin);
    first.copy_(turned);
    return out.to(x.scalar_type());
}

}  // namespace autoglm::torch_engine
