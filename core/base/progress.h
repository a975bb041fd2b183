// Progress of long work, as the work reports it. The callback runs on the working thread and must return at once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace autoglm {

struct Progress {
    std::string phase;           ///< what is being done, for example "load", "hash", "prefill"
    std::uint64_t done = 0;      ///< in the unit below
    std::uint64_t total = 0;     ///< 0 where unknown
    std::string unit = "bytes";  ///< "bytes", "tokens", "steps"
    std::string detail;          ///< file, prompt or test at hand
};

using ProgressCallback = std::function<void(const Progress&)>;

}  // namespace autoglm
