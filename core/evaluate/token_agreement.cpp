#include "core/evaluate/token_agreement.h"

#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

bool haveSameVocabulary(const text::Tokenizer& a, const text::Tokenizer& b) {
    if (a.vocabSize() != b.vocabSize()) return false;
    for (std::int32_t id = 0; id < static_cast<std::int32_t>(a.vocabSize()); ++id)
        if (a.piece(id) != b.piece(id)) return false;
    return true;
}

}  // namespace

bool haveSameTokens(const ArmInputs& a, const ArmInputs& b) {
    if (&a == &b) return true;
    if (!a.tokenizer || !b.tokenizer) return !a.tokenizer && !b.tokenizer;
    return haveSameVocabulary(*a.tokenizer, *b.tokenizer);
}

std::string whyNoDivergence(const ArmPlan& a, const ArmPlan& b) {
    if (a.inputs->tokenizer.has_value() != b.inputs->tokenizer.has_value())
        return "only one of the two models has a tokenizer";
    if (!haveSameTokens(*a.inputs, *b.inputs)) return "the tokenizers of the two models have different vocabularies";
    const std::int64_t widthA = a.folder->config.vocabSize;
    const std::int64_t widthB = b.folder->config.vocabSize;
    if (widthA != widthB) return concat("the two models rate different numbers of tokens, ", widthA, " and ", widthB);
    if (a.inputs->textIds != b.inputs->textIds || a.inputs->textPrefix != b.inputs->textPrefix)
        return "the tokenizers of the two models cut the text into different tokens";
    return {};
}

}  // namespace autoglm::evaluate
