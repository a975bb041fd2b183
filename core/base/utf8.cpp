#include "core/base/utf8.h"

#include <algorithm>

namespace autoglm {

std::size_t commonPrefix(std::string_view a, std::string_view b) {
    auto length = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const auto isInside = [&length](std::string_view text) {
        return length < text.size() && isContinuation(text[length]);
    };
    while (length > 0 && (isInside(a) || isInside(b)))
        --length;
    return length;
}

}  // namespace autoglm
