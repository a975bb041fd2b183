// The "post_processor" of a tokenizer.json: the special tokens around a text. Immutable, any thread.
// Supported: TemplateProcessing (its form for one text), ByteLevel (changes no ids) and sequences of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/text/component.h"

namespace autoglm::text {

class PostProcessor {
  public:
    /// `component` may be null. `idLimit`: ids of the template must lie below.
    static Result<PostProcessor> create(const ComponentJson& component, std::size_t idLimit);

    std::vector<std::int32_t> apply(std::vector<std::int32_t> ids) const;

  private:
    /// The special tokens in front of and behind the text.
    struct Frame {
        std::vector<std::int32_t> before;
        std::vector<std::int32_t> after;
    };
    Status addTemplate(const ComponentJson& component, std::size_t idLimit);
    std::vector<Frame> m_frames;  ///< inner first
};

}  // namespace autoglm::text
