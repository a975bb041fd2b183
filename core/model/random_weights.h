// Normally distributed weights by the gigabyte: each 16 bits of a counter-seeded generator pick one of 65,536 quantiles
// of N(0, 0.02²). A block depends on seed, tensor and block alone, so any thread may fill any block. Immutable after
// creation. Source of the generator: Blackman and Vigna, xoshiro256++ with splitmix64 seeding (prng.di.unimi.it).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/model/precision.h"

namespace autoglm::model {

class RandomWeights {
  public:
    static constexpr double standardDeviation = 0.02;

    /// `dtype` is F32, F16 or BF16.
    RandomWeights(DType dtype, std::uint64_t seed);

    /// Fills `out` (whole elements) with block `block` of tensor `tensor`.
    void fill(std::uint64_t tensor, std::uint64_t block, std::span<std::byte> out) const;
    /// Fills `out` with one value.
    void fillConstant(float value, std::span<std::byte> out) const;

  private:
    DType m_dtype;
    std::uint64_t m_seed;
    std::vector<std::uint32_t> m_quantiles;  ///< bit patterns in m_dtype
};

/// Round to nearest even.
std::uint16_t toBf16(float value);
std::uint16_t toF16(float value);

}  // namespace autoglm::model
