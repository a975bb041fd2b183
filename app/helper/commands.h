// The subcommands of autoglm-helper: what must not happen inside the main program, because it may crash or never end.
// One function per subcommand, each in its own file; add it to the table in main.cpp. The result is the exit code.
#pragma once

#include <span>
#include <string_view>

namespace autoglm::helper {

using Arguments = std::span<const std::string_view>;

/// Reads requests on standard input, answers each on standard output; see core/text/render_protocol.h.
int renderTemplate(Arguments arguments);

/// MODULE [--precisions]: loads an engine module and says what it is; see core/engine/engine_module.h.
int probeEngine(Arguments arguments);

}  // namespace autoglm::helper
