// The generation loop, outside the model: prefill, then pick, deliver, decode until a stop. Runs on the engine thread.
// Times are those of METRICS.md: monotonic nanoseconds, one per token, kept. Stopped by the token: a result with
// FinishReason::Cancelled that holds what was generated. Errors: prompt empty or longer than the context; device
// errors.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/sampling.h"
#include "core/measure/run_record.h"
#include "core/model/model_folder.h"
#include "core/text/tokenizer.h"

namespace autoglm::engine {

enum class EosHandling { Stop, Ignore };

struct GenerationParameters {
    SamplingParameters sampling{};
    std::int64_t maxTokens = 512;
    std::vector<std::string> stopStrings{};
    std::vector<std::int64_t> eosIds{};
    EosHandling eos = EosHandling::Stop;
    std::size_t alternatives =
        0;  ///< per token, this many likeliest are delivered (costs one pass over the vocabulary)
};

/// InvalidArgument naming the option that is out of range.
Status validate(const GenerationParameters& parameters);

/// What a folder's generation_config.json asks for, max_new_tokens included. As in transformers, temperature, top-k,
/// top-p and min-p count only where it asks for sampling; otherwise the choice is greedy.
GenerationParameters defaultParameters(const model::ModelFolder& folder);

enum class FinishReason { Eos, StopString, Length, Context, Cancelled };
const char* finishReasonName(FinishReason reason);  ///< "stop" (eos and stop string), "length", "cancelled"

/// One token as it is delivered. Text may be empty: a character can span tokens.
struct TokenEvent {
    std::size_t index = 0;
    TokenId id = 0;
    std::string text;         ///< complete UTF-8 that this token finished
    std::int64_t timeNs = 0;  ///< nowNs() when it was delivered
    std::vector<TokenProbability> alternatives;
    float probability = 0;  ///< of the chosen token; 0 where alternatives were not asked for
};
using TokenCallback = std::function<void(const TokenEvent&)>;

/// What was generated, and the record of its times.
struct GenerationResult : measure::RunRecord {
    std::string text;               ///< without the stop string and without special tokens
    std::vector<TokenId> tokenIds;  ///< generated; an end-of-sequence token that ended it is included
    FinishReason finish = FinishReason::Length;
    std::int64_t firstTextNs = 0;        ///< nowNs() of the first complete character; 0 where there was none
    std::vector<std::int64_t> decodeNs;  ///< duration of each decode step, sampling excluded; one fewer than tokens
    std::size_t nonFiniteSteps = 0;      ///< steps whose logits held a NaN or an infinity: the run is void where not 0
};

/// The session holds nothing, or a beginning of `prompt` that is not all of it: that much is not computed again, and
/// promptTokens counts it while reusedTokens says how much it was. `tokenizer` may be null: then there is no text and
/// no stop string.
Result<GenerationResult> generate(Session& session, const text::Tokenizer* tokenizer, std::span<const TokenId> prompt,
                                  const GenerationParameters& parameters, const TokenCallback& onToken,
                                  std::stop_token stop, std::int64_t submitNs);

struct BatchRequest {
    std::vector<TokenId> prompt;
    GenerationParameters parameters;
};
using BatchCallback = std::function<void(std::size_t request, Result<GenerationResult> result)>;

/// Answers every request, as many at once as the session has sequences, each with what it would get alone; `onFinished`
/// is called once per request, in the order in which they end. An answer's time begins with its prefill, and a decode
/// step's time is that of the whole batch. A request that cannot be answered does not cost the others; Cancelled and
/// faults of the device end it.
Status generateBatch(Session& session, const text::Tokenizer* tokenizer, std::span<const BatchRequest> requests,
                     const BatchCallback& onFinished, std::stop_token stop);

}  // namespace autoglm::engine
