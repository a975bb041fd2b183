// The "normalizer" of a tokenizer.json: Unicode normalization forms and sequences of them. Immutable, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text/component.h"

namespace autoglm::text {

class Normalizer {
  public:
    /// `component` may be null: then text stays as it is.
    static Result<Normalizer> create(const ComponentJson& component);

    /// `text` is valid UTF-8.
    std::string apply(std::string_view text) const;

  private:
    std::vector<int> m_forms;  ///< option bits of utf8proc, applied one after the other
};

}  // namespace autoglm::text
