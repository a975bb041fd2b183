#include "core/text/pre_tokenizer.h"

namespace autoglm::text {
namespace {

constexpr const char* supported = "Split and a final ByteLevel, alone or in a sequence";

/// GPT-2's own pattern, which ByteLevel applies where use_regex is set.
constexpr const char* byteLevelPattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

}  // namespace

Result<PreTokenizer> PreTokenizer::create(const ComponentJson& component) {
    PreTokenizer out;
    if (component.is_null()) return refuse("the pre-tokenizer", "null", supported);
    AUTOGLM_CHECK(out.addComponent(component, 0));
    if (!out.m_hasByteLevel) return refuse("the pre-tokenizer without ByteLevel", componentType(component), supported);
    return out;
}

Status PreTokenizer::addComponent(const ComponentJson& component, int depth) {
    const std::string type = componentType(component);
    // Whatever follows ByteLevel would split the spelling of bytes, not text.
    if (m_hasByteLevel) return refuse("behind ByteLevel the pre-tokenizer", type, supported);
    if (type == "Split") return addSplit(component);
    if (type == "ByteLevel") return addByteLevel(component);
    if (type != "Sequence" || depth >= maximumSequenceDepth) return refuse("the pre-tokenizer", type, supported);
    for (const ComponentJson& part : component.at("pretokenizers"))
        AUTOGLM_CHECK(addComponent(part, depth + 1));
    return {};
}

Status PreTokenizer::addSplit(const ComponentJson& component) {
    const ComponentJson& pattern = component.at("pattern");
    const std::string behavior = component.at("behavior").get<std::string>();
    const bool invert = component.value("invert", false);
    Keep keep = Keep::Everything;
    if (behavior == "Removed") {
        keep = invert ? Keep::Matches : Keep::Gaps;
    } else if (behavior != "Isolated") {
        return refuse("the split behavior", behavior, "Isolated and Removed");
    }
    Result<SplitPattern> compiled = pattern.contains("Regex")
                                        ? SplitPattern::fromRegex(pattern.at("Regex").get<std::string>())
                                        : SplitPattern::fromLiteral(pattern.at("String").get<std::string>());
    if (!compiled) return fail(std::move(compiled).error());
    m_beforeBytes.push_back({*std::move(compiled), keep});
    return {};
}

Status PreTokenizer::addByteLevel(const ComponentJson& component) {
    m_hasByteLevel = true;
    if (component.value("add_prefix_space", true)) m_prefixSpace = PrefixSpace::Add;
    if (component.value("use_regex", true)) {
        AUTOGLM_TRY(SplitPattern pattern, SplitPattern::fromRegex(byteLevelPattern));
        m_ofBytes.push_back({std::move(pattern), Keep::Everything});
    }
    return {};
}

Result<Words> PreTokenizer::split(std::string_view text) const {
    Words words;
    if (text.empty()) return words;
    words.views.push_back(text);
    const auto splitAll = [&words](const Splitter& splitter) -> Status {
        std::vector<std::string_view> parts;
        const auto add = [&parts](std::string_view part) {
            if (!part.empty()) parts.push_back(part);
        };
        for (const std::string_view word : words.views) {
            AUTOGLM_TRY(const std::vector<Match> matches, splitter.pattern.findAll(word));
            std::size_t end = 0;
            for (const Match& match : matches) {
                if (splitter.keep != Keep::Matches) add(word.substr(end, match.begin - end));
                if (splitter.keep != Keep::Gaps) add(word.substr(match.begin, match.end - match.begin));
                end = match.end;
            }
            if (splitter.keep != Keep::Matches) add(word.substr(end));
        }
        words.views = std::move(parts);
        return {};
    };
    for (const Splitter& splitter : m_beforeBytes)
        AUTOGLM_CHECK(splitAll(splitter));
    if (m_prefixSpace == PrefixSpace::Add) {
        for (std::string_view& word : words.views)
            if (!word.starts_with(' ')) word = words.owned.emplace_back(" " + std::string(word));
    }
    for (const Splitter& splitter : m_ofBytes)
        AUTOGLM_CHECK(splitAll(splitter));
    return words;
}

}  // namespace autoglm::text
