// Renders a Jinja template as transformers' apply_chat_template does (trim_blocks, lstrip_blocks, its extra functions).
// One thread; runs in the calling process without limits of its own, so only autoglm-helper and tests/fuzz link it.
#pragma once

#include <string>

#include "core/base/json.h"

namespace autoglm::helper::jinja {

struct Rendered {
    std::string text;   ///< where `kind` is empty
    std::string error;  ///< one line
    std::string kind;   ///< core/text/render_protocol.h
};

Rendered renderJinja(const std::string& source, const Json& variables);

}  // namespace autoglm::helper::jinja
