// GPT-2's spelling of bytes as printable characters: each of the 256 bytes has one character of its own ("Ġ" is a
// space). Source: openai/gpt-2 encoder.py, bytes_to_unicode. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace autoglm::text {

/// The character of one byte, as UTF-8.
const std::string& byteLevelCharacter(unsigned char byte);

/// `bytes` so spelled.
std::string byteLevelEncode(std::string_view bytes);

/// The bytes that `piece` spells; nothing where it holds a character that stands for no byte.
std::optional<std::string> byteLevelDecode(std::string_view piece);

}  // namespace autoglm::text
