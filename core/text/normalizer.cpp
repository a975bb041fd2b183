#include "core/text/normalizer.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

#include "core/base/text_format.h"
#include "core/base/utf8.h"
#include "core/text/unicode.h"

namespace autoglm::text {
namespace {

constexpr const char* supportedNormalizers =
    "NFC, NFD, NFKC, NFKD, Lowercase, Prepend, Replace, Strip and sequences of at most 64 of them";

bool isAscii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void appendForm(std::string_view text, int options, std::string& out) {
    if (text.empty()) return;
    utf8proc_uint8_t* mapped = nullptr;
    const auto length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &mapped, static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    // The text is valid UTF-8, so only memory can fail.
    if (length < 0) throw std::bad_alloc();
    out.append(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

std::string inForm(std::string_view text, int options) {
    // Every form leaves ASCII alone.
    if (isAscii(text)) return std::string(text);
    std::string out;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character c = firstCharacter(text.substr(at));
        if (isUnknownToNormalization(c.code)) {
            appendForm(text.substr(done, at - done), options, out);
            out += text.substr(at, c.length);
            done = at + c.length;
        }
        at += std::max<std::size_t>(c.length, 1);
    }
    appendForm(text.substr(done), options, out);
    return out;
}

Status checkSize(std::size_t bytes) {
    if (bytes <= textLimitBytes) return {};
    return fail(ErrorCode::InvalidArgument, concat("the tokenizer's normalizer makes more than ",
                                                   formatBytes(textLimitBytes), " of the text; give a shorter one"));
}

}  // namespace

Result<Normalizer> Normalizer::create(const ComponentJson& component) {
    Normalizer out;
    double growth = 1;
    AUTOGLM_CHECK(eachComponent(component, "normalizers", "the normalizer", [&](const ComponentJson& part) -> Status {
        AUTOGLM_TRY(Step step, readStep(part));
        if (const auto* replace = std::get_if<Replace>(&step))
            growth *= replace->pattern.growth(replace->content.size());
        out.m_steps.push_back(std::move(step));
        return {};
    }));
    if (out.m_steps.size() > maximumSteps) return refuse("the normalizer", "Sequence", supportedNormalizers);
    AUTOGLM_CHECK(checkGrowth("the normalizer", growth));
    return out;
}

Result<Normalizer::Step> Normalizer::readStep(const ComponentJson& component) {
    const std::string type = componentType(component);
    if (type == "NFC") return Form{UTF8PROC_STABLE | UTF8PROC_COMPOSE};
    if (type == "NFD") return Form{UTF8PROC_STABLE | UTF8PROC_DECOMPOSE};
    if (type == "NFKC") return Form{UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT};
    if (type == "NFKD") return Form{UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT};
    if (type == "Lowercase") return Lowercase{};
    if (type == "Prepend") return Prepend{component.at("prepend").get<std::string>()};
    if (type == "Replace") {
        AUTOGLM_TRY(TextPattern pattern, TextPattern::fromComponent(component.at("pattern")));
        return Replace{std::move(pattern), component.at("content").get<std::string>()};
    }
    if (type == "Strip") {
        const auto side = [&component](const char* key) {
            return component.at(key).get<bool>() ? Keep::Nothing : Keep::Spaces;
        };
        return Strip{side("strip_left"), side("strip_right")};
    }
    return refuse("the normalizer", type, supportedNormalizers);
}

Result<NormalizedText> Normalizer::apply(std::string_view text) const {
    NormalizedText out{std::string(text), firstCharacter(text).length};
    for (const Step& step : m_steps) {
        AUTOGLM_CHECK(std::visit([&out](const auto& known) { return apply(known, out); }, step));
        AUTOGLM_CHECK(checkSize(out.text.size()));
    }
    return out;
}

Status Normalizer::apply(const Form& step, NormalizedText& text) {
    const std::string front = inForm(std::string_view(text.text).substr(0, text.fromFirst), step.options);
    text.text = inForm(text.text, step.options);
    const auto [rest, ignored] = std::ranges::mismatch(text.text, front);
    text.fromFirst = static_cast<std::size_t>(rest - text.text.begin());
    while (text.fromFirst > 0 && text.fromFirst < text.text.size() && isContinuation(text.text[text.fromFirst]))
        --text.fromFirst;
    // Where the front was composed with what follows it, the composed character is what remains of it.
    if (text.fromFirst < front.size() && (step.options & UTF8PROC_COMPOSE) != 0)
        text.fromFirst += firstCharacter(std::string_view(text.text).substr(text.fromFirst)).length;
    return {};
}

Status Normalizer::apply(const Lowercase&, NormalizedText& text) {
    text.fromFirst = lowerCase(std::string_view(text.text).substr(0, text.fromFirst)).size();
    text.text = lowerCase(text.text);
    return {};
}

Status Normalizer::apply(const Prepend& step, NormalizedText& text) {
    if (text.text.empty()) return {};
    text.text.insert(0, step.text);
    if (text.fromFirst > 0) text.fromFirst += step.text.size();
    return {};
}

Status Normalizer::apply(const Replace& step, NormalizedText& text) {
    AUTOGLM_TRY(const std::vector<Match> matches, step.pattern.findAll(text.text));
    const std::string_view old = text.text;
    NormalizedText out;
    std::size_t done = 0;
    const auto keep = [&](std::size_t end) {
        out.text += old.substr(done, end - done);
        if (done < text.fromFirst) out.fromFirst += std::min(end, text.fromFirst) - done;
    };
    for (const Match& match : matches) {
        keep(match.begin);
        out.text += step.content;
        // As in the library: what is put in comes from where the last byte before its end came from.
        if (match.end == 0 || match.end - 1 < text.fromFirst) out.fromFirst += step.content.size();
        done = match.end;
        AUTOGLM_CHECK(checkSize(out.text.size()));
    }
    keep(old.size());
    text = std::move(out);
    return {};
}

Status Normalizer::apply(const Strip& step, NormalizedText& text) {
    if (step.right == Keep::Nothing) text.text.resize(text.text.size() - trailingWhiteSpace(text.text));
    if (step.left == Keep::Nothing) {
        const std::size_t length = leadingWhiteSpace(text.text);
        text.text.erase(0, length);
        text.fromFirst -= std::min(length, text.fromFirst);
    }
    text.fromFirst = std::min(text.fromFirst, text.text.size());
    return {};
}

}  // namespace autoglm::text
