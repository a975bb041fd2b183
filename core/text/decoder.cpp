#include "core/text/decoder.h"

#include <charconv>
#include <optional>
#include <utility>

#include "core/base/text_format.h"
#include "core/text/byte_level.h"
#include "core/text/unicode.h"

namespace autoglm::text {
namespace {

constexpr const char* supportedDecoders =
    "ByteLevel, Metaspace, ByteFallback, Fuse, Strip, Replace and sequences of at most 64 of them";
constexpr std::string_view replacementCharacter = "\uFFFD";

template <class What>
bool is(const DecodeStep& step) {
    return std::holds_alternative<What>(step.what);
}

std::string replaced(std::string_view text, const DecodeStep::Replace& what) {
    const Result<std::vector<Match>> matches = what.pattern.findAll(text);
    // A pattern that explodes on a piece leaves it as it is: decoding always gives a text.
    if (!matches) return std::string(text);
    std::string out;
    std::size_t done = 0;
    for (const Match& match : *matches) {
        out += text.substr(done, match.begin - done);
        out += what.content;
        done = match.end;
    }
    out += text.substr(done);
    return out;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out;
    for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
        out += text.substr(0, at);
        out += to;
        text.remove_prefix(at + from.size());
    }
    out += text;
    return out;
}

/// The byte that "<0x0A>" spells; as in Rust, the first digit may be a plus sign.
std::optional<char> byteOf(std::string_view piece) {
    if (piece.size() != 6 || !piece.starts_with("<0x") || !piece.ends_with('>')) return std::nullopt;
    std::string_view digits = piece.substr(3, 2);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return static_cast<char>(static_cast<unsigned char>(value));
}

std::string_view strippedFront(std::string_view text, const std::string& content, std::size_t most) {
    for (; most > 0 && text.starts_with(content); --most)
        text.remove_prefix(content.size());
    return text;
}

std::string_view strippedEnd(std::string_view text, const std::string& content, std::size_t most) {
    for (; most > 0 && text.ends_with(content); --most)
        text.remove_suffix(content.size());
    return text;
}

Result<std::string> readCharacter(const ComponentJson& component, const char* key) {
    std::string content = component.at(key).get<std::string>();
    if (content.empty() || firstCharacter(content).length != content.size())
        return fail(ErrorCode::Corrupt, concat("the tokenizer's decoder ", componentType(component), " has '", content,
                                               "' as its ", key, "; one character was expected"));
    return content;
}

Result<DecodeStep> readStep(const ComponentJson& component) {
    const std::string type = componentType(component);
    if (type == "ByteLevel") return DecodeStep{DecodeStep::ByteLevel{}};
    if (type == "ByteFallback") return DecodeStep{DecodeStep::ByteFallback{}};
    if (type == "Fuse") return DecodeStep{DecodeStep::Fuse{}};
    if (type == "Metaspace") {
        AUTOGLM_TRY(std::string replacement, readCharacter(component, "replacement"));
        const bool keeps =
            component.value("prepend_scheme", "always") == "never" || !component.value("add_prefix_space", true);
        return DecodeStep{DecodeStep::Metaspace{std::move(replacement),
                                                keeps ? DecodeStep::First::Kept : DecodeStep::First::Dropped}};
    }
    if (type == "Strip") {
        AUTOGLM_TRY(std::string content, readCharacter(component, "content"));
        return DecodeStep{DecodeStep::Strip{std::move(content), component.at("start").get<std::size_t>(),
                                            component.at("stop").get<std::size_t>()}};
    }
    if (type == "Replace") {
        AUTOGLM_TRY(TextPattern pattern, TextPattern::fromComponent(component.at("pattern")));
        return DecodeStep{DecodeStep::Replace{std::move(pattern), component.at("content").get<std::string>()}};
    }
    return refuse("the decoder", type, supportedDecoders);
}

}  // namespace

Result<Decoder> Decoder::create(const ComponentJson& component) {
    Steps steps;
    double growth = 1;
    if (component.is_null()) steps.push_back(DecodeStep{DecodeStep::Join{}});
    AUTOGLM_CHECK(eachComponent(component, "decoders", "the decoder", [&](const ComponentJson& part) -> Status {
        AUTOGLM_TRY(DecodeStep step, readStep(part));
        if (const auto* replace = std::get_if<DecodeStep::Replace>(&step.what))
            growth *= replace->pattern.growth(replace->content.size());
        if (!steps.empty())
            step.isFused =
                steps.back().isFused || is<DecodeStep::Fuse>(steps.back()) || is<DecodeStep::ByteLevel>(steps.back());
        steps.push_back(std::move(step));
        return {};
    }));
    if (steps.size() > maximumSteps) return refuse("the decoder", "Sequence", supportedDecoders);
    AUTOGLM_CHECK(checkGrowth("the decoder", growth));
    return Decoder(std::make_shared<const Steps>(std::move(steps)));
}

std::string Decoder::bytesOf(std::string_view piece) const {
    std::string out(piece);
    for (const DecodeStep& step : *m_steps) {
        if (is<DecodeStep::ByteLevel>(step)) {
            if (auto bytes = byteLevelDecode(out)) out = *std::move(bytes);
        } else if (is<DecodeStep::ByteFallback>(step)) {
            if (const auto byte = byteOf(out)) out = *byte;
        } else if (const auto* metaspace = std::get_if<DecodeStep::Metaspace>(&step.what)) {
            out = replaced(out, metaspace->replacement, " ");
        } else if (const auto* replace = std::get_if<DecodeStep::Replace>(&step.what)) {
            if (isValidUtf8(out)) out = replaced(out, *replace);
        }
    }
    return out;
}

DecodeStream::DecodeStream(const Decoder& decoder) : m_steps(decoder.m_steps), m_states(decoder.m_steps->size()) {}

void DecodeStream::append(std::string_view piece) {
    feed(0, std::string(piece));
}

std::string DecodeStream::take() {
    for (std::size_t step = 0; step < m_steps->size(); ++step) {
        // A step that looks at whole pieces waits for the whole run.
        const bool isLast = step + 1 == m_steps->size() || is<DecodeStep::Fuse>((*m_steps)[step + 1]);
        if (isLast && is<DecodeStep::ByteFallback>((*m_steps)[step]) && !(*m_steps)[step].isFused &&
            isValidUtf8(m_states[step].held))
            releaseBytes(step);
    }
    return std::exchange(m_ready, {});
}

std::string DecodeStream::flush() {
    for (std::size_t step = 0; step < m_steps->size(); ++step)
        finish(step);
    return std::exchange(m_ready, {});
}

void DecodeStream::feed(std::size_t step, std::string piece) {
    if (step == m_steps->size()) {
        m_ready += piece;
        return;
    }
    const auto run = [&](const auto& what) { this->run(step, what, std::move(piece)); };
    std::visit(run, (*m_steps)[step].what);
}

void DecodeStream::run(std::size_t step, const DecodeStep::Join&, std::string piece) {
    const bool isFirst = std::exchange(m_states[step].isFirst, false);
    feed(step + 1, isFirst ? std::move(piece) : " " + piece);
}

void DecodeStream::run(std::size_t step, const DecodeStep::ByteLevel&, std::string piece) {
    State& state = m_states[step];
    if ((*m_steps)[step].isFused) {
        state.held += piece;
        return;
    }
    state.bytes.append(byteLevelDecode(piece).value_or(piece));
    feed(step + 1, state.bytes.take());
}

void DecodeStream::run(std::size_t step, const DecodeStep::ByteFallback&, std::string piece) {
    State& state = m_states[step];
    if ((*m_steps)[step].isFused) {
        state.held += piece;
    } else if (const auto byte = byteOf(piece)) {
        state.held += *byte;
    } else {
        releaseBytes(step);
        feed(step + 1, std::move(piece));
    }
}

/// A run of bytes that is no valid UTF-8 is one U+FFFD per byte, also for the valid ones among them.
void DecodeStream::releaseBytes(std::size_t step) {
    std::string run = std::exchange(m_states[step].held, {});
    if (run.empty()) return;
    if (isValidUtf8(run)) {
        feed(step + 1, std::move(run));
        return;
    }
    for (std::size_t i = 0; i < run.size(); ++i)
        feed(step + 1, std::string(replacementCharacter));
}

void DecodeStream::run(std::size_t step, const DecodeStep::Fuse&, std::string piece) {
    feed(step + 1, std::move(piece));
}

void DecodeStream::run(std::size_t step, const DecodeStep::Metaspace& what, std::string piece) {
    const bool isFirst = m_states[step].isFirst;
    if (!(*m_steps)[step].isFused) m_states[step].isFirst = false;
    const bool drops = isFirst && what.first == DecodeStep::First::Dropped;
    feed(step + 1, replaced(piece, what.replacement, drops ? "" : " "));
}

void DecodeStream::run(std::size_t step, const DecodeStep::Strip& what, std::string piece) {
    if ((*m_steps)[step].isFused) {
        stripFused(step, what, piece);
        return;
    }
    feed(step + 1, std::string(strippedEnd(strippedFront(piece, what.content, what.start), what.content, what.stop)));
}

/// `held` are the last characters so far, which may be those to be stripped from the end.
void DecodeStream::stripFused(std::size_t step, const DecodeStep::Strip& what, std::string_view part) {
    State& state = m_states[step];
    if (state.isFirst) {
        const std::string_view rest = strippedFront(part, what.content, what.start - state.cut);
        state.cut += (part.size() - rest.size()) / what.content.size();
        if (!rest.empty()) state.isFirst = false;
        part = rest;
    }
    state.held += part;
    const std::size_t end = strippedEnd(state.held, what.content, what.stop).size();
    std::string done = state.held.substr(0, end);
    state.held.erase(0, end);
    feed(step + 1, std::move(done));
}

void DecodeStream::run(std::size_t step, const DecodeStep::Replace& what, std::string piece) {
    if ((*m_steps)[step].isFused)
        m_states[step].held += piece;  // a match may reach into the next part
    else
        feed(step + 1, replaced(piece, what));
}

void DecodeStream::finish(std::size_t step) {
    const DecodeStep& what = (*m_steps)[step];
    State& state = m_states[step];
    if (is<DecodeStep::ByteLevel>(what)) {
        if (what.isFused) state.bytes.append(byteLevelDecode(state.held).value_or(state.held));
        feed(step + 1, state.bytes.flush());
    } else if (is<DecodeStep::ByteFallback>(what)) {
        const std::optional<char> byte = what.isFused ? byteOf(state.held) : std::nullopt;
        if (what.isFused && !byte) {
            feed(step + 1, std::exchange(state.held, {}));
        } else {
            if (byte) state.held = *byte;
            releaseBytes(step);
        }
    } else if (const auto* replace = std::get_if<DecodeStep::Replace>(&what.what); replace != nullptr && what.isFused) {
        feed(step + 1, replaced(std::exchange(state.held, {}), *replace));
    }
}

}  // namespace autoglm::text
