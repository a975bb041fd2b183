// A piece of a text by its bytes. Plain value; any thread.
#pragma once

#include <cstddef>

namespace autoglm::text {

struct TextRange {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< excluded
};

}  // namespace autoglm::text
