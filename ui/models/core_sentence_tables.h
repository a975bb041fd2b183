// The sentences of core, by subject: one line each, QT_TRANSLATE_NOOP in the context CoreSentences. %1, %2, ... up to
// %9 stand for figures, names and other sentences. What stands between two "; " of a sentence is a line of its own, so
// that shared endings are there once; where a placeholder stands in quotes, nothing in it is translated. To add one:
// add the line and its pair in resources/translations. tests/ui/tst_core_sentences names what core says and no line
// has.
#pragma once

#include <span>

namespace autoglm::ui {

using SentenceTable = std::span<const char* const>;

SentenceTable filesSentences();
SentenceTable modelSentences();
SentenceTable textSentences();
SentenceTable engineSentences();
SentenceTable evaluateSentences();
SentenceTable environmentSentences();
/// Parts of sentences, which may not reach over a ", " or "; ".
SentenceTable coreFragments();

}  // namespace autoglm::ui
