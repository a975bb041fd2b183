// From logits to a token: repetition penalty, temperature, top-k, top-p, min-p, in the order and arithmetic of
// transformers' generation/logits_process.py, in FP32. One thread; a Sampler belongs to one generation.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "core/engine/engine.h"

namespace autoglm::engine {

struct SamplingParameters {
    double temperature = 0.0;        ///< 0: greedy
    std::int64_t topK = 0;           ///< 0: off
    double topP = 1.0;               ///< 1: off
    double minP = 0.0;               ///< 0: off
    double repetitionPenalty = 1.0;  ///< 1: off
    std::uint64_t seed = 0;
};

/// InvalidArgument naming the option that is out of range.
Status validate(const SamplingParameters& parameters);

struct TokenProbability {
    TokenId id = 0;
    float probability = 0;  ///< of the unmodified softmax of the logits
};

class Sampler {
  public:
    explicit Sampler(const SamplingParameters& parameters);

    /// Picks from `logits` ([vocab], FP32); `history` holds prompt and generated ids for the repetition penalty.
    TokenId pick(std::span<const float> logits, std::span<const TokenId> history);

    /// Probabilities after all processors, [vocab]; what pick draws from.
    std::vector<float> processedProbabilities(std::span<const float> logits, std::span<const TokenId> history) const;

  private:
    SamplingParameters m_parameters;
    std::mt19937_64 m_random;
};

/// Index of the largest logit, the first of equals (as torch.argmax on a CPU).
TokenId argmax(std::span<const float> logits);

/// Probability of `id` by the softmax of the unmodified logits.
float probabilityOf(std::span<const float> logits, TokenId id);

/// The `count` likeliest tokens by the same softmax, likeliest first.
std::vector<TokenProbability> topAlternatives(std::span<const float> logits, std::size_t count);

}  // namespace autoglm::engine
