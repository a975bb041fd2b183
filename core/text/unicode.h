// Properties of characters in valid UTF-8, as the tokenizers library knows them. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace autoglm::text {

struct Character {
    std::int32_t code = -1;
    std::size_t length = 0;  ///< in bytes; 0: there is none
};
Character firstCharacter(std::string_view text);

/// Bytes of white space (Unicode White_Space) at the beginning and at the end of `text`.
std::size_t leadingWhiteSpace(std::string_view text);
std::size_t trailingWhiteSpace(std::string_view text);

/// Rust's \w: letters and other alphabetic characters, marks, decimal digits, connectors and join controls.
bool startsWithWordCharacter(std::string_view text);
bool endsWithWordCharacter(std::string_view text);

/// Character by character, as Rust's char::to_lowercase: no final sigma.
std::string lowerCase(std::string_view text);

/// Whether normalization forms leave this character and its neighbours alone because the library's tables, which are
/// those of Unicode 12.0, do not know it.
bool isUnknownToNormalization(std::int32_t code);

/// Members of a PCRE2 class: \w of Rust, and the punctuation of the library (Unicode 9 and ASCII's symbols).
extern const char* const rustWordClass;
extern const char* const punctuationClass;

}  // namespace autoglm::text
