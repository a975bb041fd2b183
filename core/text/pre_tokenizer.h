// The "pre_tokenizer" of a tokenizer.json: splits text into the words that the model merges within. Immutable, any
// thread. Supported: Split (Isolated, Removed, with and without invert), ByteLevel, and sequences that end in
// ByteLevel.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/component.h"
#include "core/text/split_pattern.h"

namespace autoglm::text {

struct Words {
    std::vector<std::string_view> views;  ///< of the text given, or of `owned`
    std::deque<std::string> owned;        ///< words that got a space in front
};

class PreTokenizer {
  public:
    static Result<PreTokenizer> create(const ComponentJson& component);

    /// The words as bytes (the byte-level spelling is the model's affair). `text` is valid UTF-8 and outlives the
    /// result.
    Result<Words> split(std::string_view text) const;

  private:
    enum class Keep { Everything, Matches, Gaps };
    enum class PrefixSpace { Add, Leave };
    struct Splitter {
        SplitPattern pattern;
        Keep keep = Keep::Everything;
    };
    Status addComponent(const ComponentJson& component, int depth);
    Status addSplit(const ComponentJson& component);
    Status addByteLevel(const ComponentJson& component);

    std::vector<Splitter> m_beforeBytes;  ///< the Split components
    std::vector<Splitter> m_ofBytes;      ///< ByteLevel's own pattern, where it uses it
    PrefixSpace m_prefixSpace = PrefixSpace::Leave;
    bool m_hasByteLevel = false;
};

}  // namespace autoglm::text
