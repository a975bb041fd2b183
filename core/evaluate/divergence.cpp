#include "core/evaluate/divergence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/engine/sampling.h"

namespace autoglm::evaluate {

namespace {

/// ln softmax(x)[i] = (x[i] - maximum) - logSum, each term in FP32, the sum behind logSum in float64.
struct SoftmaxTerms {
    float maximum = 0;
    float logSum = 0;
    float logProbability(float logit) const { return (logit - maximum) - logSum; }
};

SoftmaxTerms softmaxTerms(std::span<const float> logits) {
    SoftmaxTerms terms{.maximum = *std::ranges::max_element(logits), .logSum = 0};
    double sum = 0;
    for (const float logit : logits)
        sum += static_cast<double>(std::exp(logit - terms.maximum));
    terms.logSum = static_cast<float>(std::log(sum));
    return terms;
}

std::optional<double> standardError(std::span<const double> values) {
    const auto spread = measure::sampleStddev(values);
    if (!spread) return std::nullopt;
    return *spread / std::sqrt(static_cast<double>(values.size()));
}

template <class Field>
std::vector<double> column(std::span<const TokenDivergence> tokens, Field field) {
    std::vector<double> values;
    values.reserve(tokens.size());
    for (const TokenDivergence& token : tokens)
        values.push_back(field(token));
    return values;
}

}  // namespace

TokenDivergence compareLogits(std::span<const float> a, std::span<const float> b, std::int32_t correct) {
    const SoftmaxTerms p = softmaxTerms(a);
    const SoftmaxTerms q = softmaxTerms(b);
    TokenDivergence result;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double lnP = p.logProbability(a[i]);
        const double lnQ = q.logProbability(b[i]);
        result.kld += std::exp(lnP) * (lnP - lnQ);
    }
    const auto target = static_cast<std::size_t>(correct);
    const double lnP = p.logProbability(a[target]);
    const double lnQ = q.logProbability(b[target]);
    result.nllA = -lnP;
    result.nllB = -lnQ;
    result.deltaP = std::exp(lnQ) - std::exp(lnP);
    result.sameTop = engine::argmax(a) == engine::argmax(b);
    return result;
}

TopTokens topTokens(std::span<const float> logits, std::int32_t correct, double nll) {
    std::array<std::size_t, topTokenCount> best{};
    std::size_t held = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (held == topTokenCount && logits[i] <= logits[best[held - 1]]) continue;
        if (held < topTokenCount) ++held;
        std::size_t place = held - 1;
        for (; place > 0 && logits[best[place - 1]] < logits[i]; --place)
            best[place] = best[place - 1];
        best[place] = i;
    }
    TopTokens top{};
    const double reference = static_cast<double>(logits[static_cast<std::size_t>(correct)]) + nll;
    for (std::size_t k = 0; k < held; ++k)
        top[k] = {static_cast<engine::TokenId>(best[k]),
                  static_cast<float>(std::exp(static_cast<double>(logits[best[k]]) - reference))};
    return top;
}

double negativeLogLikelihood(std::span<const float> logits, std::int32_t correct) {
    return -static_cast<double>(softmaxTerms(logits).logProbability(logits[static_cast<std::size_t>(correct)]));
}

bool isFinite(const TokenDivergence& token) {
    return std::isfinite(token.kld) && std::isfinite(token.nllA) && std::isfinite(token.nllB);
}

std::optional<PerplexityEstimate> perplexity(std::span<const double> nll) {
    const auto center = measure::mean(nll);
    if (!center) return std::nullopt;
    PerplexityEstimate result{
        .ppl = std::exp(*center), .lnStderr = standardError(nll), .pplStderr = {}, .interval95 = {}};
    if (result.lnStderr) {
        const double half = measure::normal975 * *result.lnStderr;
        result.pplStderr = result.ppl * *result.lnStderr;
        // No perplexity is below 1, whatever the normal approximation of a few tokens says.
        result.interval95 = measure::Interval{std::exp(std::max(0.0, *center - half)), std::exp(*center + half)};
    }
    return result;
}

DivergenceSummary summarizeKld(std::span<const TokenDivergence> tokens) {
    const auto values = column(tokens, [](const TokenDivergence& token) { return token.kld; });
    return {.mean = measure::mean(values).value_or(0),
            .stderrOfMean = standardError(values),
            .median = measure::percentile(values, 0.5).value_or(0),
            .p90 = measure::percentileIfEnough(values, 0.90),
            .p95 = measure::percentileIfEnough(values, 0.95),
            .p99 = measure::percentileIfEnough(values, 0.99),
            .p999 = measure::percentileIfEnough(values, 0.999),
            .max = measure::percentile(values, 1).value_or(0)};
}

DeltaPSummary summarizeDeltaP(std::span<const TokenDivergence> tokens) {
    const auto values = column(tokens, [](const TokenDivergence& token) { return token.deltaP; });
    const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
    return {.mean = measure::mean(values).value_or(0),
            .stderrOfMean = standardError(values),
            .rms = values.empty() ? 0 : std::sqrt(squares / static_cast<double>(values.size())),
            .p01 = measure::percentileIfEnough(values, 0.01),
            .p05 = measure::percentileIfEnough(values, 0.05),
            .p50 = measure::percentile(values, 0.5),
            .p95 = measure::percentileIfEnough(values, 0.95),
            .p99 = measure::percentileIfEnough(values, 0.99)};
}

LogRatioEstimate summarizeLogRatio(std::span<const TokenDivergence> tokens) {
    // The spread of the differences holds the covariance: var(b - a) = var(a) + var(b) - 2 cov(a, b).
    const auto differences = column(tokens, [](const TokenDivergence& token) { return token.nllB - token.nllA; });
    return {.mean = measure::mean(differences).value_or(0), .stderrOfMean = standardError(differences)};
}

std::vector<StripBucket> divergenceStrip(std::span<const TokenDivergence> tokens, std::size_t buckets) {
    std::vector<StripBucket> strip;
    const std::size_t count = std::min(buckets, tokens.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t begin = tokens.size() * i / count;
        const std::size_t end = tokens.size() * (i + 1) / count;
        const auto values =
            column(tokens.subspan(begin, end - begin), [](const TokenDivergence& token) { return token.kld; });
        const auto largest = std::ranges::max_element(values);
        strip.push_back({.firstPosition = tokens[begin].position,
                         .lastPosition = tokens[end - 1].position,
                         .tokens = std::ssize(values),
                         .meanKld = *measure::mean(values),
                         .maxKld = *largest,
                         .maxPosition = tokens[begin + static_cast<std::size_t>(largest - values.begin())].position});
    }
    return strip;
}

}  // namespace autoglm::evaluate
