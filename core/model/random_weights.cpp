#include "core/model/random_weights.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>

namespace autoglm::model {
namespace {

constexpr std::size_t quantileCount = 65536;

std::uint64_t splitmix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

class Xoshiro256 {
  public:
    Xoshiro256(std::uint64_t seed, std::uint64_t tensor, std::uint64_t block) {
        std::uint64_t state = seed;
        state = splitmix(state) ^ tensor;
        state = splitmix(state) ^ block;
        for (std::uint64_t& word : m_state)
            word = splitmix(state);
    }
    std::uint64_t next() {
        const std::uint64_t out = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
        const std::uint64_t shifted = m_state[1] << 17U;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = std::rotl(m_state[3], 45);
        return out;
    }

  private:
    std::array<std::uint64_t, 4> m_state{};
};

/// Standard normal quantiles at (i + 0.5) / 65536 for the upper half, from the middle outwards. Newton's method started
/// at the quantile before converges from below, because the distribution function is concave there.
std::vector<double> upperQuantiles() {
    std::vector<double> quantiles;
    double x = 0;
    for (std::size_t i = 0; i < quantileCount / 2; ++i) {
        const double upperTail = 0.5 - (static_cast<double>(i) + 0.5) / static_cast<double>(quantileCount);
        for (int step = 0; step < 50; ++step) {
            const double density = std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
            const double change = (0.5 * std::erfc(x / std::numbers::sqrt2) - upperTail) / density;
            x += change;
            if (std::abs(change) < 1e-14) break;
        }
        quantiles.push_back(x);
    }
    return quantiles;
}

template <class Word>
void fillWords(Xoshiro256 generator, const std::vector<std::uint32_t>& quantiles, std::span<std::byte> out) {
    while (!out.empty()) {
        const std::uint64_t bits = generator.next();
        const std::array<Word, 4> words = {
            static_cast<Word>(quantiles[bits & 0xFFFFU]), static_cast<Word>(quantiles[(bits >> 16U) & 0xFFFFU]),
            static_cast<Word>(quantiles[(bits >> 32U) & 0xFFFFU]), static_cast<Word>(quantiles[bits >> 48U])};
        if (out.size() < sizeof words) {  // the rest of the last four
            std::memcpy(out.data(), words.data(), out.size());
            return;
        }
        std::memcpy(out.data(), words.data(), sizeof words);
        out = out.subspan(sizeof words);
    }
}

std::uint32_t pattern(DType dtype, float value) {
    if (dtype == DType::F32) return std::bit_cast<std::uint32_t>(value);
    return dtype == DType::F16 ? toF16(value) : toBf16(value);
}

}  // namespace

std::uint16_t toBf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

std::uint16_t toF16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U;
    const float magnitude = std::abs(value);
    if (magnitude >= 65520.0F) return static_cast<std::uint16_t>(sign | 0x7C00U);
    if (magnitude < 6.103515625e-5F)  // subnormal: a multiple of 2^-24
        return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(std::nearbyint(magnitude * 16777216.0F)));
    const std::uint32_t rounded = (bits & 0x7FFFFFFFU) + 0xFFFU + ((bits >> 13U) & 1U);
    return static_cast<std::uint16_t>(sign | ((rounded - 0x38000000U) >> 13U));
}

RandomWeights::RandomWeights(DType dtype, std::uint64_t seed) : m_dtype(dtype), m_seed(seed) {
    for (const double quantile : upperQuantiles()) {
        const auto value = static_cast<float>(quantile * standardDeviation);
        m_quantiles.push_back(pattern(dtype, value));
        m_quantiles.push_back(pattern(dtype, -value));
    }
}

void RandomWeights::fill(std::uint64_t tensor, std::uint64_t block, std::span<std::byte> out) const {
    const Xoshiro256 generator(m_seed, tensor, block);
    if (m_dtype == DType::F32)
        fillWords<std::uint32_t>(generator, m_quantiles, out);
    else
        fillWords<std::uint16_t>(generator, m_quantiles, out);
}

void RandomWeights::fillConstant(float value, std::span<std::byte> out) const {
    const std::uint32_t bits = pattern(m_dtype, value);
    const std::size_t width = elementBytes(m_dtype);
    for (std::size_t i = 0; i + width <= out.size(); i += width)
        std::memcpy(out.data() + i, &bits, width);
}

}  // namespace autoglm::model
