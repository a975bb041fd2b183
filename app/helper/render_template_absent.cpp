// Stands for render_template.cpp where minja was not found: the same command, whose answer says what is missing.
#include <iostream>
#include <string>

#include "app/helper/commands.h"
#include "core/base/json.h"
#include "core/text/render_protocol.h"

namespace autoglm::helper {

int renderTemplate(Arguments) {
    const Json answer{{"error", "libminja-dev was not installed"}, {"kind", text::renderAbsent}};
    for (std::string line; std::cout.good() && std::getline(std::cin, line);)
        std::cout << answer.dump() << std::endl;
    return std::cout.good() ? 0 : 1;
}

}  // namespace autoglm::helper
