// The memory bandwidth that reading alone reaches here, in this process: the denominator of MBU (METRICS.md).
// Threads sum a buffer several times the last-level cache, written beforehand by the thread that reads it.
// Blocks for about a second; call it while nothing else is measured. Rates in bytes per second, 10^9 bytes to the GB.
// Errors: OutOfMemory (no room for a buffer beyond the cache), Cancelled, InvalidArgument.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/base/system_info.h"

namespace autoglm::measure {

struct ReadBandwidthOptions {
    int threads = 0;                           ///< 0: the physical cores that this process may use
    std::optional<std::uint64_t> bufferBytes;  ///< absent: eight times the cache, at least 256 MiB
    int repetitions = 9;                       ///< timed passes over the buffer, after one that is not counted
    double memoryShare = 0.25;                 ///< at most this part of the available memory
};

struct ReadBandwidth {
    double bestBytesPerS = 0;
    double medianBytesPerS = 0;
    std::vector<double> samplesBytesPerS;  ///< per pass, in order
    std::uint64_t bufferBytes = 0;
    int threads = 0;
    const char* method = "";  ///< loads used: "avx512", "avx2", "scalar"
};

Result<ReadBandwidth> measureReadBandwidth(const ReadBandwidthOptions& options = {}, std::stop_token stop = {});

/// Threads for work bound by memory or arithmetic: physical cores within what this process may use, at least 1.
int workingThreads(const SystemInfo& system);

}  // namespace autoglm::measure
