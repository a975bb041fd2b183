// The sentences that core's sources hold: every string literal of two words or more, adjacent ones joined, cut at "; ".
// A reader of C++ that knows comments, strings, raw strings and characters, and nothing else.
#pragma once

#include <QString>
#include <vector>

namespace autoglm::test {

struct SourceSentence {
    QString file;  ///< relative to the source folder
    int line = 0;
    QString words;  ///< one clause, without blanks and punctuation at its ends
};

/// Of the .cpp and .h files below `source`/`folder`.
std::vector<SourceSentence> sourceSentences(const QString& source, const QString& folder);

/// The words of every literal below `source`/`folder`, a line each: "| one literal's words |", without punctuation.
/// Files whose names begin with `leftOut` are passed over.
QString sourceWords(const QString& source, const QString& folder, const QString& leftOut = {});

/// The words of a text alone, a blank between them.
QString wordsOf(const QString& text);

/// Of one file's text.
std::vector<SourceSentence> sentencesIn(const QString& file, const QString& text);

}  // namespace autoglm::test
