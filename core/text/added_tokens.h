// The "added_tokens" of a tokenizer.json: tokens found in the text before anything else, longest first, and never
// split. Those marked normalized are looked for after normalization, the others in the text as it was given. Immutable,
// any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/bpe_model.h"
#include "core/text/component.h"
#include "core/text/normalizer.h"
#include "core/text/text_range.h"

namespace autoglm::text {

struct AddedToken {
    std::string content;
    std::string normalizedContent;  ///< what is looked for and what it stands for where it is marked normalized
    std::int32_t id = 0;
    bool special = false;
    bool normalized = false;
    bool stripLeft = false;   ///< takes the white space in front along
    bool stripRight = false;  ///< takes the white space behind along
    bool singleWord = false;  ///< only between characters that are not part of a word
};

/// A token, or text between tokens (id -1).
struct TextPart {
    std::string_view text;
    std::int32_t id = -1;
};

/// Finds the longest of some words at a place.
class PrefixTree {
  public:
    PrefixTree() : m_nodes(1) {}
    void insert(std::string_view word, std::size_t value);
    struct Found {
        std::size_t value = 0;
        std::size_t length = 0;  ///< 0: no word is here
    };
    /// The longest word at the beginning of `text`.
    Found longest(std::string_view text) const;

  private:
    struct Node {
        std::vector<std::pair<char, std::size_t>> children;
        std::ptrdiff_t value = -1;
    };
    std::vector<Node> m_nodes;
};

class AddedTokens {
  public:
    enum class Stage { BeforeNormalization, AfterNormalization };
    enum class Specials { Find, Leave };

    /// `component` may be null. The ids must agree with the model's vocabulary where it has the same piece.
    static Result<AddedTokens> create(const ComponentJson& component, const Normalizer& normalizer,
                                      const Vocabulary& vocabulary);

    /// The text cut at the tokens of one stage; Specials::Leave leaves special tokens as text, `plain` those that lie
    /// in one of these ranges.
    std::vector<TextPart> split(std::string_view text, Stage stage, Specials specials,
                                std::span<const TextRange> plain = {}) const;

    const std::vector<AddedToken>& tokens() const { return m_tokens; }

  private:
    std::vector<AddedToken> m_tokens;
    PrefixTree m_before;
    PrefixTree m_after;
};

}  // namespace autoglm::text
