// Finds stop strings in text that arrives in pieces: text that could be the beginning of one is held back until it is
// known. One thread. Pieces and stop strings are valid UTF-8, so that what comes out never splits a character.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace autoglm::engine {

class StopStrings {
  public:
    explicit StopStrings(std::vector<std::string> strings) : m_strings(std::move(strings)) {}

    /// The text that may be shown now: everything before the first stop string, once one is complete.
    std::string append(std::string_view text);

    /// True once a stop string was completed; everything from its beginning on is dropped.
    bool isFound() const { return m_found; }

    /// What was held back and turned out to be no stop string.
    std::string flush();

  private:
    std::vector<std::string> m_strings;
    std::string m_held;
    bool m_found = false;
};

}  // namespace autoglm::engine
