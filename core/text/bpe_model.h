// The "model" of a tokenizer.json: byte-pair encoding over the bytes of one word. Immutable, any thread.
// Merges lowest rank first, leftmost first among equals, in O(n log n) of the word's length.
// Source: Sennrich et al. 2016, https://arxiv.org/abs/1508.07909; details as in Hugging Face tokenizers' BPE.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/text/component.h"

namespace autoglm::text {

/// Found by string_view without a copy.
struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Vocabulary = std::unordered_map<std::string, std::int32_t, StringHash, std::equal_to<>>;

/// Larger ids are refused: no vocabulary comes near, and tables are made as large as the largest id.
inline constexpr std::int64_t tokenIdLimit = 1 << 21;

class BpeModel {
  public:
    static Result<BpeModel> create(const ComponentJson& component);

    /// Appends the ids of one word's bytes.
    void encodeWord(std::string_view bytes, std::vector<std::int32_t>& ids) const;

    /// Pieces in the byte-level spelling.
    const Vocabulary& vocabulary() const { return m_vocabulary; }

  private:
    struct Merge {
        std::uint32_t rank = 0;
        std::int32_t id = 0;
    };
    struct PairHash {
        std::size_t operator()(std::uint64_t pair) const { return (pair * 0x9E3779B97F4A7C15U) >> 16U; }
    };
    struct Symbol {
        std::int32_t id = -1;  ///< -1: merged into the one before
        std::int32_t previous = -1;
        std::int32_t next = -1;
    };

    Status readVocabulary(const ComponentJson& vocabulary);
    Status readMerges(const ComponentJson& merges);
    Status readUnknown(const ComponentJson& component);
    std::vector<Symbol> symbolsOf(std::string_view bytes) const;
    void mergeAll(std::vector<Symbol>& symbols) const;

    Vocabulary m_vocabulary;
    std::unordered_map<std::uint64_t, Merge, PairHash> m_merges;  ///< by left id << 32 | right id
    std::array<std::int32_t, 256> m_byteIds{};                    ///< -1: this byte has no token
    Vocabulary m_wholeWords;                                      ///< by bytes; only where merges are ignored for them
    std::optional<std::int32_t> m_unknownId;
    bool m_fuseUnknown = false;
};

}  // namespace autoglm::text
