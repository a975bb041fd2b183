#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <new>
#include <thread>

#include "app/helper/commands.h"
#include "app/helper/jinja_render.h"
#include "core/base/freed_memory.h"
#include "core/text/render_protocol.h"

namespace autoglm::helper {
namespace {

/// The sanitizers reserve terabytes of addresses, so that no limit on them can be set.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool addressesCanBeLimited = false;
#else
constexpr bool addressesCanBeLimited = true;
#endif

/// The soft limit alone: the next request may set another.
void limit(__rlimit_resource resource, std::uint64_t value) {
    rlimit bounds{};
    ::getrlimit(resource, &bounds);
    bounds.rlim_cur = std::min<rlim_t>(value, bounds.rlim_max);
    ::setrlimit(resource, &bounds);
}

/// The main thread's stack grows to what the limit is then: the same room under whatever shell this was started from,
/// where that allows it.
void makeRoomOnTheStack() {
    limit(RLIMIT_STACK, 32U << 20U);
}

std::uint64_t usedCpuSeconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1;
}

/// Addresses of this process, which is what the limit on memory counts.
std::uint64_t addressBytes() {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// Ends this process as soon as the other end of its standard input is gone: nobody is there to answer.
void endWithTheOwner() {
    std::thread([] {
        pollfd owner{STDIN_FILENO, 0, 0};
        while (::poll(&owner, 1, -1) < 0 && errno == EINTR) {
        }
        ::_exit(0);
    }).detach();
}

jinja::Rendered renderWithin(const Json& request) {
    limit(RLIMIT_CPU, usedCpuSeconds() + request.value("cpu_seconds", std::uint64_t{6}));
    if (addressesCanBeLimited) limit(RLIMIT_AS, request.value("memory_bytes", std::uint64_t{512} << 20U));
    return jinja::renderJinja(request.value("template", ""), request.value("variables", Json::object()));
}

}  // namespace

int renderTemplate(Arguments) {
    std::ios::sync_with_stdio(false);
    endWithTheOwner();
    makeRoomOnTheStack();
    limit(RLIMIT_CORE, 0);
    // Inside the renderer a failed allocation would be caught and reported as an error of the template.
    std::set_new_handler([] { ::_exit(text::renderExitOutOfMemory); });

    // A later rendering has as much room as the first, but for this.
    constexpr std::uint64_t keptBytes = 16U << 20U;
    const std::uint64_t addressesAtStart = addressBytes();
    for (std::string line; std::getline(std::cin, line);) {
        const Result<Json> request = parseJson(line, "the request");
        if (!request) {
            std::cerr << request.error().message << '\n';
            return 2;
        }
        Json answer;
        {
            const jinja::Rendered rendered = renderWithin(*request);
            answer = rendered.kind.empty() ? Json{{"text", rendered.text}}
                                           : Json{{"error", rendered.error}, {"kind", rendered.kind}};
        }
        line = {};
        giveBackFreedMemory();
        if (addressBytes() > addressesAtStart + keptBytes) answer["spent"] = true;
        std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
        if (!std::cout.good()) return 1;
        if (addressesCanBeLimited) limit(RLIMIT_AS, RLIM_INFINITY);
    }
    return 0;
}

}  // namespace autoglm::helper
