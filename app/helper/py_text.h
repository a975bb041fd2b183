// Python's str: characters, case, white space, repr, %-formatting, and the methods of str, dict and list. One thread.
// Texts are valid UTF-8. Source: docs.python.org/3/library/stdtypes.html; Unicode properties come from utf8proc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/helper/py_value.h"

namespace autoglm::helper::jinja {

std::u32string characters(std::string_view text);
std::string utf8(char32_t character);
std::string utf8(std::u32string_view text);

bool isSpace(char32_t character);
std::string upper(std::string_view text);
std::string lower(std::string_view text);
std::string capitalize(std::string_view text);

/// `text` with every word, a run of characters that `isOfWord` accepts, spelled anew.
std::string withEachWord(std::string_view text, bool (*isOfWord)(char32_t), std::string (*spell)(std::u32string_view));

enum class Side { Left, Right, Both };
/// Without `set`, white space; else any of its characters.
std::string strip(const std::string& text, Side side, const std::string* set = nullptr);
std::string replaced(const std::string& text, const std::string& from, const std::string& to, std::int64_t count = -1);
std::vector<std::string> splitLines(const std::string& text);

std::string textRepr(const std::string& text);
/// template % arguments: %s, %r, %d, %i, %f, %x, %% with flags, width and precision.
std::string formatted(const std::string& format, const Value& arguments);

/// `value`.`name` as a function; undefined where Python has no such method. Those that change a list or dictionary
/// raise the sandbox's error when they are called.
Value methodOf(const Value& value, const std::string& name);

}  // namespace autoglm::helper::jinja
