// Dies while it is being loaded, as a library built for another CPU or driver does.
#include <cstdio>
#include <cstdlib>

namespace {
[[gnu::constructor]] void dieOnLoad() {
    std::fputs("first words\nno usable instruction set\n", stderr);
    std::abort();
}
}  // namespace
