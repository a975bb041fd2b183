// What options accept, and the sentences for what they do not. CLI11's own words are for programmers.
#pragma once

#include <CLI/CLI.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace autoglm::cli {

/// Digits alone, from `least` to `most`.
CLI::Validator wholeNumber(std::uint64_t least, std::uint64_t most = std::numeric_limits<std::int64_t>::max());
/// Any number; its range is the core's to check.
CLI::Validator decimalNumber();
CLI::Validator oneOf(const std::vector<std::string>& words);
/// Not empty; `expected` says what could stand there, for example "a file".
CLI::Validator someText(const std::string& expected);
/// Valid UTF-8: nothing that was not written reaches a model.
CLI::Validator utf8Text();

/// InvalidArgument that names the file or line `subject` and the first byte that is no UTF-8.
Status requireUtf8(std::string_view text, const std::string& subject);

/// CLI11's report in the words of this program.
std::string sentenceOf(const CLI::ParseError& error);

}  // namespace autoglm::cli
