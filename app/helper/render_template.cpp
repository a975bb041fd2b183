#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <new>

#include "app/helper/commands.h"
#include "app/helper/jinja_render.h"
#include "core/text/render_protocol.h"

namespace autoglm::helper {
namespace {

/// The sanitizers reserve terabytes of addresses, so that no limit on them can be set.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool addressesCanBeLimited = false;
#else
constexpr bool addressesCanBeLimited = true;
#endif

void limit(__rlimit_resource resource, std::uint64_t value) {
    const rlimit bounds{value, value};
    ::setrlimit(resource, &bounds);
}

/// The main thread's stack grows to what the limit is then: the same room under whatever shell this was started from,
/// where that allows it.
void makeRoomOnTheStack() {
    constexpr rlim_t bytes = 32U << 20U;
    rlimit bounds{};
    ::getrlimit(RLIMIT_STACK, &bounds);
    bounds.rlim_cur = std::min(bytes, bounds.rlim_max);
    ::setrlimit(RLIMIT_STACK, &bounds);
}

}  // namespace

int renderTemplate(Arguments) {
    const std::string input(std::istreambuf_iterator<char>(std::cin), {});
    const Result<Json> request = parseJson(input, "the request");
    if (!request) {
        std::cerr << request.error().message << '\n';
        return 2;
    }
    makeRoomOnTheStack();
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, request->value("cpu_seconds", std::uint64_t{6}));
    if (addressesCanBeLimited) limit(RLIMIT_AS, request->value("memory_bytes", std::uint64_t{512} << 20U));
    // Inside the renderer a failed allocation would be caught and reported as an error of the template.
    std::set_new_handler([] { ::_exit(text::renderExitOutOfMemory); });

    const jinja::Rendered rendered =
        jinja::renderJinja(request->value("template", ""), request->value("variables", Json::object()));
    const Json answer = rendered.kind.empty() ? Json{{"text", rendered.text}}
                                              : Json{{"error", rendered.error}, {"kind", rendered.kind}};
    std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << std::flush;
    return std::cout.good() ? 0 : 1;
}

}  // namespace autoglm::helper
