// Sentences about comparisons, their verdicts, measurements.
#include "ui/models/core_sentence_tables.h"

#include <QtGlobal>

namespace autoglm::ui {
namespace {

constexpr const char* evaluateList[] = {
    QT_TRANSLATE_NOOP("CoreSentences", "%1 logits were not finite"),
    QT_TRANSLATE_NOOP("CoreSentences", "warm-up did not converge: its last two runs differ by more than %1 %"),
    QT_TRANSLATE_NOOP("CoreSentences", "the device's clocks were throttled: %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "another process used the device (%1 seen at once)"),
    QT_TRANSLATE_NOOP("CoreSentences", "the CPU was loaded: other processes took %1 % of its time"),
    QT_TRANSLATE_NOOP("CoreSentences", "the CPU's frequency governor saves power"),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "the weights (%1) fit in the last-level cache (%2): this speed says nothing about a larger model"),
    QT_TRANSLATE_NOOP("CoreSentences", "These numbers are void: %1."),
    QT_TRANSLATE_NOOP("CoreSentences", "Read the speed with care: %1."),
    QT_TRANSLATE_NOOP("CoreSentences", "The time to the first token cannot be told apart."),
    QT_TRANSLATE_NOOP("CoreSentences", "The first token of %1 comes %2x sooner (%3)."),
    QT_TRANSLATE_NOOP("CoreSentences", "The first token of %1 comes %2x sooner."),
    QT_TRANSLATE_NOOP("CoreSentences", "The first token of %1 comes %2x later (%3)."),
    QT_TRANSLATE_NOOP("CoreSentences", "The first token of %1 comes %2x later."),
    QT_TRANSLATE_NOOP("CoreSentences", "KLD is exactly 0 over %1 tokens."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Over %1 tokens the distribution moves by %2 nats on average (KLD, 99 % of the tokens below %3, "
                      "at most %4); perplexity is %5 with %6 and %7 with %8 (ratio %9)."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Over %1 tokens the distribution moves by %2 nats on average (KLD, at most %3); perplexity is %4 "
                      "with %5 and %6 with %7 (ratio %8)."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Of %1 questions %2 answers %3 rightly and %4 %5 (difference %6 points, %7; McNemar p = %8)."),
    QT_TRANSLATE_NOOP("CoreSentences", "Budget %1 (%2) could not be judged: it was not measured."),
    QT_TRANSLATE_NOOP("CoreSentences", "Budget %1 (%2) failed: %3."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Budget %1 (%2) is inconclusive: the interval of %3 lies on both sides of the limit."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "The folder has no tokenizer: prompts and text were token ids drawn at random, so quality tells "
                      "how far the arms part, not what a reader would notice."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "The weights are not the ones that were published; the mismatch was overridden."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "The weights of %1 are not the ones that were published; the mismatch was overridden."),
    QT_TRANSLATE_NOOP("CoreSentences", "Quality per token was left out, and its budgets could not be judged: %1."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Over the same text %1 needs %2 bits per byte and %3 %4; their perplexities, %5 and %6, are over "
                      "different tokens."),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizers of the two models have different vocabularies"),
    QT_TRANSLATE_NOOP("CoreSentences", "the tokenizers of the two models cut the text into different tokens"),
    QT_TRANSLATE_NOOP("CoreSentences", "only one of the two models has a tokenizer"),
    QT_TRANSLATE_NOOP("CoreSentences", "the two models rate different numbers of tokens, %1 and %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "the device '%1' of arm B is not there"),
    QT_TRANSLATE_NOOP("CoreSentences", "the engine found %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "The run was stopped during %1; what was measured until then is kept."),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 blocks were asked for"),
    QT_TRANSLATE_NOOP("CoreSentences", "So few blocks find a factor of two at best."),
    QT_TRANSLATE_NOOP("CoreSentences", "The smallest difference they find is %1 %."),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 blocks, from a pilot of %2 that was thrown away; %3 to %4 were possible"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1, compared with %2."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "%1 cannot be told apart in speed (ratio %2; noise floor %3), compared with %4."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "%1 cannot be told apart in speed (ratio %2; noise floor %3) and %4, compared with %5."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "%1 cannot be told apart in speed (ratio %2; noise floor %3), %4, compared with %5."),
    QT_TRANSLATE_NOOP("CoreSentences", "the answer was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "the run was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "the test was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "the bench was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "the batch was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "the comparison was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "the preparation of prompts was stopped"),
    QT_TRANSLATE_NOOP("CoreSentences", "the limit \"%1\" is not a number of 0 or more, or \"off\""),
    QT_TRANSLATE_NOOP("CoreSentences", "\"%1\" is not a budget"),
    QT_TRANSLATE_NOOP("CoreSentences", "expected NAME=LIMIT with a name of %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "the comparison has no model"),
    QT_TRANSLATE_NOOP("CoreSentences", "the comparison has no prompt"),
    QT_TRANSLATE_NOOP("CoreSentences", "a prompt is empty"),
    QT_TRANSLATE_NOOP("CoreSentences", "tasks need a tokenizer and one prepared prompt each"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 repetitions were asked for"),
    QT_TRANSLATE_NOOP("CoreSentences", "a timed run needs at least 2 tokens"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 would need %2 while %3 is free on %4"),
    QT_TRANSLATE_NOOP("CoreSentences", "choose a narrower precision or a shorter context"),
    QT_TRANSLATE_NOOP("CoreSentences", "loading %1 and %2 side by side"),
    QT_TRANSLATE_NOOP("CoreSentences", "loading %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "a line needs a \"prompt\" that is text and not empty"),
    QT_TRANSLATE_NOOP("CoreSentences", "the file holds no prompt"),
    QT_TRANSLATE_NOOP("CoreSentences", "one per line was expected"),
    QT_TRANSLATE_NOOP("CoreSentences", "a window of %1 tokens is too short to score"),
    QT_TRANSLATE_NOOP("CoreSentences", "at least %1 were expected"),
    QT_TRANSLATE_NOOP("CoreSentences", "the text has %1 tokens"),
    QT_TRANSLATE_NOOP("CoreSentences", "at least %1 are needed to score it"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 ids were given"),
    QT_TRANSLATE_NOOP("CoreSentences", "at least 2 are needed to score one"),
    QT_TRANSLATE_NOOP("CoreSentences", "a window of %1 tokens was asked for"),
    QT_TRANSLATE_NOOP("CoreSentences", "2 to %1 are possible here"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "a task needs a \"prompt\" and an \"answer\", both of them text that is not empty"),
    QT_TRANSLATE_NOOP("CoreSentences", "the task file holds no task"),
    QT_TRANSLATE_NOOP("CoreSentences", "one JSON object per line was expected"),
    QT_TRANSLATE_NOOP("CoreSentences", "no room for a bandwidth probe of %1"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "memory bandwidth cannot be measured: %1 may be used and more than three times the last-level "
                      "cache of %2 is needed"),
    QT_TRANSLATE_NOOP("CoreSentences", "the bandwidth probe takes 0 to 4096 threads and 1 to 10000 repetitions"),
    QT_TRANSLATE_NOOP("CoreSentences", "the bandwidth probe needs at least 4096 bytes per thread"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 were given for %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "the bandwidth probe was cancelled"),
    QT_TRANSLATE_NOOP("CoreSentences", "the peak of resident memory could not be reset"),
    QT_TRANSLATE_NOOP("CoreSentences", "it counts from the start"),
    QT_TRANSLATE_NOOP("CoreSentences", "cannot tell"),
    QT_TRANSLATE_NOOP("CoreSentences", "allocator peak"),
    QT_TRANSLATE_NOOP("CoreSentences", "weights, KV cache and workspace as planned"),
};

}  // namespace

SentenceTable evaluateSentences() {
    return evaluateList;
}

}  // namespace autoglm::ui
