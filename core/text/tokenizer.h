// Text to token ids and back, as the model folder's tokenizer.json says (BPE of bytes or characters), or ChatGLM's
// tokenizer.model where there is none.
// Immutable after creation, cheap to copy, safe on any number of threads at once. Text is UTF-8 and may hold NUL bytes;
// invalid bytes count as U+FFFD. Gives the ids of Hugging Face tokenizers (README.md says where it cannot).
// Errors: NotFound, Corrupt (damaged file), Unsupported (names the component that this program does not know).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/text/decoder.h"
#include "core/text/text_range.h"

namespace autoglm::text {

/// Whether the post-processor's tokens (for example the beginning-of-text token) are put around the text.
enum class AddSpecial { Yes, No };
/// Whether "<|user|>" in the text becomes that special token or is read as ordinary characters.
enum class ParseSpecial { Yes, No };
enum class SkipSpecial { Yes, No };

struct EncodeOptions {
    AddSpecial add = AddSpecial::Yes;
    ParseSpecial parse = ParseSpecial::Yes;
};

class Tokenizer {
  public:
    /// Reads `folder`/tokenizer.json; where there is none, ChatGLM's tokenizer.model and tokenizer_config.json.
    static Result<Tokenizer> load(const std::filesystem::path& folder);
    /// The content of a tokenizer.json; `subject` names it in errors.
    static Result<Tokenizer> fromJson(std::string_view json, const std::string& subject);

    /// Special tokens that lie in one of the `plain` ranges are read as ordinary characters whatever the options say.
    /// Fails only where a pattern of the file runs into the matcher's limits, or text or normalized text is above 1
    /// GiB.
    Result<std::vector<std::int32_t>> encode(std::string_view text, EncodeOptions options = {},
                                             std::span<const TextRange> plain = {}) const;

    /// Where `text` spells special tokens, in their order.
    std::vector<TextRange> specialsIn(std::string_view text) const;

    /// Ids that stand for nothing are left out, as are special tokens where asked; always valid UTF-8.
    std::string decode(std::span<const std::int32_t> ids, SkipSpecial skip) const;

    /// Text of tokens that come one by one: append their pieces.
    DecodeStream decodeStream() const;

    /// The bytes one token stands for in the middle of a text; empty for an id that stands for nothing.
    std::string tokenBytes(std::int32_t id) const;

    /// The token as tokenizer.json spells it, for example "Ġworld"; empty for an id that stands for nothing.
    const std::string& piece(std::int32_t id) const;
    std::optional<std::int32_t> idOf(std::string_view piece) const;

    /// One more than the largest id; a model's own vocabulary may be larger (padding), never smaller.
    std::size_t vocabSize() const;
    bool isSpecial(std::int32_t id) const;

  private:
    struct Parts;
    static Result<Tokenizer> fromParts(Result<Parts> parts, const std::string& subject);
    template <class Read>
    static Result<Tokenizer> guarded(std::size_t sizeBytes, const std::string& subject, const Read& read);
    static Result<Tokenizer> loadRanks(const std::filesystem::path& folder);
    explicit Tokenizer(std::shared_ptr<const Parts> parts) : m_parts(std::move(parts)) {}
    std::shared_ptr<const Parts> m_parts;
};

}  // namespace autoglm::text
