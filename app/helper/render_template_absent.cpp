// Stands for render_template.cpp where minja was not found: the same command, whose answer says what is missing.
#include <iostream>
#include <limits>

#include "app/helper/commands.h"
#include "core/base/json.h"
#include "core/text/render_protocol.h"

namespace autoglm::helper {

int renderTemplate(Arguments) {
    std::cin.ignore(std::numeric_limits<std::streamsize>::max());  // the caller writes its request before it reads
    const Json answer{{"error", "libminja-dev was not installed"}, {"kind", text::renderAbsent}};
    std::cout << answer.dump() << std::flush;
    return std::cout.good() ? 0 : 1;
}

}  // namespace autoglm::helper
