#include "core/text/bpe_model.h"

#include <algorithm>
#include <queue>

#include "core/base/text_format.h"
#include "core/text/unicode.h"

namespace autoglm::text {
namespace {

std::uint64_t pairOf(std::int32_t left, std::int32_t right) {
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U) | static_cast<std::uint32_t>(right);
}

struct Candidate {
    std::uint32_t rank = 0;
    std::int32_t left = 0;  ///< index of the left symbol
    std::int32_t id = 0;    ///< of the merged token
    bool operator>(const Candidate& other) const { return rank != other.rank ? rank > other.rank : left > other.left; }
};

/// "a b" of older files, ["a", "b"] of newer ones.
Result<std::pair<std::string, std::string>> readMerge(const ComponentJson& merge, std::size_t number) {
    std::vector<std::string> parts =
        merge.is_string() ? split(merge.get_ref<const std::string&>(), ' ') : merge.get<std::vector<std::string>>();
    if (parts.size() != 2)
        return fail(ErrorCode::Corrupt,
                    concat("merge ", number, " of the tokenizer has ", parts.size(), " parts; 2 were expected"));
    return std::pair(std::move(parts[0]), std::move(parts[1]));
}

bool isSet(const ComponentJson& component, const char* key) {
    const ComponentJson* found = findSet(component, key);
    return found != nullptr && found->get<bool>();
}

std::string textOf(const ComponentJson& component, const char* key) {
    const ComponentJson* found = findSet(component, key);
    return found != nullptr ? found->get<std::string>() : std::string();
}

std::string byteName(unsigned byte) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return concat("<0x", digits[byte >> 4U], digits[byte & 15U], ">");
}

}  // namespace

Result<BpeModel> BpeModel::create(const ComponentJson& component) {
    // Files of 2020 name no type.
    const std::string type = component.value("type", "BPE");
    if (type != "BPE") return refuse("the model", type, "BPE");
    if (const ComponentJson* dropout = findSet(component, "dropout"); dropout != nullptr && dropout->get<double>() != 0)
        return refuse("the BPE option", "dropout", "BPE without dropout, which makes ids a matter of chance");
    BpeModel model;
    AUTOGLM_CHECK(model.readVocabulary(component.at("vocab")));
    AUTOGLM_CHECK(model.readOptions(component));
    AUTOGLM_CHECK(model.readMerges(component.at("merges")));
    model.fillTables();
    return model;
}

BpeModel BpeModel::fromRanks(Vocabulary ranks) {
    BpeModel model;
    model.m_vocabulary = std::move(ranks);
    model.m_ignoreMerges = true;
    for (const auto& [piece, id] : model.m_vocabulary) {
        const std::string_view text = piece;
        for (std::size_t cut = firstCharacter(text).length; cut < text.size();
             cut += firstCharacter(text.substr(cut)).length) {
            const std::int32_t left = model.idOf(text.substr(0, cut));
            const std::int32_t right = model.idOf(text.substr(cut));
            if (left >= 0 && right >= 0)
                model.m_merges.emplace(pairOf(left, right), Merge{static_cast<std::uint32_t>(id), id});
        }
    }
    model.fillTables();
    return model;
}

void BpeModel::fillTables() {
    m_characterIds.fill(-1);
    for (const auto& [piece, id] : m_vocabulary) {
        const Character c = firstCharacter(piece);
        if (c.length == piece.size() && c.code >= 0 && static_cast<std::size_t>(c.code) < m_characterIds.size())
            m_characterIds[static_cast<std::size_t>(c.code)] = id;
    }
    for (unsigned byte = 0; byte < m_byteIds.size(); ++byte)
        m_byteIds[byte] = idOf(byteName(byte));
}

std::int32_t BpeModel::idOf(std::string_view piece) const {
    const auto found = m_vocabulary.find(piece);
    return found == m_vocabulary.end() ? -1 : found->second;
}

Status BpeModel::readVocabulary(const ComponentJson& vocabulary) {
    if (!vocabulary.is_object() || vocabulary.empty())
        return fail(ErrorCode::Corrupt, "the tokenizer's vocabulary is empty or not an object of pieces and ids");
    std::vector<bool> seen(tokenIdLimit);
    m_vocabulary.reserve(vocabulary.size());
    for (const auto& [piece, value] : vocabulary.items()) {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= tokenIdLimit)
            return fail(ErrorCode::Corrupt, concat("the vocabulary gives '", piece, "' the id ", value.dump(),
                                                   "; a whole number from 0 to ", tokenIdLimit - 1, " was expected"));
        const auto id = value.get<std::int32_t>();
        if (seen[static_cast<std::size_t>(id)])
            return fail(ErrorCode::Corrupt,
                        concat("the vocabulary gives the id ", id, " to '", piece, "' and to another piece"));
        seen[static_cast<std::size_t>(id)] = true;
        m_vocabulary.emplace(piece, id);
    }
    return {};
}

Status BpeModel::readMerges(const ComponentJson& merges) {
    if (!merges.is_array()) return fail(ErrorCode::Corrupt, "the tokenizer's merges are not a list");
    m_merges.reserve(merges.size());
    std::uint32_t rank = 0;
    for (const ComponentJson& merge : merges) {
        AUTOGLM_TRY(const auto parts, readMerge(merge, rank + std::size_t{1}));
        // Left, right and what they become.
        std::array<std::int32_t, 3> ids{};
        if (parts.second.size() < m_prefix.size())
            return fail(ErrorCode::Corrupt, concat("merge ", rank + 1, " of the tokenizer has '", parts.second,
                                                   "', which lacks the prefix '", m_prefix, "'"));
        const std::array<std::string, 3> pieces{parts.first, parts.second,
                                                parts.first + parts.second.substr(m_prefix.size())};
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto found = m_vocabulary.find(pieces[i]);
            if (found == m_vocabulary.end())
                return fail(ErrorCode::Corrupt, concat("merge ", rank + 1, " of the tokenizer needs '", pieces[i],
                                                       "', which the vocabulary lacks"));
            ids[i] = found->second;
        }
        m_merges.insert_or_assign(pairOf(ids[0], ids[1]), Merge{rank, ids[2]});
        ++rank;
    }
    return {};
}

Status BpeModel::readOptions(const ComponentJson& component) {
    m_byteFallback = isSet(component, "byte_fallback");
    m_ignoreMerges = isSet(component, "ignore_merges");
    m_prefix = textOf(component, "continuing_subword_prefix");
    m_suffix = textOf(component, "end_of_word_suffix");
    if (isSet(component, "fuse_unk")) m_unknown = Unknown::Fused;
    if (findSet(component, "unk_token") == nullptr) return {};
    const std::string piece = textOf(component, "unk_token");
    const std::int32_t id = idOf(piece);
    if (id < 0)
        return fail(ErrorCode::Corrupt, "the tokenizer's unknown token '" + piece + "' is not in its vocabulary");
    m_unknownId = id;
    return {};
}

class BpeModel::Spelling {
  public:
    Spelling(const BpeModel& model, std::size_t sizeBytes) : m_model(model) { m_symbols.reserve(sizeBytes); }

    void add(const Character& character, std::string_view piece) {
        const auto code = static_cast<std::size_t>(character.code);
        const bool isPlain = piece.size() == character.length && code < m_model.m_characterIds.size();
        const std::int32_t id = isPlain ? m_model.m_characterIds[code] : m_model.idOf(piece);
        if (id >= 0) {
            releaseUnknown();
            push(id);
        } else if (!m_model.m_byteFallback || !addBytes(piece)) {
            if (m_model.m_unknown == Unknown::Each) releaseUnknown();
            m_pendingUnknown = m_model.m_unknownId.has_value();
        }
    }

    std::vector<Symbol> take() {
        releaseUnknown();
        for (std::size_t i = 0; i < m_symbols.size(); ++i) {
            m_symbols[i].previous = static_cast<std::int32_t>(i) - 1;
            m_symbols[i].next = i + 1 < m_symbols.size() ? static_cast<std::int32_t>(i) + 1 : -1;
        }
        return std::move(m_symbols);
    }

  private:
    void push(std::int32_t id) { m_symbols.push_back({id, -1, -1}); }

    void releaseUnknown() {
        if (m_pendingUnknown) push(*m_model.m_unknownId);
        m_pendingUnknown = false;
    }

    /// As in the library, an unknown character before the bytes comes out after them.
    bool addBytes(std::string_view piece) {
        const auto id = [this](char byte) { return m_model.m_byteIds[static_cast<unsigned char>(byte)]; };
        if (std::ranges::any_of(piece, [&id](char byte) { return id(byte) < 0; })) return false;
        for (const char byte : piece)
            push(id(byte));
        return true;
    }

    const BpeModel& m_model;
    std::vector<Symbol> m_symbols;
    bool m_pendingUnknown = false;
};

std::vector<BpeModel::Symbol> BpeModel::symbolsOf(std::string_view word) const {
    Spelling spelling(*this, word.size());
    std::string affixed;
    for (std::size_t at = 0; at < word.size();) {
        const Character c = firstCharacter(word.substr(at));
        const std::size_t length = std::max<std::size_t>(c.length, 1);
        const bool isLast = at + length >= word.size();
        std::string_view piece = word.substr(at, length);
        if ((at > 0 && !m_prefix.empty()) || (isLast && !m_suffix.empty())) {
            affixed = at > 0 ? m_prefix : std::string();
            affixed += piece;
            if (isLast) affixed += m_suffix;
            piece = affixed;
        }
        spelling.add(c, piece);
        at += length;
    }
    return spelling.take();
}

void BpeModel::mergeAll(std::vector<Symbol>& symbols) const {
    const auto at = [&symbols](std::int32_t index) -> Symbol& { return symbols[static_cast<std::size_t>(index)]; };
    std::vector<Candidate> storage;
    storage.reserve(symbols.size() * 2);
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue(std::greater<>{}, std::move(storage));
    const auto consider = [&](std::int32_t left) {
        if (left < 0 || at(left).next < 0) return;
        const std::uint64_t pair = pairOf(at(left).id, at(at(left).next).id);
        if (const auto merge = m_merges.find(pair); merge != m_merges.end())
            queue.push({merge->second.rank, left, merge->second.id});
    };
    for (std::size_t i = 0; i < symbols.size(); ++i)
        consider(static_cast<std::int32_t>(i));
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol& left = at(best.left);
        if (left.id < 0 || left.next < 0) continue;
        // Stale: one of the two has been merged with another neighbour since.
        const auto merge = m_merges.find(pairOf(left.id, at(left.next).id));
        if (merge == m_merges.end() || merge->second.id != best.id) continue;
        Symbol& right = at(left.next);
        left.id = best.id;
        left.next = right.next;
        right.id = -1;
        if (left.next >= 0) at(left.next).previous = best.left;
        consider(left.previous);
        consider(best.left);
    }
}

void BpeModel::encodeWord(std::string_view word, std::vector<std::int32_t>& ids) const {
    if (m_ignoreMerges) {
        if (const std::int32_t id = idOf(word); id >= 0) {
            ids.push_back(id);
            return;
        }
    }
    std::vector<Symbol> symbols = symbolsOf(word);
    mergeAll(symbols);
    for (const Symbol& symbol : symbols)
        if (symbol.id >= 0) ids.push_back(symbol.id);
}

}  // namespace autoglm::text
