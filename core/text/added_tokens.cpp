#include "core/text/added_tokens.h"

#include <algorithm>

#include "core/base/text_format.h"
#include "core/text/unicode.h"

namespace autoglm::text {
namespace {

/// At every place of a text the longest token is looked for.
constexpr std::size_t contentLimitBytes = 4096;

Result<AddedToken> readToken(const ComponentJson& entry, const Vocabulary& vocabulary) {
    AddedToken token;
    token.content = entry.at("content").get<std::string>();
    const ComponentJson& id = entry.at("id");
    if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= tokenIdLimit)
        return fail(ErrorCode::Corrupt, concat("the added token '", token.content, "' has the id ", id.dump(),
                                               "; a whole number from 0 to ", tokenIdLimit - 1, " was expected"));
    if (token.content.size() > contentLimitBytes)
        return fail(ErrorCode::Corrupt, concat("the added token with the id ", id.dump(), " has ", token.content.size(),
                                               " bytes; at most ", contentLimitBytes, " were expected"));
    token.id = id.get<std::int32_t>();
    if (const auto known = vocabulary.find(token.content); known != vocabulary.end() && known->second != token.id)
        return fail(ErrorCode::Corrupt, concat("the added token '", token.content, "' has the id ", token.id,
                                               ", but the vocabulary gives it ", known->second));
    token.special = entry.value("special", false);
    token.normalized = entry.value("normalized", !token.special);
    token.stripLeft = entry.value("lstrip", false);
    token.stripRight = entry.value("rstrip", false);
    token.singleWord = entry.value("single_word", false);
    return token;
}

bool standsAlone(std::string_view text, std::size_t begin, std::size_t end) {
    return !endsWithWordCharacter(text.substr(0, begin)) && !startsWithWordCharacter(text.substr(end));
}

}  // namespace

void PrefixTree::insert(std::string_view word, std::size_t value) {
    std::size_t node = 0;
    for (const char c : word) {
        auto& children = m_nodes[node].children;
        const auto child =
            std::find_if(children.begin(), children.end(), [c](const auto& entry) { return entry.first == c; });
        if (child != children.end()) {
            node = child->second;
        } else {
            node = m_nodes.size();
            children.emplace_back(c, node);
            m_nodes.emplace_back();
        }
    }
    if (m_nodes[node].value < 0) m_nodes[node].value = static_cast<std::ptrdiff_t>(value);
}

PrefixTree::Found PrefixTree::longest(std::string_view text) const {
    Found found;
    std::size_t node = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto& children = m_nodes[node].children;
        const auto child =
            std::find_if(children.begin(), children.end(), [&](const auto& entry) { return entry.first == text[i]; });
        if (child == children.end()) break;
        node = child->second;
        if (m_nodes[node].value >= 0) found = {static_cast<std::size_t>(m_nodes[node].value), i + 1};
    }
    return found;
}

Result<AddedTokens> AddedTokens::create(const ComponentJson& component, const Normalizer& normalizer,
                                        const Vocabulary& vocabulary) {
    AddedTokens out;
    for (const ComponentJson& entry : component) {
        AUTOGLM_TRY(AddedToken token, readToken(entry, vocabulary));
        if (token.content.empty()) continue;
        token.normalizedContent = token.content;
        if (token.normalized) {
            AUTOGLM_TRY(NormalizedText normalized, normalizer.apply(token.content));
            token.normalizedContent = std::move(normalized.text);
        }
        PrefixTree& tree = token.normalized ? out.m_after : out.m_before;
        if (!token.normalizedContent.empty()) tree.insert(token.normalizedContent, out.m_tokens.size());
        out.m_tokens.push_back(std::move(token));
    }
    return out;
}

std::vector<TextPart> AddedTokens::split(std::string_view text, Stage stage, Specials specials,
                                         std::span<const TextRange> plain) const {
    const auto isPlain = [plain](std::size_t begin, std::size_t end) {
        return std::ranges::any_of(plain, [&](const TextRange& r) { return r.begin < end && begin < r.end; });
    };
    const PrefixTree& tree = stage == Stage::BeforeNormalization ? m_before : m_after;
    std::vector<TextPart> parts;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        const PrefixTree::Found found = tree.longest(text.substr(at));
        if (found.length == 0) {
            ++at;
            continue;
        }
        const AddedToken& token = m_tokens[found.value];
        std::size_t begin = at;
        std::size_t end = at + found.length;
        at = end;
        if (token.special && (specials == Specials::Leave || isPlain(begin, end))) continue;
        if (token.singleWord && !standsAlone(text, begin, end)) continue;
        if (token.stripLeft) begin = std::max(done, begin - trailingWhiteSpace(text.substr(0, begin)));
        if (token.stripRight) end += leadingWhiteSpace(text.substr(end));
        if (done < begin) parts.push_back({text.substr(done, begin - done), -1});
        parts.push_back({text.substr(begin, end - begin), token.id});
        done = end;
    }
    if (done < text.size()) parts.push_back({text.substr(done), -1});
    return parts;
}

}  // namespace autoglm::text
