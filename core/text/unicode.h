// Properties of characters in valid UTF-8, as Rust's regex crate defines them for \s and \w. Any thread.
#pragma once

#include <string_view>

namespace autoglm::text {

/// Bytes of white space (Unicode White_Space) at the beginning and at the end of `text`.
std::size_t leadingWhiteSpace(std::string_view text);
std::size_t trailingWhiteSpace(std::string_view text);

bool startsWithWordCharacter(std::string_view text);
bool endsWithWordCharacter(std::string_view text);

}  // namespace autoglm::text
