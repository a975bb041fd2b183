// One answer in the making, without the model: takes logits, gives a token, knows when it is the last. generate() and
// generateBatch() put sessions to it. One thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/engine/generate.h"
#include "core/engine/stop_strings.h"

namespace autoglm::engine {

class Generation {
  public:
    /// `contextLength` tokens have room; the first `reusedTokens` of the prompt are in the cache already.
    Generation(const text::Tokenizer* tokenizer, std::span<const TokenId> prompt,
               const GenerationParameters& parameters, std::int64_t contextLength, std::int64_t reusedTokens);

    void begin(std::int64_t submitNs) { m_result.submitNs = submitNs; }
    void prefilled(std::int64_t durationNs) { m_result.prefillNs = durationNs; }
    void decoded(std::int64_t durationNs) { m_result.decodeNs.push_back(durationNs); }

    /// Picks from `logits` ([vocab]) and hands the token out; a reason where it was the last one.
    std::optional<FinishReason> deliverToken(std::span<const float> logits, const TokenCallback& onToken);

    /// Prompt and what was delivered.
    std::span<const TokenId> history() const { return m_history; }

    /// The end; text that was held back comes out where it was stopped.
    GenerationResult finish(FinishReason reason);

  private:
    std::string textOf(TokenId id);
    std::optional<FinishReason> finishAfter(TokenId id) const;

    const text::Tokenizer* m_tokenizer;
    GenerationParameters m_parameters;
    std::int64_t m_contextLength;
    Sampler m_sampler;
    StopStrings m_stops;
    std::optional<text::DecodeStream> m_characters;  ///< none where there is no tokenizer
    std::vector<TokenId> m_history;
    GenerationResult m_result;
};

}  // namespace autoglm::engine
