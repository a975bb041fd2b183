// Never finishes loading, as a driver that waits for a lost device.
#include <unistd.h>

namespace {
[[gnu::constructor]] void waitForever() {
    while (true)
        ::pause();
}
}  // namespace
