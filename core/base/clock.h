// The one monotonic clock of every measurement, in nanoseconds; and wall time for records. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace autoglm {

/// Monotonic nanoseconds since an arbitrary start.
inline std::int64_t nowNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Nanoseconds that this thread has computed; 0 where that is not counted.
std::int64_t threadCpuNs();

/// Milliseconds since this process was started, in steps of 10 as Linux keeps them (proc(5), starttime); 0 where it
/// does not say.
double millisecondsSinceStart();

/// UTC as ISO 8601 with seconds, for example "2026-11-20T14:05:09Z".
std::string utcNow();

}  // namespace autoglm
