#include "core/base/text_format.h"
#include "core/text/tokenizer.h"
#include "tests/fuzz/fuzz_targets.h"

namespace autoglm::fuzz {
namespace {

/// Every way of encoding and decoding `sample`.
void useTokenizer(const text::Tokenizer& tokenizer, std::string_view sample) {
    for (const auto add : {text::AddSpecial::Yes, text::AddSpecial::No})
        for (const auto parse : {text::ParseSpecial::Yes, text::ParseSpecial::No}) {
            const auto ids = tokenizer.encode(sample, {add, parse}, tokenizer.specialsIn(sample));
            if (!ids) {
                refused(ids.error());
                continue;
            }
            text::DecodeStream stream = tokenizer.decodeStream();
            for (const std::int32_t id : *ids) {
                require(id >= 0 && static_cast<std::size_t>(id) < tokenizer.vocabSize(), "ids are of the vocabulary");
                tokenizer.tokenBytes(id);
                stream.append(tokenizer.piece(id));
                require(isValidUtf8(stream.take()), "pieces of an answer are UTF-8");
            }
            require(isValidUtf8(stream.flush()), "the end of an answer is UTF-8");
            for (const auto skip : {text::SkipSpecial::Yes, text::SkipSpecial::No})
                require(isValidUtf8(tokenizer.decode(*ids, skip)), "a decoded text is UTF-8");
        }
}

constexpr std::size_t sampleBytes = 200;

}  // namespace

Outcome tokenizer(std::string_view input) {
    const auto [json, sample] = splitAtZero(input, input);
    const auto tokenizer = text::Tokenizer::fromJson(json, "tokenizer.json");
    if (!tokenizer) return refused(tokenizer.error());
    useTokenizer(*tokenizer, sample.substr(0, sampleBytes));
    return Outcome::Accepted;
}

Outcome rankFile(std::string_view input) {
    static const ScratchFolder folder;
    const auto [ranks, config] = splitAtZero(input, "{}");
    folder.write("tokenizer.model", ranks);
    folder.write("tokenizer_config.json", config);
    const auto tokenizer = text::Tokenizer::load(folder.path());
    if (!tokenizer) return refused(tokenizer.error());
    useTokenizer(*tokenizer, config.substr(0, sampleBytes));
    useTokenizer(*tokenizer, ranks.substr(0, sampleBytes));
    return Outcome::Accepted;
}

}  // namespace autoglm::fuzz
