// Compiled once per program with the function it feeds.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz_targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    autoglm::fuzz::AUTOGLM_FUZZ_FUNCTION({reinterpret_cast<const char*>(data), size});
    return 0;
}
