#include "core/engine/stop_strings.h"

#include <algorithm>
#include <utility>

namespace autoglm::engine {

std::string StopStrings::append(std::string_view text) {
    if (m_found) return {};
    m_held += text;
    std::size_t first = std::string::npos;
    for (const std::string& stop : m_strings)
        first = std::min(first, m_held.find(stop));
    m_found = first != std::string::npos;
    if (m_found) {
        std::string before = m_held.substr(0, first);
        m_held.clear();
        return before;
    }
    std::size_t kept = 0;  // length of the longest end of m_held that begins a stop string
    for (const std::string& stop : m_strings)
        for (std::size_t length = std::min(stop.size() - 1, m_held.size()); length > kept; --length)
            if (m_held.ends_with(std::string_view(stop).substr(0, length))) kept = length;
    std::string ready = m_held.substr(0, m_held.size() - kept);
    m_held.erase(0, ready.size());
    return ready;
}

std::string StopStrings::flush() {
    return std::exchange(m_held, {});
}

}  // namespace autoglm::engine
