#include "core/evaluate/comparison_result.h"

#include <cmath>

#include "core/base/text_format.h"

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

std::optional<double> ComparisonResult::weightsRatio() const {
    if (arms.size() < 2 || arms[0].weightsBytes == 0 || arms[1].weightsBytes == 0) return std::nullopt;
    return static_cast<double>(arms[1].weightsBytes) / static_cast<double>(arms[0].weightsBytes);
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

std::string armTitle(const ComparisonResult& result, std::size_t arm) {
    const ArmResult& mine = result.arms[arm];
    const ArmResult& other = result.arms[1 - arm];
    std::string title = model::precisionTitle(mine.precision);
    if (result.hasTwoModels()) title = concat(result.models[arm].name, " ", title);
    const bool isTold = result.hasTwoModels() ? result.models[0].name != result.models[1].name
                                              : mine.precision != other.precision || mine.device != other.device;
    if (mine.device != other.device) title += " on " + mine.device;
    return isTold ? title : concat(arm == 0 ? "A (" : "B (", title, ")");
}

}  // namespace autoglm::evaluate
