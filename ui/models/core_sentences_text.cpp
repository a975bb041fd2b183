// Sentences about tokenizers, chat templates.
#include "ui/models/core_sentence_tables.h"

#include <QtGlobal>

namespace autoglm::ui {
namespace {

constexpr const char* textList[] = {
    QT_TRANSLATE_NOOP("CoreSentences", "the added token '%1' has the id %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "the added token '%1' has the id %2, but the vocabulary gives it %3"),
    QT_TRANSLATE_NOOP("CoreSentences", "merge %1 of the tokenizer has %2 parts"),
    QT_TRANSLATE_NOOP("CoreSentences", "2 were expected"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 '%2' of this tokenizer is not supported by this release, which knows %3"),
    QT_TRANSLATE_NOOP("CoreSentences", "the model"),
    QT_TRANSLATE_NOOP("CoreSentences", "the BPE option"),
    QT_TRANSLATE_NOOP("CoreSentences", "the decoder"),
    QT_TRANSLATE_NOOP("CoreSentences", "the normalizer"),
    QT_TRANSLATE_NOOP("CoreSentences", "the pre-tokenizer"),
    QT_TRANSLATE_NOOP("CoreSentences", "the pre-tokenizer without ByteLevel"),
    QT_TRANSLATE_NOOP("CoreSentences", "behind ByteLevel the pre-tokenizer"),
    QT_TRANSLATE_NOOP("CoreSentences", "the post-processor"),
    QT_TRANSLATE_NOOP("CoreSentences", "the split behavior"),
    QT_TRANSLATE_NOOP("CoreSentences", "byte-level BPE"),
    QT_TRANSLATE_NOOP("CoreSentences", "byte-level BPE without it"),
    QT_TRANSLATE_NOOP("CoreSentences", "NFC, NFD, NFKC, NFKD and short sequences of them"),
    QT_TRANSLATE_NOOP("CoreSentences", "TemplateProcessing, ByteLevel and short sequences of them"),
    QT_TRANSLATE_NOOP("CoreSentences", "Split and a final ByteLevel, alone or in a sequence"),
    QT_TRANSLATE_NOOP("CoreSentences", "Isolated and Removed"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's vocabulary is empty or not an object of pieces and ids"),
    QT_TRANSLATE_NOOP("CoreSentences", "the vocabulary gives '%1' the id %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "the vocabulary gives the id %1 to '%2' and to another piece"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's merges are not a list"),
    QT_TRANSLATE_NOOP("CoreSentences", "merge %1 of the tokenizer needs '%2', which the vocabulary lacks"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's unknown token '%1' is not in its vocabulary"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' holds no messages"),
    QT_TRANSLATE_NOOP("CoreSentences", "a list of {\"role\": ..., \"content\": ...} objects was expected"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' is not a list of objects: message %2 is %3"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' has no \"role\" in message %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "a string was expected"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' has no \"content\" in message %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' has a \"content\" in message %2 that is %3"),
    QT_TRANSLATE_NOOP("CoreSentences", "the chat_template of '%1' is neither text nor a list of named templates"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' has no chat template named '%2'"),
    QT_TRANSLATE_NOOP("CoreSentences", "it has %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "the chat template did not end within %1 and was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "it may loop for ever"),
    QT_TRANSLATE_NOOP("CoreSentences", "the chat template needed more than %1 and was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "rendering the chat template crashed with signal %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "it may nest or recurse without end"),
    QT_TRANSLATE_NOOP("CoreSentences", "the answer of autoglm-helper"),
    QT_TRANSLATE_NOOP("CoreSentences", "autoglm-helper ended with exit code %1 instead of an answer: %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "autoglm-helper ended with exit code %1 instead of an answer: "),
    QT_TRANSLATE_NOOP("CoreSentences", "this program was built without chat templates: %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "install it and build again, or give the model plain text with --raw"),
    QT_TRANSLATE_NOOP("CoreSentences", "the chat template refuses these messages: %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "the chat template cannot be read: %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "the chat template failed while rendering: %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "this model has no chat template"),
    QT_TRANSLATE_NOOP("CoreSentences", "use --raw to give it plain text"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's template for one text holds the text twice"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's template gives '%1' the id %2, which no token has"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's template for one text leaves the text out"),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "the pre-tokenizer's pattern uses %1, which this release cannot read as the tokenizers library does"),
    QT_TRANSLATE_NOOP("CoreSentences", "the pattern is %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "\\h (a hexadecimal digit there)"),
    QT_TRANSLATE_NOOP("CoreSentences", "a class intersection (&&)"),
    QT_TRANSLATE_NOOP("CoreSentences", "a class within a class"),
    QT_TRANSLATE_NOOP("CoreSentences", "an unfinished class"),
    QT_TRANSLATE_NOOP("CoreSentences", "the pre-tokenizer's pattern cannot be compiled: %1 at byte %2 of %3"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's pattern could not be matched at byte %1 of the text: %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizer's pattern matches backwards (\\K in a lookahead)"),
    QT_TRANSLATE_NOOP("CoreSentences", "the id %1 belongs to '%2' and to the added token '%3'"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' was not found"),
    QT_TRANSLATE_NOOP("CoreSentences", "a model folder needs its tokenizer.json beside config.json"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' is not a tokenizer: an object with the key \"model\" was expected"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' is damaged: %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "not enough memory to read '%1' of %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "the text has %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "at most %1 can be tokenized at once"),
};

}  // namespace

SentenceTable textSentences() {
    return textList;
}

}  // namespace autoglm::ui
