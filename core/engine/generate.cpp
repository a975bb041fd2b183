#include "core/engine/generate.h"

#include <algorithm>
#include <cmath>

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/engine/stop_strings.h"

namespace autoglm::engine {
namespace {

Status validate(const Session& session, std::span<const TokenId> prompt, const GenerationParameters& parameters) {
    AUTOGLM_CHECK(engine::validate(parameters));
    if (prompt.empty())
        return fail(ErrorCode::InvalidArgument, "the prompt is empty; at least one token is needed", "prompt");
    const auto promptTokens = static_cast<std::int64_t>(prompt.size());
    if (promptTokens > session.contextLength())
        return fail(ErrorCode::InvalidArgument,
                    concat("the prompt has ", promptTokens, " tokens while the context has room for ",
                           session.contextLength(), "; shorten the prompt or choose a longer context"),
                    "prompt");
    if (promptTokens <= session.length())
        return fail(ErrorCode::Internal,
                    concat("the session holds ", session.length(), " tokens of a prompt of ", promptTokens,
                           "; at least its last one must be left to compute"),
                    "prompt");
    return {};
}

/// x·0 is NaN for a NaN and for an infinity, and the sum keeps it: one pass without a branch.
bool allFinite(std::span<const float> values) {
    float sum = 0;
    for (const float value : values)
        sum += value * 0.0F;
    return !std::isnan(sum);
}

/// One generation in progress.
class Generation {
  public:
    Generation(Session& session, const text::Tokenizer* tokenizer, std::span<const TokenId> prompt,
               const GenerationParameters& parameters)
        : m_session(session),
          m_tokenizer(tokenizer),
          m_parameters(parameters),
          m_sampler(parameters.sampling),
          m_stops(parameters.stopStrings),
          m_history(prompt.begin(), prompt.end()) {
        if (tokenizer) m_characters.emplace(tokenizer->decodeStream());
        const std::int64_t room = session.contextLength() - std::ssize(prompt) + 1;
        const auto expected = static_cast<std::size_t>(std::clamp<std::int64_t>(parameters.maxTokens, 0, room));
        m_history.reserve(m_history.size() + expected);
        m_result.tokenIds.reserve(expected);
        m_result.tokenNs.reserve(expected);
        m_result.decodeNs.reserve(expected);
        m_result.promptTokens = std::ssize(prompt);
        m_result.reusedTokens = session.length();
    }

    Result<GenerationResult> run(const TokenCallback& onToken, const std::stop_token& stop, std::int64_t submitNs) {
        m_result.submitNs = submitNs;
        m_result.finish = FinishReason::Cancelled;
        Status step = prefill(stop);
        while (step && !stop.stop_requested()) {
            const std::optional<FinishReason> finish = deliverToken(onToken);
            if (finish) {
                m_result.finish = *finish;
                break;
            }
            if (stop.stop_requested()) break;
            step = decode();
        }
        if (!step && step.error().code != ErrorCode::Cancelled) return fail(std::move(step).error());
        if (m_result.finish == FinishReason::Cancelled) m_result.text += m_stops.flush();
        return std::move(m_result);
    }

  private:
    Status prefill(const std::stop_token& stop) {
        const std::int64_t begin = nowNs();
        AUTOGLM_CHECK(
            m_session.prefill(std::span(m_history).subspan(static_cast<std::size_t>(m_session.length())), stop));
        m_result.prefillNs = nowNs() - begin;
        return {};
    }

    Status decode() {
        const std::int64_t begin = nowNs();
        AUTOGLM_CHECK(m_session.decode(std::span(m_history).last(1)));
        m_result.decodeNs.push_back(nowNs() - begin);
        return {};
    }

    /// Picks from the current logits and hands the token out; a reason where it was the last one.
    std::optional<FinishReason> deliverToken(const TokenCallback& onToken) {
        const std::span<const float> logits = m_session.logits();
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

    std::string textOf(TokenId id) {
        if (!m_tokenizer || m_tokenizer->isSpecial(id)) return {};
        m_characters->append(m_tokenizer->piece(id));
        return m_stops.append(m_characters->take());
    }

    std::optional<FinishReason> finishAfter(TokenId id) const {
        if (m_stops.isFound()) return FinishReason::StopString;
        const bool isEos = std::ranges::find(m_parameters.eosIds, std::int64_t{id}) != m_parameters.eosIds.end();
        if (isEos && m_parameters.eos == EosHandling::Stop) return FinishReason::Eos;
        if (std::ssize(m_result.tokenIds) >= m_parameters.maxTokens) return FinishReason::Length;
        if (m_session.length() >= m_session.contextLength()) return FinishReason::Context;
        return std::nullopt;
    }

    Session& m_session;
    const text::Tokenizer* m_tokenizer;
    const GenerationParameters& m_parameters;
    Sampler m_sampler;
    StopStrings m_stops;
    std::optional<text::DecodeStream> m_characters;  ///< none where there is no tokenizer
    std::vector<TokenId> m_history;
    GenerationResult m_result;
};

}  // namespace

Status validate(const GenerationParameters& parameters) {
    AUTOGLM_CHECK(validate(parameters.sampling));
    if (parameters.maxTokens < 1)
        return fail(ErrorCode::InvalidArgument,
                    concat("max-tokens is ", parameters.maxTokens, "; at least 1 was expected"), "max-tokens");
    for (const std::string& stop : parameters.stopStrings)
        if (stop.empty() || !isValidUtf8(stop))
            return fail(ErrorCode::InvalidArgument,
                        "a stop string is empty or not valid UTF-8; at least one character was expected", "stop");
    return {};
}

const char* finishReasonName(FinishReason reason) {
    switch (reason) {
        case FinishReason::Eos:
        case FinishReason::StopString:
            return "stop";
        case FinishReason::Length:
        case FinishReason::Context:
            return "length";
        case FinishReason::Cancelled:
            return "cancelled";
    }
    return "cancelled";
}

GenerationParameters defaultParameters(const model::ModelFolder& folder) {
    const model::GenerationConfig& defaults = folder.generation;
    GenerationParameters out;
    out.eosIds = folder.eosIds();
    out.maxTokens = defaults.maxNewTokens.value_or(out.maxTokens);
    out.sampling.repetitionPenalty = defaults.repetitionPenalty.value_or(1.0);
    if (!defaults.doSample.value_or(false)) return out;
    out.sampling.temperature = defaults.temperature.value_or(1.0);
    out.sampling.topK = defaults.topK.value_or(0);
    out.sampling.topP = defaults.topP.value_or(1.0);
    out.sampling.minP = defaults.minP.value_or(0.0);
    return out;
}

Result<GenerationResult> generate(Session& session, const text::Tokenizer* tokenizer, std::span<const TokenId> prompt,
                                  const GenerationParameters& parameters, const TokenCallback& onToken,
                                  std::stop_token stop, std::int64_t submitNs) {
    AUTOGLM_CHECK(validate(session, prompt, parameters));
    return Generation(session, tokenizer, prompt, parameters).run(onToken, stop, submitNs);
}

}  // namespace autoglm::engine
