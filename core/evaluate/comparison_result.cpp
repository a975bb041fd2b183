#include "core/evaluate/comparison_result.h"

#include <cmath>

namespace autoglm::evaluate {

SampledMetric sampledMetric(std::vector<double> samples) {
    SampledMetric metric{.samples = std::move(samples), .estimate = {}};
    metric.estimate = measure::meanEstimate(metric.samples);
    return metric;
}

LoadTimes loadTimes(const engine::LoadReport& report) {
    return {.readNs = report.readNs,
            .hashNs = report.hashNs,
            .convertNs = report.convertNs,
            .uploadNs = report.uploadNs,
            .wallNs = report.wallNs};
}

Difference tellDifference(const PairedRatio& ratio, Sense sense) {
    if (!ratio.estimate || !ratio.estimate->interval95) return Difference::CannotTell;
    const auto [low, high] = *ratio.estimate->interval95;
    const bool excludesOne = low > 1 || high < 1;
    if (!excludesOne || std::abs(std::log(ratio.estimate->ratio)) <= ratio.noiseFloorLog) return Difference::CannotTell;
    const bool isFaster = (ratio.estimate->ratio > 1) == (sense == Sense::HigherIsFaster);
    return isFaster ? Difference::Faster : Difference::Slower;
}

const char* differenceName(Difference difference) {
    switch (difference) {
        case Difference::Faster:
            return "faster";
        case Difference::Slower:
            return "slower";
        case Difference::CannotTell:
            return "cannot tell";
    }
    return "cannot tell";
}

}  // namespace autoglm::evaluate
