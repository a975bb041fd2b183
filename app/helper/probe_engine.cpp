#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "app/helper/commands.h"
#include "core/engine/engine_module.h"

namespace autoglm::helper {

int probeEngine(Arguments arguments) {
    using namespace autoglm::engine;
    const bool withPrecisions =
        (arguments.size() == 2 || arguments.size() == 3) && arguments[1] == std::string_view("--precisions");
    if (arguments.empty() || (arguments.size() > 1 && !withPrecisions)) {
        std::cerr << "usage: autoglm-helper probe-engine MODULE [--precisions [DEVICE]]\n";
        return 2;
    }
    // Destructors of the loaded libraries could crash after everything has been said.
    std::_Exit(probeEngineMain(arguments[0], withPrecisions ? ProbeDepth::FactsAndPrecisions : ProbeDepth::FactsOnly,
                               std::string(arguments.size() == 3 ? arguments[2] : "")));
}

}  // namespace autoglm::helper
