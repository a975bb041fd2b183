#include "core/text/utf8_stream.h"

#include <utility>

namespace autoglm::text {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Bytes a character starting with `lead` has; 0 where none starts so.
std::size_t lengthOf(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/// Whether `byte` may follow the valid beginning `partial` (Unicode 15, table 3-7).
bool continues(std::string_view partial, unsigned char byte) {
    if (partial.size() > 1) return byte >= 0x80 && byte <= 0xBF;
    switch (static_cast<unsigned char>(partial[0])) {
        case 0xE0:
            return byte >= 0xA0 && byte <= 0xBF;
        case 0xED:
            return byte >= 0x80 && byte <= 0x9F;
        case 0xF0:
            return byte >= 0x90 && byte <= 0xBF;
        case 0xF4:
            return byte >= 0x80 && byte <= 0x8F;
        default:
            return byte >= 0x80 && byte <= 0xBF;
    }
}

}  // namespace

void Utf8Stream::append(std::string_view bytes) {
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (!m_partial.empty()) {
            if (continues(m_partial, byte)) {
                m_partial += c;
                if (m_partial.size() == lengthOf(static_cast<unsigned char>(m_partial[0]))) {
                    m_ready += m_partial;
                    m_partial.clear();
                }
                continue;
            }
            m_ready += replacement;
            m_partial.clear();
        }
        switch (lengthOf(byte)) {
            case 0:
                m_ready += replacement;
                break;
            case 1:
                m_ready += c;
                break;
            default:
                m_partial = c;
        }
    }
}

std::string Utf8Stream::take() {
    return std::exchange(m_ready, {});
}

std::string Utf8Stream::flush() {
    if (!m_partial.empty()) m_ready += replacement;
    m_partial.clear();
    return take();
}

}  // namespace autoglm::text
