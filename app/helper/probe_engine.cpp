#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "app/helper/commands.h"
#include "core/engine/engine_module.h"

namespace autoglm::helper {

int probeEngine(Arguments arguments) {
    using namespace autoglm::engine;
    const bool withPrecisions = arguments.size() == 2 && arguments[1] == "--precisions";
    if (arguments.empty() || (arguments.size() > 1 && !withPrecisions)) {
        std::cerr << "usage: autoglm-helper probe-engine MODULE [--precisions]\n";
        return 2;
    }
    // Destructors of the loaded libraries could crash after everything has been said.
    std::_Exit(probeEngineMain(arguments[0], withPrecisions ? ProbeDepth::FactsAndPrecisions : ProbeDepth::FactsOnly));
}

}  // namespace autoglm::helper
