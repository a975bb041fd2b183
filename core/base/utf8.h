// Where the characters of a UTF-8 text begin. Any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace autoglm {

/// Whether a byte belongs to the character that began before it.
inline bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Bytes that two texts have in common at their beginning, whole characters only.
std::size_t commonPrefix(std::string_view a, std::string_view b);

}  // namespace autoglm
