// The child's side of the engine probe and nothing else.
#include <cstdlib>
#include <string_view>

#include "core/engine/engine_module.h"

int main(int argc, char** argv) {
    using namespace autoglm::engine;
    if (argc < 3 || std::string_view(argv[1]) != "probe-engine") return 2;
    std::_Exit(probeEngineMain(argv[2], argc > 3 ? ProbeDepth::FactsAndPrecisions : ProbeDepth::FactsOnly,
                               argc > 4 ? argv[4] : ""));
}
