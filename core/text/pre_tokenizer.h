// The "pre_tokenizer" of a tokenizer.json: splits text into the words that the model merges within. Immutable, any
// thread. Supported: Split, ByteLevel, Metaspace, Whitespace, WhitespaceSplit, Digits, Punctuation, and sequences.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/text/component.h"
#include "core/text/text_pattern.h"

namespace autoglm::text {

struct Word {
    std::string_view text;
    std::size_t fromFirst = 0;  ///< so many bytes at the front come from the first character of the whole text
};

struct Words {
    std::vector<Word> list;
    std::deque<std::string> owned;  ///< words that are spelled otherwise than the text given
};

class PreTokenizer {
  public:
    /// `component` may be null: the text is one word.
    static Result<PreTokenizer> create(const ComponentJson& component);

    /// The words as the model's vocabulary spells them. `text` is valid UTF-8 and outlives the result.
    Result<Words> split(const Word& text) const;

  private:
    enum class Behavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };
    enum class Delimiter { Match, Gap };
    struct Split {
        TextPattern pattern;
        Behavior behavior = Behavior::Isolated;
        Delimiter delimiter = Delimiter::Match;
    };
    struct PrefixSpace {};
    struct ByteSpelling {};
    enum class Prepend { Always, First, Never };
    struct Metaspace {
        std::string replacement;
        Prepend prepend = Prepend::Always;
    };
    using Step = std::variant<Split, PrefixSpace, ByteSpelling, Metaspace>;
    struct Part {
        Match range;
        bool isDelimiter = false;
    };

    static Result<Behavior> readBehavior(const ComponentJson& component);
    Status addComponent(const ComponentJson& component);
    Status addSplit(const ComponentJson& component);
    Status addByteLevel(const ComponentJson& component);
    Status addMetaspace(const ComponentJson& component);
    Status addOwnSplit(const std::string& pattern, Behavior behavior, Delimiter delimiter = Delimiter::Match);

    static Status apply(const Split& step, Words& words);
    static Status apply(const PrefixSpace& step, Words& words);
    static Status apply(const ByteSpelling& step, Words& words);
    static Status apply(const Metaspace& step, Words& words);
    static Result<std::vector<Part>> partsOf(std::string_view text, const Split& step);
    static std::vector<Match> joined(const std::vector<Part>& parts, Behavior behavior);

    std::vector<Step> m_steps;
};

}  // namespace autoglm::text
