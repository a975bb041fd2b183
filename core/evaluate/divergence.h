// How far the distribution of a test arm Q lies from that of a base arm P, teacher-forced over the same ids.
// Log-softmax in FP32, sums in float64, no term skipped; values in nats. KLD(x, x) is exactly 0. One thread at a time.
// Standard errors are of the mean over tokens, sqrt(sample variance / n); the log perplexity ratio is paired, so that
// the covariance of the two arms is in its variance. Source: ggml-org/llama.cpp tools/perplexity (definitions only).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/engine/sampling.h"
#include "core/measure/statistics.h"

namespace autoglm::evaluate {

/// One scored position. `position` counts tokens of the text, over all windows.
struct TokenDivergence {
    std::int64_t position = 0;
    double kld = 0;
    double nllA = 0;  ///< -ln P(correct)
    double nllB = 0;
    double deltaP = 0;  ///< Q(correct) - P(correct)
    bool sameTop = false;
};

/// Mean with standard error and the percentiles that n allows.
struct DivergenceSummary {
    double mean = 0;
    std::optional<double> stderrOfMean;
    double median = 0;
    std::optional<double> p90, p95, p99, p999;
    double max = 0;
};

struct DeltaPSummary {
    double mean = 0;
    std::optional<double> stderrOfMean;
    double rms = 0;
    std::optional<double> p01, p05, p50, p95, p99;
};

struct PerplexityEstimate {
    double ppl = 0;
    std::optional<double> lnStderr;               ///< standard error of ln ppl
    std::optional<double> pplStderr;              ///< ppl · lnStderr
    std::optional<measure::Interval> interval95;  ///< exp(ln ppl ± 1.96 · lnStderr)
};

struct LogRatioEstimate {
    double mean = 0;  ///< mean nll of B minus mean nll of A
    std::optional<double> stderrOfMean;
};

inline constexpr std::size_t topTokenCount = 10;
/// The likeliest tokens of one position, likeliest first; a smaller vocabulary leaves probabilities of 0 at the end.
using TopTokens = std::array<engine::TokenProbability, topTokenCount>;

struct LikelyToken {
    engine::TokenId id = 0;
    std::string text;  ///< as people read it, valid UTF-8; empty where there is no tokenizer
    double probability = 0;
};

/// What both arms expected at one position.
struct PeakPosition {
    std::string before;  ///< the last tokens that both had read
    engine::TokenId nextId = 0;
    std::string next;            ///< the token that comes in the text
    std::vector<LikelyToken> a;  ///< likeliest first, at most topTokenCount
    std::vector<LikelyToken> b;
};

/// A part of the per-position strip.
struct StripBucket {
    std::int64_t firstPosition = 0;
    std::int64_t lastPosition = 0;
    std::int64_t tokens = 0;
    double meanKld = 0;
    double maxKld = 0;
    std::int64_t maxPosition = 0;  ///< where the largest is, the first of several
    std::optional<PeakPosition> peak{};
};

/// Scores one position: `a` and `b` are FP32 logits [vocab], `correct` the next id of the text.
/// The result is not finite where a logit was not.
TokenDivergence compareLogits(std::span<const float> a, std::span<const float> b, std::int32_t correct);

/// The likeliest tokens of finite `logits`, whose softmax gives -ln of `correct` as `nll`. Of equal ones the lower id.
TopTokens topTokens(std::span<const float> logits, std::int32_t correct, double nll);

/// False where a logit was not finite: such a position is counted, not averaged.
bool isFinite(const TokenDivergence& token);

/// -ln softmax(logits)[correct].
double negativeLogLikelihood(std::span<const float> logits, std::int32_t correct);

/// exp(mean nll) with its error; absent where there is nothing to score.
std::optional<PerplexityEstimate> perplexity(std::span<const double> nll);

/// Summaries of what was collected; `tokens` must not be empty.
DivergenceSummary summarizeKld(std::span<const TokenDivergence> tokens);
DeltaPSummary summarizeDeltaP(std::span<const TokenDivergence> tokens);
LogRatioEstimate summarizeLogRatio(std::span<const TokenDivergence> tokens);

/// At most `buckets` buckets of equal numbers of scored positions, in the order of the text.
std::vector<StripBucket> divergenceStrip(std::span<const TokenDivergence> tokens, std::size_t buckets);

}  // namespace autoglm::evaluate
