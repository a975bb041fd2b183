#include "core/engine/generation.h"

#include <algorithm>
#include <cmath>

#include "core/base/clock.h"

namespace autoglm::engine {
namespace {

/// x·0 is NaN for a NaN and for an infinity, and the sum keeps it: one pass without a branch.
bool allFinite(std::span<const float> values) {
    float sum = 0;
    for (const float value : values)
        sum += value * 0.0F;
    return !std::isnan(sum);
}

}  // namespace

Generation::Generation(const text::Tokenizer* tokenizer, std::span<const TokenId> prompt,
                       const GenerationParameters& parameters, std::int64_t contextLength, std::int64_t reusedTokens)
    : m_tokenizer(tokenizer),
      m_parameters(parameters),
      m_contextLength(contextLength),
      m_sampler(parameters.sampling),
      m_stops(parameters.stopStrings),
      m_history(prompt.begin(), prompt.end()) {
    if (tokenizer) m_characters.emplace(tokenizer->decodeStream());
    const std::int64_t room = contextLength - std::ssize(prompt) + 1;
    const auto expected = static_cast<std::size_t>(std::clamp<std::int64_t>(parameters.maxTokens, 0, room));
    m_history.reserve(m_history.size() + expected);
    m_result.tokenIds.reserve(expected);
    m_result.tokenNs.reserve(expected);
    m_result.decodeNs.reserve(expected);
    m_result.promptTokens = std::ssize(prompt);
    m_result.reusedTokens = reusedTokens;
}

std::optional<FinishReason> Generation::deliverToken(std::span<const float> logits, const TokenCallback& onToken) {
    if (!allFinite(logits)) ++m_result.nonFiniteSteps;
    TokenEvent event;
    event.index = m_result.tokenIds.size();
    event.id = m_sampler.pick(logits, m_history, static_cast<std::size_t>(m_result.promptTokens));
    if (m_parameters.alternatives > 0) {
        const LogitProbabilities probabilities(logits);
        event.alternatives = probabilities.top(m_parameters.alternatives);
        event.probability = probabilities.of(event.id);
    }
    m_result.tokenIds.push_back(event.id);
    m_history.push_back(event.id);
    event.text = textOf(event.id);
    std::optional<FinishReason> finish = finishAfter(event.id);
    // Text that was held back as a possible stop string goes out with the last token; a stop string leaves none.
    if (finish) {
        if (m_characters) event.text += m_stops.append(m_characters->flush());
        event.text += m_stops.flush();
    }
    if (m_stops.isFound()) finish = FinishReason::StopString;
    m_result.text += event.text;
    event.timeNs = nowNs();
    m_result.tokenNs.push_back(event.timeNs);
    if (m_result.firstTextNs == 0 && !event.text.empty()) m_result.firstTextNs = event.timeNs;
    if (onToken) onToken(event);
    return finish;
}

std::string Generation::textOf(TokenId id) {
    if (!m_tokenizer || m_tokenizer->isSpecial(id)) return {};
    m_characters->append(m_tokenizer->piece(id));
    return m_stops.append(m_characters->take());
}

std::optional<FinishReason> Generation::finishAfter(TokenId id) const {
    if (m_stops.isFound()) return FinishReason::StopString;
    const bool isEos = std::ranges::find(m_parameters.eosIds, std::int64_t{id}) != m_parameters.eosIds.end();
    if (isEos && m_parameters.eos == EosHandling::Stop) return FinishReason::Eos;
    if (std::ssize(m_result.tokenIds) >= m_parameters.maxTokens) return FinishReason::Length;
    // The newest token is not in the cache yet.
    if (std::ssize(m_history) > m_contextLength) return FinishReason::Context;
    return std::nullopt;
}

GenerationResult Generation::finish(FinishReason reason) {
    m_result.finish = reason;
    if (reason == FinishReason::Cancelled) m_result.text += m_stops.flush();
    return std::move(m_result);
}

}  // namespace autoglm::engine
