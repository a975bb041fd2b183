// Small text building: join anything printable into a sentence, sizes and durations as people read them. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace autoglm {

/// concat("layer ", 3, " of ", 40): stream formatting into one string.
template <class... Args>
std::string concat(const Args&... args) {
    std::ostringstream out;
    (out << ... << args);
    return std::move(out).str();
}

/// Fixed decimals, '.' always, for example fixed(1.5, 2) == "1.50".
std::string fixed(double value, int decimals);

/// Decimal units as disks and vendors count: 999 B, 12.3 kB, 1.90 GB.
std::string formatBytes(std::uint64_t bytes);

/// 850 ns, 12.4 µs, 21.0 ms, 3.2 s, 4 min 10 s.
std::string formatDurationNs(std::int64_t ns);

/// "[2, 3]" for a tensor shape.
std::string formatShape(const std::vector<std::int64_t>& shape);

/// Items joined by `separator`.
std::string join(const std::vector<std::string>& items, std::string_view separator);

/// Parts between `separator`; empty parts are kept; "" gives one empty part.
std::vector<std::string> split(std::string_view text, char separator);

/// Without leading and trailing ASCII white space.
std::string_view trim(std::string_view text);

/// The first byte that begins no valid UTF-8 character (no surrogates, no overlong forms); nothing where all do.
std::optional<std::size_t> invalidUtf8At(std::string_view text);
inline bool isValidUtf8(std::string_view text) {
    return !invalidUtf8At(text);
}

/// The text with every invalid piece (maximal subpart, as Python and Rust count) replaced by U+FFFD, for JSON and
/// screens.
std::string sanitizeUtf8(std::string_view text);

}  // namespace autoglm
