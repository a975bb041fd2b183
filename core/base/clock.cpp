#include "core/base/clock.h"

#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>
#include <limits>

namespace autoglm {

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> buffer{};
    const std::size_t length = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {buffer.data(), length};
}

std::int64_t threadCpuNs() {
    std::timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return 1'000'000'000LL * used.tv_sec + used.tv_nsec;
}

double millisecondsSinceStart() {
    std::ifstream stat("/proc/self/stat");
    stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');  // the name before may hold blanks
    std::string field;
    for (int number = 3; number < 22; ++number)
        stat >> field;
    double startedTicks = 0;
    if (!(stat >> startedTicks)) return 0;
    std::timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec) -
           1e3 * startedTicks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace autoglm
