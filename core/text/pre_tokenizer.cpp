#include "core/text/pre_tokenizer.h"

#include <algorithm>
#include <cmath>

#include "core/text/byte_level.h"
#include "core/text/unicode.h"

namespace autoglm::text {
namespace {

constexpr const char* supportedPreTokenizers =
    "Split, ByteLevel, Metaspace, Whitespace, WhitespaceSplit, Digits, Punctuation and sequences of them";

/// GPT-2's own pattern, which ByteLevel applies where use_regex is set.
constexpr const char* byteLevelPattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

/// Rust's char::is_numeric, which knows Unicode 17.
constexpr const char* digitPattern = R"([\p{N}\x{11DE0}-\x{11DE9}\x{16FF4}-\x{16FF6}])";

}  // namespace

Result<PreTokenizer> PreTokenizer::create(const ComponentJson& component) {
    PreTokenizer out;
    AUTOGLM_CHECK(eachComponent(component, "pretokenizers", "the pre-tokenizer",
                                [&out](const ComponentJson& part) { return out.addComponent(part); }));
    if (out.m_steps.size() > maximumSteps) return refuse("the pre-tokenizer", "Sequence", supportedPreTokenizers);
    // The byte-level spelling of what is spelled so already is twice as long.
    const auto spellings =
        std::ranges::count_if(out.m_steps, [](const Step& step) { return std::holds_alternative<ByteSpelling>(step); });
    AUTOGLM_CHECK(checkGrowth("the pre-tokenizer", std::exp2(spellings)));
    return out;
}

Status PreTokenizer::addComponent(const ComponentJson& component) {
    const std::string type = componentType(component);
    if (type == "Split") return addSplit(component);
    if (type == "ByteLevel") return addByteLevel(component);
    if (type == "Metaspace") return addMetaspace(component);
    if (type == "Whitespace") {
        const std::string word = rustWordClass;
        return addOwnSplit("[" + word + "]+|[^" + word + R"(\p{White_Space}]+)", Behavior::Removed, Delimiter::Gap);
    }
    if (type == "WhitespaceSplit") return addOwnSplit(R"(\p{White_Space})", Behavior::Removed);
    if (type == "Digits")
        return addOwnSplit(digitPattern,
                           component.value("individual_digits", false) ? Behavior::Isolated : Behavior::Contiguous);
    if (type == "Punctuation") {
        Result<Behavior> behavior = Behavior::Isolated;
        if (findSet(component, "behavior") != nullptr) behavior = readBehavior(component);
        if (!behavior) return fail(std::move(behavior).error());
        return addOwnSplit("[" + std::string(punctuationClass) + "]", *behavior);
    }
    return refuse("the pre-tokenizer", type, supportedPreTokenizers);
}

Result<PreTokenizer::Behavior> PreTokenizer::readBehavior(const ComponentJson& component) {
    const std::string name = component.at("behavior").get<std::string>();
    if (name == "Removed") return Behavior::Removed;
    if (name == "Isolated") return Behavior::Isolated;
    if (name == "MergedWithPrevious") return Behavior::MergedWithPrevious;
    if (name == "MergedWithNext") return Behavior::MergedWithNext;
    if (name == "Contiguous") return Behavior::Contiguous;
    return refuse("the split behavior", name, "Removed, Isolated, MergedWithPrevious, MergedWithNext and Contiguous");
}

Status PreTokenizer::addOwnSplit(const std::string& pattern, Behavior behavior, Delimiter delimiter) {
    AUTOGLM_TRY(TextPattern compiled, TextPattern::fromOwn(pattern));
    m_steps.emplace_back(Split{std::move(compiled), behavior, delimiter});
    return {};
}

Status PreTokenizer::addSplit(const ComponentJson& component) {
    AUTOGLM_TRY(const Behavior behavior, readBehavior(component));
    AUTOGLM_TRY(TextPattern pattern, TextPattern::fromComponent(component.at("pattern")));
    m_steps.emplace_back(
        Split{std::move(pattern), behavior, component.value("invert", false) ? Delimiter::Gap : Delimiter::Match});
    return {};
}

Status PreTokenizer::addByteLevel(const ComponentJson& component) {
    if (component.value("add_prefix_space", true)) m_steps.emplace_back(PrefixSpace{});
    if (component.value("use_regex", true)) {
        AUTOGLM_TRY(TextPattern pattern, TextPattern::fromRegex(byteLevelPattern));
        m_steps.emplace_back(Split{std::move(pattern)});
    }
    m_steps.emplace_back(ByteSpelling{});
    return {};
}

Status PreTokenizer::addMetaspace(const ComponentJson& component) {
    Metaspace step;
    step.replacement = component.at("replacement").get<std::string>();
    if (step.replacement.empty() || firstCharacter(step.replacement).length != step.replacement.size())
        return fail(ErrorCode::Corrupt,
                    "the replacement '" + step.replacement + "' of the tokenizer's Metaspace is not one character");
    const std::string scheme = component.value("prepend_scheme", "always");
    // Files of before 2024 say it with this key.
    if (scheme == "never" || !component.value("add_prefix_space", true)) {
        step.prepend = Prepend::Never;
    } else if (scheme == "first") {
        step.prepend = Prepend::First;
    } else if (scheme != "always") {
        return refuse("the Metaspace option prepend_scheme", scheme, "always, first and never");
    }
    const std::string replacement = step.replacement;
    m_steps.emplace_back(std::move(step));
    if (!component.value("split", true)) return {};
    AUTOGLM_TRY(TextPattern pattern, TextPattern::fromLiteral(replacement));
    m_steps.emplace_back(Split{std::move(pattern), Behavior::MergedWithNext});
    return {};
}

Result<Words> PreTokenizer::split(const Word& text) const {
    Words words;
    if (text.text.empty()) return words;
    words.list.push_back(text);
    for (const Step& step : m_steps)
        AUTOGLM_CHECK(std::visit([&words](const auto& known) { return apply(known, words); }, step));
    return words;
}

/// Matches and what lies between them. Empty matches are kept: the behaviors count them.
Result<std::vector<PreTokenizer::Part>> PreTokenizer::partsOf(std::string_view text, const Split& step) {
    AUTOGLM_TRY(const std::vector<Match> matches, step.pattern.findAll(text));
    std::vector<Part> parts;
    parts.reserve(matches.size() * 2 + 1);
    std::size_t end = 0;
    for (const Match& match : matches) {
        if (end != match.begin) parts.push_back({{end, match.begin}, step.delimiter == Delimiter::Gap});
        parts.push_back({match, step.delimiter == Delimiter::Match});
        end = match.end;
    }
    if (end != text.size()) parts.push_back({{end, text.size()}, step.delimiter == Delimiter::Gap});
    return parts;
}

std::vector<Match> PreTokenizer::joined(const std::vector<Part>& parts, Behavior behavior) {
    std::vector<Match> out;
    bool afterDelimiter = false;
    for (const Part& part : parts) {
        const bool joins = behavior == Behavior::Contiguous           ? part.isDelimiter == afterDelimiter
                           : behavior == Behavior::MergedWithPrevious ? part.isDelimiter && !afterDelimiter
                                                                      : false;
        if (joins && !out.empty())
            out.back().end = part.range.end;
        else if (!(behavior == Behavior::Removed && part.isDelimiter))
            out.push_back(part.range);
        afterDelimiter = part.isDelimiter;
    }
    return out;
}

Status PreTokenizer::apply(const Split& step, Words& words) {
    std::vector<Word> out;
    for (const Word& word : words.list) {
        AUTOGLM_TRY(std::vector<Part> parts, partsOf(word.text, step));
        std::vector<Match> ranges;
        if (step.behavior == Behavior::MergedWithNext) {
            // The mirror image of MergedWithPrevious.
            for (Part& part : parts)
                part.range = {word.text.size() - part.range.end, word.text.size() - part.range.begin};
            std::ranges::reverse(parts);
            ranges = joined(parts, Behavior::MergedWithPrevious);
            std::ranges::reverse(ranges);
            for (Match& range : ranges)
                range = {word.text.size() - range.end, word.text.size() - range.begin};
        } else {
            ranges = joined(parts, step.behavior);
        }
        for (const Match& range : ranges) {
            if (range.begin == range.end) continue;
            const std::size_t fromFirst = std::min(word.fromFirst, range.end) - std::min(word.fromFirst, range.begin);
            out.push_back({word.text.substr(range.begin, range.end - range.begin), fromFirst});
        }
    }
    words.list = std::move(out);
    return {};
}

Status PreTokenizer::apply(const PrefixSpace&, Words& words) {
    for (Word& word : words.list) {
        if (word.text.starts_with(' ')) continue;
        word.text = words.owned.emplace_back(" " + std::string(word.text));
        if (word.fromFirst > 0) ++word.fromFirst;
    }
    return {};
}

Status PreTokenizer::apply(const ByteSpelling&, Words& words) {
    // One string for all: a text has one word per five bytes.
    std::string& spelled = words.owned.emplace_back();
    std::vector<std::size_t> ends;
    ends.reserve(words.list.size());
    for (Word& word : words.list) {
        word.fromFirst = byteLevelEncode(word.text.substr(0, word.fromFirst)).size();
        spelled += byteLevelEncode(word.text);
        ends.push_back(spelled.size());
    }
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const std::size_t begin = i > 0 ? ends[i - 1] : 0;
        words.list[i].text = std::string_view(spelled).substr(begin, ends[i] - begin);
    }
    return {};
}

Status PreTokenizer::apply(const Metaspace& step, Words& words) {
    for (Word& word : words.list) {
        std::string text;
        std::size_t fromFirst = 0;
        for (std::size_t i = 0; i < word.text.size(); ++i) {
            if (word.text[i] == ' ')
                text += step.replacement;
            else
                text += word.text[i];
            if (i < word.fromFirst) fromFirst = text.size();
        }
        const bool wanted = step.prepend == Prepend::Always || (step.prepend == Prepend::First && fromFirst > 0);
        if (wanted && !text.starts_with(step.replacement)) {
            text.insert(0, step.replacement);
            if (fromFirst > 0) fromFirst += step.replacement.size();
        }
        word = {words.owned.emplace_back(std::move(text)), fromFirst};
    }
    return {};
}

}  // namespace autoglm::text
