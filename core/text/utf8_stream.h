// Turns token bytes into text that can be shown at once: only complete characters come out, never a split one.
// One thread at a time. Invalid bytes become U+FFFD as soon as no further byte could complete them, one per maximal
// subpart (Unicode 15, section 3.9), so that the pieces together equal decoding everything at once.
#pragma once

#include <string>
#include <string_view>

namespace autoglm::text {

class Utf8Stream {
  public:
    void append(std::string_view bytes);

    /// The complete characters not taken yet; empty while a character is still being spelled.
    std::string take();

    /// What take() would give and, for a character that was cut off, U+FFFD. The stream is empty afterwards.
    std::string flush();

  private:
    std::string m_ready;
    std::string m_partial;  ///< 0 to 3 bytes: a valid beginning of one character
};

}  // namespace autoglm::text
