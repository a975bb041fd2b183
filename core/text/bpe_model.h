// The "model" of a tokenizer.json: byte-pair encoding of the characters of one word. Immutable, any thread.
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

    /// tiktoken's way: no list of merges, any two pieces whose union is a piece merge, the union of the lowest id
    /// first. Pieces are in the byte-level spelling.
    static BpeModel fromRanks(Vocabulary ranks);

    /// Appends the ids of one word, which is valid UTF-8 as the vocabulary spells it.
    void encodeWord(std::string_view word, std::vector<std::int32_t>& ids) const;

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
    enum class Unknown { Each, Fused };
    /// What single characters become before anything is merged.
    class Spelling;

    Status readVocabulary(const ComponentJson& vocabulary);
    Status readOptions(const ComponentJson& component);
    Status readMerges(const ComponentJson& merges);
    void fillTables();
    std::int32_t idOf(std::string_view piece) const;  ///< -1: none
    std::vector<Symbol> symbolsOf(std::string_view word) const;
    void mergeAll(std::vector<Symbol>& symbols) const;

    Vocabulary m_vocabulary;
    std::unordered_map<std::uint64_t, Merge, PairHash> m_merges;  ///< by left id << 32 | right id
    std::array<std::int32_t, 0x180> m_characterIds{};             ///< of the first characters of Unicode; -1: none
    std::array<std::int32_t, 256> m_byteIds{};                    ///< of "<0x00>" to "<0xFF>"; -1: none
    std::optional<std::int32_t> m_unknownId;
    Unknown m_unknown = Unknown::Each;
    bool m_byteFallback = false;
    bool m_ignoreMerges = false;  ///< a word that is a piece is that piece
    std::string m_prefix;         ///< of every character but the first
    std::string m_suffix;         ///< of the last character
};

}  // namespace autoglm::text
