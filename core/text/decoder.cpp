#include "core/text/decoder.h"

#include "core/text/byte_level.h"

namespace autoglm::text {

Result<Decoder> Decoder::create(const ComponentJson& component) {
    const std::string type = component.is_null() ? "null" : componentType(component);
    if (type != "ByteLevel") return refuse("the decoder", type, "ByteLevel");
    return Decoder();
}

std::string Decoder::bytesOf(std::string_view piece) const {
    return byteLevelDecode(piece).value_or(std::string(piece));
}

}  // namespace autoglm::text
