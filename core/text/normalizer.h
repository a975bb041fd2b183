// The "normalizer" of a tokenizer.json: NFC, NFD, NFKC, NFKD, Lowercase, Prepend, Replace, Strip and sequences of them.
// Immutable, any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/text/component.h"
#include "core/text/text_pattern.h"

namespace autoglm::text {

struct NormalizedText {
    std::string text;
    /// So many bytes at the front come from the first character of the text that was given (Metaspace asks).
    std::size_t fromFirst = 0;
};

class Normalizer {
  public:
    /// `component` may be null: then text stays as it is.
    static Result<Normalizer> create(const ComponentJson& component);

    /// `text` is valid UTF-8. Fails where a pattern explodes or the text grows beyond textLimitBytes.
    Result<NormalizedText> apply(std::string_view text) const;

  private:
    struct Form {
        int options = 0;  ///< of utf8proc
    };
    struct Lowercase {};
    struct Prepend {
        std::string text;
    };
    struct Replace {
        TextPattern pattern;
        std::string content;
    };
    enum class Keep { Spaces, Nothing };
    struct Strip {
        Keep left = Keep::Nothing;
        Keep right = Keep::Nothing;
    };
    using Step = std::variant<Form, Lowercase, Prepend, Replace, Strip>;

    static Result<Step> readStep(const ComponentJson& component);
    static Status apply(const Form& step, NormalizedText& text);
    static Status apply(const Lowercase& step, NormalizedText& text);
    static Status apply(const Prepend& step, NormalizedText& text);
    static Status apply(const Replace& step, NormalizedText& text);
    static Status apply(const Strip& step, NormalizedText& text);

    std::vector<Step> m_steps;
};

}  // namespace autoglm::text
