#include "core/text/byte_level.h"

#include <array>
#include <cstdint>

namespace autoglm::text {
namespace {

constexpr std::size_t codeLimit = 256 + 68;  // 188 bytes stand for themselves, the other 68 are numbered from 256

struct Alphabet {
    std::array<std::string, 256> characters;
    std::array<std::int16_t, codeLimit> bytes{};
};

bool standsForItself(unsigned byte) {
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

Alphabet makeAlphabet() {
    Alphabet out;
    out.bytes.fill(-1);
    unsigned next = 256;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const unsigned code = standsForItself(byte) ? byte : next++;
        std::string& character = out.characters[byte];
        if (code < 0x80) {
            character = static_cast<char>(code);
        } else {
            character = {static_cast<char>(0xC0U | (code >> 6U)), static_cast<char>(0x80U | (code & 0x3FU))};
        }
        out.bytes[code] = static_cast<std::int16_t>(byte);
    }
    return out;
}

const Alphabet& alphabet() {
    static const Alphabet instance = makeAlphabet();
    return instance;
}

}  // namespace

const std::string& byteLevelCharacter(unsigned char byte) {
    return alphabet().characters[byte];
}

std::string byteLevelEncode(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char byte : bytes)
        out += byteLevelCharacter(static_cast<unsigned char>(byte));
    return out;
}

std::optional<std::string> byteLevelDecode(std::string_view piece) {
    std::string out;
    out.reserve(piece.size());
    for (std::size_t i = 0; i < piece.size(); ++i) {
        std::size_t code = static_cast<unsigned char>(piece[i]);
        if (code >= 0x80) {
            // All characters of the alphabet have at most two bytes.
            if (code < 0xC2 || code > 0xDF || i + 1 >= piece.size()) return std::nullopt;
            code = ((code & 0x1FU) << 6U) | (static_cast<unsigned char>(piece[++i]) & 0x3FU);
        }
        if (code >= codeLimit || alphabet().bytes[code] < 0) return std::nullopt;
        out += static_cast<char>(alphabet().bytes[code]);
    }
    return out;
}

}  // namespace autoglm::text
