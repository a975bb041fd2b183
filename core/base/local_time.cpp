#include "core/base/local_time.h"

#include <array>
#include <ctime>

namespace autoglm {

std::string localTime(const std::string& utc, const char* format) {
    std::tm parts{};
    const char* end = strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (end == nullptr || *end != '\0') return utc;
    const std::time_t time = timegm(&parts);
    localtime_r(&time, &parts);
    std::array<char, 64> buffer{};
    const std::size_t length = std::strftime(buffer.data(), buffer.size(), format, &parts);
    return {buffer.data(), length};
}

}  // namespace autoglm
