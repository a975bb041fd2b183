#include "core/text/rank_file.h"

#include <array>
#include <optional>
#include <vector>

#include "core/base/text_format.h"
#include "core/text/byte_level.h"

namespace autoglm::text {
namespace {

/// Every piece is cut at every place to find what it is merged from; real ones have at most 128 bytes.
constexpr std::size_t pieceLimitBytes = 512;

constexpr const char* howToConvert =
    "; make a tokenizer.json with transformers: AutoTokenizer.from_pretrained(FOLDER, use_fast=True)"
    ".save_pretrained(FOLDER)";

constexpr const char* chatGlmPattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// What ChatGLM4Tokenizer puts before every text.
constexpr std::array<const char*, 2> chatGlmPrefix = {"[gMASK]", "<sop>"};

int sixBits(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

std::optional<std::string> fromBase64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    std::string out;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const int value = sixBits(c);
        if (value < 0) return std::nullopt;
        bits = (bits << 6U) | static_cast<unsigned>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>((bits >> count) & 0xFFU);
    }
    return out;
}

std::optional<std::int32_t> readId(std::string_view text) {
    std::int64_t value = 0;
    if (text.empty() || text.size() > 7) return std::nullopt;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value < tokenIdLimit ? std::optional(static_cast<std::int32_t>(value)) : std::nullopt;
}

struct Line {
    std::string bytes;
    std::int32_t id = 0;
};

std::optional<Line> readLine(std::string_view line) {
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    auto bytes = fromBase64(line.substr(0, space));
    const auto id = readId(trim(line.substr(space)));
    if (!bytes || bytes->empty() || bytes->size() > pieceLimitBytes || !id) return std::nullopt;
    return Line{*std::move(bytes), *id};
}

Result<Vocabulary> readRanks(std::string_view content, const std::string& path) {
    Vocabulary ranks;
    std::vector<bool> seen(tokenIdLimit);
    for (std::size_t number = 1; !content.empty(); ++number) {
        const auto end = content.find('\n');
        const std::string_view line = trim(content.substr(0, end));
        content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
        if (line.empty()) continue;
        const auto read = readLine(line);
        if (!read && ranks.empty())
            return fail(ErrorCode::Unsupported,
                        concat("'", path,
                               "' is no list of tiktoken's ranks but probably SentencePiece's model, which "
                               "this release does not read",
                               howToConvert),
                        path);
        if (!read)
            return fail(ErrorCode::Corrupt,
                        concat("line ", number, " of '", path, "' is not the base64 of at most ", pieceLimitBytes,
                               " bytes, a space and an id; download the file again"),
                        path);
        if (seen[static_cast<std::size_t>(read->id)] || !ranks.emplace(byteLevelEncode(read->bytes), read->id).second)
            return fail(ErrorCode::Corrupt,
                        concat("line ", number, " of '", path, "' repeats a piece or the id ", read->id,
                               "; download the file again"),
                        path);
        seen[static_cast<std::size_t>(read->id)] = true;
    }
    for (unsigned byte = 0; byte < 256; ++byte)
        if (!ranks.contains(byteLevelCharacter(static_cast<unsigned char>(byte))))
            return fail(ErrorCode::Corrupt,
                        concat("'", path, "' has no rank for the byte ", byte, "; download the file again"), path);
    return ranks;
}

Result<ComponentJson> readAddedTokens(const ComponentJson& config, const std::string& path) {
    ComponentJson tokens = ComponentJson::array();
    const ComponentJson* decoder = config.is_object() ? findSet(config, "added_tokens_decoder") : nullptr;
    if (decoder == nullptr) return tokens;
    for (const auto& [id, token] : decoder->items()) {
        const auto number = readId(id);
        if (!number)
            return fail(ErrorCode::Corrupt,
                        concat("the tokenizer_config.json beside '", path,
                               "' has an added token "
                               "with the id '",
                               id, "'; a whole number was expected"),
                        path);
        ComponentJson entry = token;
        entry["id"] = static_cast<std::uint64_t>(*number);  // not negative, as ids are checked
        tokens.push_back(std::move(entry));
    }
    return tokens;
}

/// The template that puts the prefix before a text; nothing where its tokens are missing.
std::optional<ComponentJson> prefixTemplate(const ComponentJson& tokens) {
    ComponentJson single = ComponentJson::array();
    ComponentJson specials = ComponentJson::object();
    for (const char* name : chatGlmPrefix)
        for (const ComponentJson& token : tokens)
            if (token.at("content") == name) {
                single.push_back({{"SpecialToken", {{"id", name}, {"type_id", 0}}}});
                specials[name] = {{"id", name}, {"ids", ComponentJson::array({token.at("id")})}};
            }
    if (specials.size() != chatGlmPrefix.size()) return std::nullopt;
    single.push_back({{"Sequence", {{"id", "A"}, {"type_id", 0}}}});
    return ComponentJson{{"type", "TemplateProcessing"}, {"single", single}, {"special_tokens", specials}};
}

}  // namespace

Result<RankFile> readRankFile(std::string_view ranks, std::string_view config, const std::string& path) {
    AUTOGLM_TRY(Vocabulary vocabulary, readRanks(ranks, path));
    AUTOGLM_TRY(ComponentJson tokens, readAddedTokens(ComponentJson::parse(config), path));
    const auto postProcessor = prefixTemplate(tokens);
    if (!postProcessor)
        return fail(ErrorCode::Unsupported,
                    concat("'", path,
                           "' is a list of tiktoken's ranks, of which this release knows ChatGLM's; the "
                           "tokenizer_config.json beside it has no added tokens [gMASK] and <sop>",
                           howToConvert),
                    path);
    const ComponentJson split{{"type", "Split"}, {"pattern", {{"Regex", chatGlmPattern}}}, {"behavior", "Isolated"}};
    const ComponentJson bytes{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    RankFile out{std::move(vocabulary), ComponentJson::object()};
    out.tokenizer["added_tokens"] = std::move(tokens);
    out.tokenizer["pre_tokenizer"] = {{"type", "Sequence"}, {"pretokenizers", ComponentJson::array({split, bytes})}};
    out.tokenizer["post_processor"] = *postProcessor;
    out.tokenizer["decoder"] = {{"type", "ByteLevel"}};
    return out;
}

}  // namespace autoglm::text
