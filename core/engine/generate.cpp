#include "core/engine/generate.h"

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/engine/generation.h"

namespace autoglm::engine {
namespace {

Status validate(std::int64_t contextLength, std::int64_t cachedTokens, std::span<const TokenId> prompt,
                const GenerationParameters& parameters) {
    AUTOGLM_CHECK(engine::validate(parameters));
    if (prompt.empty())
        return fail(ErrorCode::InvalidArgument, "the prompt is empty; at least one token is needed", "prompt");
    const auto promptTokens = static_cast<std::int64_t>(prompt.size());
    if (promptTokens > contextLength)
        return fail(ErrorCode::InvalidArgument,
                    concat("the prompt has ", promptTokens, " tokens while the context has room for ", contextLength,
                           "; shorten the prompt or choose a longer context"),
                    "prompt");
    if (promptTokens <= cachedTokens)
        return fail(ErrorCode::Internal,
                    concat("the session holds ", cachedTokens, " tokens of a prompt of ", promptTokens,
                           "; at least its last one must be left to compute"),
                    "prompt");
    return {};
}

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
    AUTOGLM_CHECK(validate(session.contextLength(), session.length(), prompt, parameters));
    Generation generation(tokenizer, prompt, parameters, session.contextLength(), session.length());
    generation.begin(submitNs);
    std::int64_t begin = nowNs();
    Status step = session.prefill(prompt.subspan(static_cast<std::size_t>(session.length())), stop);
    generation.prefilled(nowNs() - begin);
    while (step && !stop.stop_requested()) {
        if (const auto finish = generation.deliverToken(session.logits(), onToken)) return generation.finish(*finish);
        if (stop.stop_requested()) break;
        begin = nowNs();
        step = session.decode(generation.history().last(1));
        if (step) generation.decoded(nowNs() - begin);
    }
    if (!step && step.error().code != ErrorCode::Cancelled) return fail(std::move(step).error());
    return generation.finish(FinishReason::Cancelled);
}

namespace {

struct Running {
    std::size_t request = 0;
    Generation generation;
};

/// The batch of generateBatch: running sequences lie at the front of the session, one after the other.
class Batch {
  public:
    Batch(Session& session, const text::Tokenizer* tokenizer, std::span<const BatchRequest> requests,
          const BatchCallback& onFinished)
        : m_session(session), m_tokenizer(tokenizer), m_requests(requests), m_onFinished(onFinished) {}

    Status run(const std::stop_token& stop) {
        while (m_next < m_requests.size() || !m_running.empty()) {
            while (m_next < m_requests.size() && std::ssize(m_running) < m_session.sequenceCount())
                AUTOGLM_CHECK(admit(m_next++, stop));
            if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the batch was stopped");
            if (!m_running.empty()) AUTOGLM_CHECK(advance());
        }
        return {};
    }

  private:
    /// Its prefill and first token, behind the sequences that run.
    Status admit(std::size_t index, const std::stop_token& stop) {
        const BatchRequest& request = m_requests[index];
        const std::int64_t submitNs = nowNs();
        Status ready = validate(m_session.contextLength(), 0, request.prompt, request.parameters);
        if (ready) ready = m_session.prefillSequence(std::ssize(m_running), request.prompt, stop);
        if (!ready && ready.error().code == ErrorCode::Cancelled) return ready;
        if (!ready) {
            m_onFinished(index, fail(ready.error()));
            return {};
        }
        Running one{index, Generation(m_tokenizer, request.prompt, request.parameters, m_session.contextLength(), 0)};
        one.generation.begin(submitNs);
        one.generation.prefilled(nowNs() - submitNs);
        if (const auto finish = one.generation.deliverToken(m_session.logits(), {}))
            m_onFinished(index, one.generation.finish(*finish));
        else
            m_running.push_back(std::move(one));
        return {};
    }

    /// One token for every sequence that runs.
    Status advance() {
        std::vector<TokenId> ids;
        for (const Running& one : m_running)
            ids.push_back(one.generation.history().back());
        const std::int64_t begin = nowNs();
        AUTOGLM_CHECK(m_session.decodeSequences(ids));
        const std::int64_t durationNs = nowNs() - begin;
        const std::span<const float> logits = m_session.logits();  // [running, vocab]
        const std::size_t vocab = logits.size() / m_running.size();
        std::vector<std::optional<FinishReason>> finished;
        for (std::size_t i = 0; i < m_running.size(); ++i) {
            m_running[i].generation.decoded(durationNs);
            finished.push_back(m_running[i].generation.deliverToken(logits.subspan(i * vocab, vocab), {}));
        }
        // From the back, so that what takes a finished one's place goes on.
        for (std::size_t i = m_running.size(); i-- > 0;) {
            if (!finished[i]) continue;
            m_onFinished(m_running[i].request, m_running[i].generation.finish(*finished[i]));
            AUTOGLM_CHECK(m_session.copySequence(std::ssize(m_running) - 1, static_cast<std::int64_t>(i)));
            m_running[i] = std::move(m_running.back());
            m_running.pop_back();
        }
        return {};
    }

    Session& m_session;
    const text::Tokenizer* m_tokenizer;
    const std::span<const BatchRequest> m_requests;
    const BatchCallback& m_onFinished;
    std::size_t m_next = 0;
    std::vector<Running> m_running;
};

}  // namespace

Status generateBatch(Session& session, const text::Tokenizer* tokenizer, std::span<const BatchRequest> requests,
                     const BatchCallback& onFinished, std::stop_token stop) {
    return Batch(session, tokenizer, requests, onFinished).run(stop);
}

}  // namespace autoglm::engine
