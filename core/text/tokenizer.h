// Text to token ids and back, as the model folder's tokenizer.json says: byte-level BPE (GLM, Qwen, Llama 3 and kin).
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
    /// Reads `folder`/tokenizer.json.
    static Result<Tokenizer> load(const std::filesystem::path& folder);
    /// The content of a tokenizer.json; `subject` names it in errors.
    static Result<Tokenizer> fromJson(std::string_view json, const std::string& subject);

    /// Special tokens that lie in one of the `plain` ranges are read as ordinary characters whatever the options say.
    /// Fails only where the file's own splitting pattern runs into the matcher's limits.
    Result<std::vector<std::int32_t>> encode(std::string_view text, EncodeOptions options = {},
                                             std::span<const TextRange> plain = {}) const;

    /// Where `text` spells special tokens, in their order.
    std::vector<TextRange> specialsIn(std::string_view text) const;

    /// Ids that stand for nothing are left out, as are special tokens where asked; always valid UTF-8.
    std::string decode(std::span<const std::int32_t> ids, SkipSpecial skip) const;

    /// The bytes one token stands for (feed Utf8Stream with them); empty for an id that stands for nothing.
    std::string tokenBytes(std::int32_t id) const;

    /// The token as tokenizer.json spells it, for example "Ġworld"; empty for an id that stands for nothing.
    const std::string& piece(std::int32_t id) const;
    std::optional<std::int32_t> idOf(std::string_view piece) const;

    /// One more than the largest id; a model's own vocabulary may be larger (padding), never smaller.
    std::size_t vocabSize() const;
    bool isSpecial(std::int32_t id) const;

  private:
    struct Parts;
    explicit Tokenizer(std::shared_ptr<const Parts> parts) : m_parts(std::move(parts)) {}
    std::shared_ptr<const Parts> m_parts;
};

}  // namespace autoglm::text
