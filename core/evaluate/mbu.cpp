#include "core/evaluate/mbu.h"

namespace autoglm::evaluate {

std::optional<double> memoryBandwidthUtilization(const StepReads& reads,
                                                 const std::optional<measure::MeanEstimate>& secondsPerStep,
                                                 std::optional<double> readBandwidthBytesPerS,
                                                 std::optional<std::uint64_t> lastLevelCacheBytes) {
    if (!secondsPerStep || secondsPerStep->mean <= 0 || !readBandwidthBytesPerS || *readBandwidthBytesPerS <= 0)
        return std::nullopt;
    if (lastLevelCacheBytes && reads.weightBytes <= *lastLevelCacheBytes) return std::nullopt;
    const double bytes = static_cast<double>(reads.weightBytes) + reads.kvBytesPerPosition * reads.meanPositions;
    return bytes / secondsPerStep->mean / *readBandwidthBytesPerS;
}

double meanPositions(const std::vector<measure::RunRecord>& runs) {
    double sum = 0;
    double steps = 0;
    for (const measure::RunRecord& run : runs) {
        if (run.tokenNs.size() < 2) continue;
        // Step k of n - 1 appends output token k and attends to the prompt and k tokens.
        const double decodes = static_cast<double>(run.tokenNs.size() - 1);
        sum += decodes * (static_cast<double>(run.promptTokens) + (decodes + 1) / 2);
        steps += decodes;
    }
    return steps > 0 ? sum / steps : 0;
}

}  // namespace autoglm::evaluate
