#include "core/engine/sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text_format.h"

namespace autoglm::engine {
namespace {

constexpr float removed = -std::numeric_limits<float>::infinity();

float largest(std::span<const float> values) {
    float best = removed;
    for (const float value : values)
        best = value > best ? value : best;
    return best;
}

/// FP32 terms with an FP64 sum: closer to the true softmax than any order of FP32 additions.
std::vector<float> softmax(std::span<const float> scores) {
    const float top = largest(scores);
    std::vector<float> probabilities(scores.size());
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        probabilities[i] = std::exp(scores[i] - top);
        sum += static_cast<double>(probabilities[i]);
    }
    for (float& probability : probabilities)
        probability = static_cast<float>(static_cast<double>(probability) / sum);
    return probabilities;
}

/// Each id of the history counts once, however often it occurred.
void penalizeRepetition(std::vector<float>& scores, std::span<const TokenId> history, float penalty) {
    std::vector<TokenId> ids(history.begin(), history.end());
    std::ranges::sort(ids);
    const auto repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
    for (const TokenId id : ids) {
        if (id < 0 || static_cast<std::size_t>(id) >= scores.size()) continue;
        float& score = scores[static_cast<std::size_t>(id)];
        score = score < 0 ? score * penalty : score / penalty;
    }
}

void penalizeCounts(std::vector<float>& scores, std::span<const TokenId> generated, float frequency, float presence) {
    std::vector<TokenId> ids(generated.begin(), generated.end());
    std::ranges::sort(ids);
    for (auto first = ids.begin(); first != ids.end();) {
        const auto last = std::upper_bound(first, ids.end(), *first);
        if (*first >= 0 && static_cast<std::size_t>(*first) < scores.size())
            scores[static_cast<std::size_t>(*first)] -= static_cast<float>(last - first) * frequency + presence;
        first = last;
    }
}

/// Ties with the k-th largest stay.
void keepTopK(std::vector<float>& scores, std::int64_t k) {
    if (static_cast<std::size_t>(k) >= scores.size()) return;
    std::vector<float> ordered = scores;
    const auto kth = ordered.begin() + (k - 1);
    std::ranges::nth_element(ordered, kth, std::greater<>());
    for (float& score : scores)
        if (score < *kth) score = removed;
}

/// transformers sorts ascending and removes what lies in the first 1 - p of the running sum. A heap finds the same
/// set from the other end without sorting the vocabulary. Of equal scores the lower id stays, as with argmax; the sort
/// there is not stable and promises nothing.
void keepTopP(std::vector<float>& scores, double p) {
    const std::vector<float> probabilities = softmax(scores);
    std::vector<TokenId> heap;
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (scores[i] > removed) heap.push_back(static_cast<TokenId>(i));
    const auto less = [&scores](TokenId a, TokenId b) {
        const float scoreA = scores[static_cast<std::size_t>(a)];
        const float scoreB = scores[static_cast<std::size_t>(b)];
        return scoreA != scoreB ? scoreA < scoreB : a > b;
    };
    std::ranges::make_heap(heap, less);
    const auto threshold = static_cast<float>(1.0 - p);
    double above = 0;  // probability of everything larger than the top of the heap
    auto end = heap.end();
    while (end != heap.begin()) {
        const bool isLargest = end == heap.end();
        if (!isLargest && static_cast<float>(1.0 - above) <= threshold) break;
        above += static_cast<double>(probabilities[static_cast<std::size_t>(heap.front())]);
        std::ranges::pop_heap(heap.begin(), end, less);
        --end;
    }
    std::for_each(heap.begin(), end, [&scores](TokenId id) { scores[static_cast<std::size_t>(id)] = removed; });
}

void keepMinP(std::vector<float>& scores, float minP) {
    const std::vector<float> probabilities = softmax(scores);
    const float threshold = minP * largest(probabilities);
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (probabilities[i] < threshold) scores[i] = removed;
}

std::unexpected<Error> outOfRange(const char* option, double value, const char* expected) {
    return fail(ErrorCode::InvalidArgument, concat(option, " is ", value, "; ", expected, " was expected"), option);
}

}  // namespace

Status validate(const SamplingParameters& parameters) {
    const SamplingParameters& p = parameters;
    if (!std::isfinite(p.temperature) || p.temperature < 0)
        return outOfRange("temperature", p.temperature, "0 (greedy) or a positive number");
    if (p.topK < 0) return outOfRange("top-k", static_cast<double>(p.topK), "0 (off) or a positive number of tokens");
    if (!(p.topP > 0 && p.topP <= 1)) return outOfRange("top-p", p.topP, "a number above 0 and at most 1");
    if (!(p.minP >= 0 && p.minP <= 1)) return outOfRange("min-p", p.minP, "a number from 0 to 1");
    if (!std::isfinite(p.repetitionPenalty) || p.repetitionPenalty <= 0)
        return outOfRange("repetition-penalty", p.repetitionPenalty, "a positive number (1: off)");
    if (!(std::abs(p.frequencyPenalty) <= 2))
        return outOfRange("frequency-penalty", p.frequencyPenalty, "a number from -2 to 2");
    if (!(std::abs(p.presencePenalty) <= 2))
        return outOfRange("presence-penalty", p.presencePenalty, "a number from -2 to 2");
    return {};
}

Sampler::Sampler(const SamplingParameters& parameters) : m_parameters(parameters), m_random(parameters.seed) {}

std::vector<float> Sampler::processedProbabilities(std::span<const float> logits, std::span<const TokenId> history,
                                                   std::size_t promptTokens) const {
    const SamplingParameters& p = m_parameters;
    std::vector<float> scores(logits.begin(), logits.end());
    if (p.repetitionPenalty != 1.0) penalizeRepetition(scores, history, static_cast<float>(p.repetitionPenalty));
    if (p.frequencyPenalty != 0.0 || p.presencePenalty != 0.0)
        penalizeCounts(scores, history.subspan(std::min(promptTokens, history.size())),
                       static_cast<float>(p.frequencyPenalty), static_cast<float>(p.presencePenalty));
    if (p.temperature == 0.0) {
        std::vector<float> certain(scores.size(), 0.0F);
        certain[static_cast<std::size_t>(argmax(scores))] = 1.0F;
        return certain;
    }
    if (p.temperature != 1.0)
        for (float& score : scores)
            score /= static_cast<float>(p.temperature);
    if (p.topK > 0) keepTopK(scores, p.topK);
    if (p.topP < 1.0) keepTopP(scores, p.topP);
    if (p.minP > 0.0) keepMinP(scores, static_cast<float>(p.minP));
    return softmax(scores);
}

TokenId Sampler::pick(std::span<const float> logits, std::span<const TokenId> history, std::size_t promptTokens) {
    const SamplingParameters& p = m_parameters;
    const bool changesNothing = p.repetitionPenalty == 1.0 && p.frequencyPenalty == 0.0 && p.presencePenalty == 0.0;
    if (p.temperature == 0.0 && changesNothing) return argmax(logits);
    const std::vector<float> probabilities = processedProbabilities(logits, history, promptTokens);
    // 53 bits make a double in [0, 1): the standard's distributions differ between libraries, the engine's bits do not.
    const double drawn = static_cast<double>(m_random() >> 11U) * 0x1.0p-53;
    double sum = 0;
    TokenId last = argmax(probabilities);
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (!(probabilities[i] > 0)) continue;
        last = static_cast<TokenId>(i);
        sum += static_cast<double>(probabilities[i]);
        if (drawn < sum) break;
    }
    return last;
}

TokenId argmax(std::span<const float> logits) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < logits.size(); ++i)
        // A NaN at the front would win every comparison.
        if (logits[i] > logits[best] || (std::isnan(logits[best]) && !std::isnan(logits[i]))) best = i;
    return static_cast<TokenId>(best);
}

LogitProbabilities::LogitProbabilities(std::span<const float> logits) : m_logits(logits), m_largest(largest(logits)) {
    for (const float logit : logits)
        m_sum += static_cast<double>(std::exp(logit - m_largest));
}

float LogitProbabilities::of(TokenId id) const {
    return static_cast<float>(static_cast<double>(std::exp(m_logits[static_cast<std::size_t>(id)] - m_largest)) /
                              m_sum);
}

std::vector<TokenProbability> LogitProbabilities::top(std::size_t count) const {
    // Few of many: nearly every logit costs one comparison. A NaN is never larger.
    std::vector<TokenId> best;
    const auto isLess = [this](TokenId a, TokenId b) {
        return m_logits[static_cast<std::size_t>(a)] < m_logits[static_cast<std::size_t>(b)];
    };
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        if (std::isnan(m_logits[i]) || (best.size() == count && (count == 0 || !isLess(best.back(), id)))) continue;
        if (best.size() == count) best.pop_back();
        best.insert(std::ranges::upper_bound(best, id, [&](TokenId a, TokenId b) { return isLess(b, a); }), id);
    }
    std::vector<TokenProbability> out;
    for (const TokenId id : best)
        out.push_back({id, of(id)});
    return out;
}

}  // namespace autoglm::engine
