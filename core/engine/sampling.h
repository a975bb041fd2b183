// From logits to a token: repetition penalty, frequency and presence penalty, temperature, top-k, top-p, min-p, in
// FP32. Order and arithmetic are those of transformers' generation/logits_process.py; the frequency and presence
// penalties, which it does not have, are those of the OpenAI API in vLLM's place: of the generated tokens only, logit
// -= count * frequency + (count > 0) * presence. One thread; a Sampler belongs to one generation.
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
    double repetitionPenalty = 1.0;  ///< 1: off; counts prompt and generated tokens
    double frequencyPenalty = 0.0;   ///< 0: off; -2 to 2, for every time that the token was generated
    double presencePenalty = 0.0;    ///< 0: off; -2 to 2, once it was generated
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

    /// Picks from `logits` ([vocab], FP32); `history` holds prompt and generated ids, of which the first `promptTokens`
    /// are the prompt.
    TokenId pick(std::span<const float> logits, std::span<const TokenId> history, std::size_t promptTokens = 0);

    /// Probabilities after all processors, [vocab]; what pick draws from.
    std::vector<float> processedProbabilities(std::span<const float> logits, std::span<const TokenId> history,
                                              std::size_t promptTokens = 0) const;

  private:
    SamplingParameters m_parameters;
    std::mt19937_64 m_random;
};

/// Index of the largest logit, the first of equals (as torch.argmax on a CPU).
TokenId argmax(std::span<const float> logits);

/// The softmax of unmodified logits, one pass over the vocabulary for any number of questions. The logits outlive it.
class LogitProbabilities {
  public:
    explicit LogitProbabilities(std::span<const float> logits);

    float of(TokenId id) const;
    /// The `count` likeliest tokens, likeliest first, of equals the lower id.
    std::vector<TokenProbability> top(std::size_t count) const;

  private:
    std::span<const float> m_logits;
    float m_largest;
    double m_sum = 0;
};

}  // namespace autoglm::engine
