// The "decoder" of a tokenizer.json: what bytes a piece stands for. Supported: ByteLevel. Immutable, any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/text/component.h"

namespace autoglm::text {

class Decoder {
  public:
    static Result<Decoder> create(const ComponentJson& component);

    /// A piece that is not in the byte-level spelling (an added token with a space in it) stands for its own bytes.
    std::string bytesOf(std::string_view piece) const;
};

}  // namespace autoglm::text
