// Tokenizers made of a fixture's tokenizer.json with something changed.
#pragma once

#include "core/base/json.h"
#include "core/text/tokenizer.h"
#include "tests/support/test_support.h"

namespace autoglm::test {

inline Json tokenizerFile(const char* family) {
    return *readJsonFile(fixture(family) / "tokenizer.json");
}

inline Result<text::Tokenizer> create(const Json& file) {
    return text::Tokenizer::fromJson(file.dump(), "tokenizer.json");
}

inline Json addedToken(int id, const char* content, const Json& flags) {
    Json token{{"id", id}, {"content", content}, {"special", false}, {"normalized", false}};
    token.update(flags);
    return token;
}

}  // namespace autoglm::test
