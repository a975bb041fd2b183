#include "core/torch/rotary.h"

#include <cmath>
#include <numbers>

namespace autoglm::torch_engine {
namespace {

using model::RotaryConfig;
using model::RotaryScaling;

/// The base to the power of 0, 2/dim, 4/dim, ...
at::Tensor powers(const at::Tensor& base, std::int64_t dim) {
    return at::pow(base, at::arange(0, dim, 2, at::kFloat).div_(static_cast<double>(dim)));  // [dim / 2]
}

/// NTK-aware: the base grows, so that the slowest frequency is divided by the factor and the fastest is kept.
at::Tensor dynamicBase(const RotaryConfig& config, std::int64_t dim, std::int64_t length) {
    const auto original = static_cast<double>(config.originalPositions);
    const at::Tensor ratio =
        at::scalar_tensor(length, at::kLong).mul(config.factor).div(original).sub(config.factor - 1.0);
    return ratio.pow(static_cast<double>(dim) / static_cast<double>(dim - 2)).mul(config.theta);
}

at::Tensor llama3(const RotaryConfig& config, const at::Tensor& inverse) {
    const auto original = static_cast<double>(config.originalPositions);
    const double low = config.lowFrequencyFactor;
    const double high = config.highFrequencyFactor;
    const at::Tensor wavelength = 2.0 * std::numbers::pi / inverse;  // [dim / 2], in tokens
    const at::Tensor isLong = wavelength > original / low;
    const at::Tensor isShort = wavelength < original / high;
    const at::Tensor outer = at::where(isLong, inverse / config.factor, inverse);
    const at::Tensor smooth = (original / wavelength - low) / (high - low);
    const at::Tensor ramp = (1.0 - smooth) * outer / config.factor + smooth * outer;
    return at::where(isLong.logical_or(isShort), outer, ramp);
}

at::Tensor yarn(const RotaryConfig& config, std::int64_t dim) {
    // The dimension that turns so many times in the original context.
    const auto dimensionOf = [&](double rotations) {
        return static_cast<double>(dim) *
               std::log(static_cast<double>(config.originalPositions) / (rotations * 2.0 * std::numbers::pi)) /
               (2.0 * std::log(config.theta));
    };
    double low = dimensionOf(config.betaFast);
    double high = dimensionOf(config.betaSlow);
    if (config.truncate) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, static_cast<double>(dim - 1));
    if (low == high) high += 0.001;
    const at::Tensor ramp = at::arange(dim / 2, at::kFloat).sub_(low).div_(high - low).clamp_(0, 1);
    const at::Tensor kept = 1.0 - ramp;  // [dim / 2]
    const at::Tensor power = powers(at::scalar_tensor(config.theta, at::kDouble), dim);
    return (1.0 / (config.factor * power)) * (1.0 - kept) + (1.0 / power) * kept;
}

at::Tensor inverseFrequencies(const RotaryConfig& config, std::int64_t dim, std::int64_t length) {
    if (config.scaling == RotaryScaling::Yarn) return yarn(config, dim);
    const bool isBeyond = config.scaling == RotaryScaling::Dynamic && length > config.originalPositions;
    const at::Tensor base = isBeyond ? dynamicBase(config, dim, length) : at::scalar_tensor(config.theta, at::kDouble);
    const at::Tensor inverse = powers(base, dim).reciprocal_();
    if (config.scaling == RotaryScaling::Linear) return inverse / config.factor;
    if (config.scaling == RotaryScaling::Llama3) return llama3(config, inverse);
    return inverse;
}

}  // namespace

RotaryEmbedding::RotaryEmbedding(const model::ModelConfig& config, const at::Device& device)
    : m_config(config.rotary),
      m_device(device),
      m_rotatedDim(config.rotary.rotatedDim(config.headDim)),
      m_inverse(inverseFrequencies(m_config, m_rotatedDim, 0).to(device)) {}

void RotaryEmbedding::reach(std::int64_t length) {
    if (m_config.scaling != RotaryScaling::Dynamic || length == m_length) return;
    m_length = length;
    m_inverse.copy_(inverseFrequencies(m_config, m_rotatedDim, length));
}

Rotation RotaryEmbedding::at(const at::Tensor& positions) const {
    const at::Tensor angles = positions.to(at::kFloat).unsqueeze(-1).unsqueeze(-1) * m_inverse;  // [.., 1, dim / 2]
    return {angles.cos().mul_(m_config.attentionFactor), angles.sin().mul_(m_config.attentionFactor)};
}

void rotateHead(float* head, const float* cosines, const float* sines, std::int64_t half, bool interleaved) {
    const std::int64_t firstStep = interleaved ? 2 : 1;
    const std::int64_t secondAt = interleaved ? 1 : half;
    for (std::int64_t i = 0; i < half; ++i) {
        float& first = head[i * firstStep];
        float& second = head[i * firstStep + secondAt];
        const float turned = first * cosines[i] - second * sines[i];
        second = second * cosines[i] + first * sines[i];
        first = turned;
    }
}

/// Few tokens: in one pass what would be a dozen operations on a few thousand values.
at::Tensor RotaryEmbedding::applyInOnePass(const at::Tensor& x, const Rotation& rotation) const {
    at::Tensor out =
        x.to(at::kFloat, /*non_blocking=*/false, /*copy=*/true).contiguous();  // [batch, tokens, heads, ..]
    const std::int64_t half = m_rotatedDim / 2;
    const auto* cosines = rotation.cos.const_data_ptr<float>();  // [1 or batch, tokens, 1, half]
    const auto* sines = rotation.sin.const_data_ptr<float>();
    const std::int64_t positions = rotation.cos.numel() / half;
    const std::int64_t headDim = out.size(3);
    auto* at = out.data_ptr<float>();
    for (std::int64_t token = 0; token < out.size(0) * out.size(1); ++token) {
        const float* cosine = cosines + token % positions * half;
        const float* sine = sines + token % positions * half;
        for (std::int64_t head = 0; head < out.size(2); ++head, at += headDim)
            rotateHead(at, cosine, sine, half, m_config.interleaved);
    }
    return out.to(x.scalar_type());
}

at::Tensor RotaryEmbedding::apply(const at::Tensor& x, const Rotation& rotation) const {
    constexpr std::int64_t fewValues = 64 << 10;
    if (x.device().is_cpu() && x.numel() <= fewValues) return applyInOnePass(x, rotation);
    at::Tensor out = x.to(at::kFloat, /*non_blocking=*/false, /*copy=*/true);  // [batch, tokens, heads, headDim]
    const at::Tensor rotated = out.narrow(-1, 0, m_rotatedDim);
    at::Tensor first;
    at::Tensor second;
    if (m_config.interleaved) {
        first = rotated.slice(-1, 0, m_rotatedDim, 2);
        second = rotated.slice(-1, 1, m_rotatedDim, 2);
    } else {
        first = rotated.narrow(-1, 0, m_rotatedDim / 2);
        second = rotated.narrow(-1, m_rotatedDim / 2, m_rotatedDim / 2);
    }
    const at::Tensor turned = first * rotation.cos - second * rotation.sin;  // [batch, tokens, heads, dim / 2]
    second.copy_(second * rotation.cos + first * rotation.sin);
    first.copy_(turned);
    return out.to(x.scalar_type());
}

}  // namespace autoglm::torch_engine
