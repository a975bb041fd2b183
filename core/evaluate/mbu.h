// Memory bandwidth utilization of decoding: bytes that one step must read, over its time, over the measured read
// bandwidth. Pure; any thread. The embedding table is not counted, the output head is.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/measure/run_record.h"
#include "core/measure/statistics.h"

namespace autoglm::evaluate {

struct StepReads {
    std::uint64_t weightBytes = 0;
    double kvBytesPerPosition = 0;  ///< of all sequences together
    double meanPositions = 0;       ///< in the cache, over the steps that were timed
};

/// Absent where the time or the bandwidth is unknown, or where the weights fit in the last-level cache.
std::optional<double> memoryBandwidthUtilization(const StepReads& reads,
                                                 const std::optional<measure::MeanEstimate>& secondsPerStep,
                                                 std::optional<double> readBandwidthBytesPerS,
                                                 std::optional<std::uint64_t> lastLevelCacheBytes);

/// Mean number of positions that the decode steps of `runs` attended to.
double meanPositions(const std::vector<measure::RunRecord>& runs);

}  // namespace autoglm::evaluate
