#include "core/text/bpe_model.h"

#include <queue>

#include "core/base/text_format.h"
#include "core/text/byte_level.h"

namespace autoglm::text {
namespace {

std::uint64_t pairOf(std::int32_t left, std::int32_t right) {
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U) | static_cast<std::uint32_t>(right);
}

struct Candidate {
    std::uint32_t rank = 0;
    std::int32_t left = 0;  ///< index of the left symbol
    std::int32_t id = 0;    ///< of the merged token
    std::uint64_t pair = 0;
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
    const auto found = component.find(key);
    if (found == component.end() || found->is_null()) return false;
    if (found->is_string()) return !found->get_ref<const std::string&>().empty();
    return found->is_boolean() ? found->get<bool>() : found->get<double>() != 0.0;
}

}  // namespace

Result<BpeModel> BpeModel::create(const ComponentJson& component) {
    // Files of 2020 name no type.
    const std::string type = component.value("type", "BPE");
    if (type != "BPE") return refuse("the model", type, "byte-level BPE");
    for (const char* option : {"dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback"})
        if (isSet(component, option)) return refuse("the BPE option", option, "byte-level BPE without it");
    BpeModel model;
    AUTOGLM_CHECK(model.readVocabulary(component.at("vocab")));
    AUTOGLM_CHECK(model.readMerges(component.at("merges")));
    AUTOGLM_CHECK(model.readUnknown(component));
    for (unsigned byte = 0; byte < 256; ++byte) {
        const auto found = model.m_vocabulary.find(byteLevelCharacter(static_cast<unsigned char>(byte)));
        model.m_byteIds[byte] = found == model.m_vocabulary.end() ? -1 : found->second;
    }
    if (isSet(component, "ignore_merges")) {
        for (const auto& [piece, id] : model.m_vocabulary)
            if (auto bytes = byteLevelDecode(piece)) model.m_wholeWords.emplace(*std::move(bytes), id);
    }
    return model;
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
        const std::array<std::string, 3> pieces{parts.first, parts.second, parts.first + parts.second};
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

Status BpeModel::readUnknown(const ComponentJson& component) {
    if (!isSet(component, "unk_token")) return {};
    const std::string piece = component.at("unk_token").get<std::string>();
    const auto found = m_vocabulary.find(piece);
    if (found == m_vocabulary.end())
        return fail(ErrorCode::Corrupt, "the tokenizer's unknown token '" + piece + "' is not in its vocabulary");
    m_unknownId = found->second;
    m_fuseUnknown = isSet(component, "fuse_unk");
    return {};
}

std::vector<BpeModel::Symbol> BpeModel::symbolsOf(std::string_view bytes) const {
    std::vector<Symbol> symbols;
    symbols.reserve(bytes.size());
    bool afterUnknown = false;
    for (const char byte : bytes) {
        const std::int32_t id = m_byteIds[static_cast<unsigned char>(byte)];
        const bool unknown = id < 0;
        // As in the reference: a byte without a token is the unknown token, or nothing where there is none.
        if (!unknown || (m_unknownId && !(m_fuseUnknown && afterUnknown)))
            symbols.push_back({unknown ? *m_unknownId : id, -1, -1});
        afterUnknown = unknown;
    }
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        symbols[i].previous = static_cast<std::int32_t>(i) - 1;
        symbols[i].next = i + 1 < symbols.size() ? static_cast<std::int32_t>(i) + 1 : -1;
    }
    return symbols;
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
            queue.push({merge->second.rank, left, merge->second.id, pair});
    };
    for (std::size_t i = 0; i < symbols.size(); ++i)
        consider(static_cast<std::int32_t>(i));
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol& left = at(best.left);
        // Stale: one of the two has been merged with another neighbour since.
        if (left.id < 0 || left.next < 0 || pairOf(left.id, at(left.next).id) != best.pair) continue;
        Symbol& right = at(left.next);
        left.id = best.id;
        left.next = right.next;
        right.id = -1;
        if (left.next >= 0) at(left.next).previous = best.left;
        consider(left.previous);
        consider(best.left);
    }
}

void BpeModel::encodeWord(std::string_view bytes, std::vector<std::int32_t>& ids) const {
    if (const auto whole = m_wholeWords.find(bytes); whole != m_wholeWords.end()) {
        ids.push_back(whole->second);
        return;
    }
    std::vector<Symbol> symbols = symbolsOf(bytes);
    mergeAll(symbols);
    for (const Symbol& symbol : symbols)
        if (symbol.id >= 0) ids.push_back(symbol.id);
}

}  // namespace autoglm::text
