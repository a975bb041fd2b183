// A recorded time (utcNow() in core/base/clock.h) as the clock on the wall here shows it, for people; documents keep
// UTC. Any thread.
#pragma once

#include <string>

namespace autoglm {

/// Formats of strftime: with the offset from UTC where others read it or where it is quoted; to the minute in lists.
inline constexpr const char* timeWithOffset = "%Y-%m-%d %H:%M:%S %z";
inline constexpr const char* timeOfList = "%Y-%m-%d %H:%M";

/// "2026-11-20 15:05:09 +0100"; what is no such time stays as it is.
std::string localTime(const std::string& utc, const char* format = timeWithOffset);

}  // namespace autoglm
