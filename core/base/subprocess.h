// Runs a program apart from this one, with limits, and gives back what it said. A crash there is an outcome here.
// Any thread; safe in a program with threads (posix_spawn). The child is killed when its time is over.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace autoglm {

struct ProcessLimits {
    std::chrono::milliseconds timeout{10'000};
    std::uint64_t outputBytes = 64U << 20U;  ///< more than this on standard output ends the child
};

struct ProcessOutcome {
    int exitCode = -1;  ///< -1 where it was ended by a signal
    int signal = 0;
    bool timedOut = false;
    bool outputTooLong = false;
    std::string output;
    std::string errorOutput;  ///< at most 64 KiB of it
};

/// `arguments[0]` is the program's path. `input` is written to its standard input.
Result<ProcessOutcome> runProcess(const std::vector<std::string>& arguments, std::string_view input,
                                  const ProcessLimits& limits);

}  // namespace autoglm
