#include "ui/models/core_sentences.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "ui/models/core_sentence_tables.h"

namespace autoglm::ui {
namespace {

using Captures = std::array<QString, 10>;  ///< by placeholder number; nothing at 0

/// A pattern cut at its placeholders: texts[0] %numbers[0] texts[1] %numbers[1] ... texts.last().
struct Pattern {
    const char* source;
    QStringList texts;
    std::vector<int> numbers;
    qsizetype fixedLength = 0;
    qsizetype letters = 0;
};

/// Of hardly a word ("%1 to %2"), a pattern fits too much: it is taken for single words, quotes and what is known.
constexpr qsizetype looseLetters = 3;

Pattern cut(const char* source) {
    Pattern made{.source = source, .texts = {QString()}, .numbers = {}};
    const QString text = QString::fromUtf8(source);
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == QLatin1Char('%') && i + 1 < text.size() && text[i + 1].isDigit()) {
            made.numbers.push_back(text[++i].digitValue());
            made.texts << QString();
        } else {
            made.texts.last() += text[i];
            ++made.fixedLength;
            made.letters += text[i].isLetter() ? 1 : 0;
        }
    }
    return made;
}

/// Of several that fit, the one with the most text of its own says it best: it stands first.
std::vector<Pattern> cutAll(std::initializer_list<SentenceTable> tables) {
    std::vector<Pattern> made;
    for (const SentenceTable& table : tables)
        for (const char* source : table)
            made.push_back(cut(source));
    std::ranges::stable_sort(made, std::ranges::greater(), &Pattern::fixedLength);
    return made;
}

const std::vector<Pattern>& sentences() {
    static const std::vector<Pattern> list = cutAll({filesSentences(), modelSentences(), textSentences(),
                                                     engineSentences(), evaluateSentences(), environmentSentences()});
    return list;
}

/// Those that end with a full stop or have a "; " of their own are not cut at one.
const std::vector<Pattern>& statements() {
    static const std::vector<Pattern> list = [] {
        std::vector<Pattern> whole = sentences();
        std::erase_if(whole, [](const Pattern& pattern) {
            const std::string_view source = pattern.source;
            return !source.ends_with('.') && !source.contains("; ");
        });
        return whole;
    }();
    return list;
}

const std::vector<Pattern>& fragments() {
    static const std::vector<Pattern> list = cutAll({coreFragments()});
    return list;
}

/// What stands for each placeholder, at least one character; each as short as it can be. The search is linear: no
/// expression that could run away on a long text.
std::optional<Captures> capturesOf(const Pattern& pattern, const QString& english) {
    if (!english.startsWith(pattern.texts.front()) || !english.endsWith(pattern.texts.back())) return std::nullopt;
    if (pattern.numbers.empty())
        return english == pattern.texts.front() ? std::optional<Captures>(Captures{}) : std::nullopt;
    Captures found;
    qsizetype at = pattern.texts.front().size();
    for (std::size_t i = 0; i < pattern.numbers.size(); ++i) {
        const QString& next = pattern.texts[static_cast<qsizetype>(i) + 1];
        const bool isLast = i + 1 == pattern.numbers.size();
        const qsizetype end = isLast ? english.size() - next.size() : english.indexOf(next, at + 1);
        if (end <= at) return std::nullopt;
        found[static_cast<std::size_t>(pattern.numbers[i])] = english.mid(at, end - at);
        at = end + next.size();
    }
    return found;
}

/// The parts between separators that stand in no quotes and no brackets. An apostrophe within a word is no quote.
QStringList partsOf(const QString& text, const QString& separator) {
    QStringList parts;
    qsizetype begin = 0;
    int depth = 0;
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isWordBefore = i > 0 && text[i - 1].isLetterOrNumber();
        const bool isWordAfter = i + 1 < text.size() && text[i + 1].isLetterOrNumber();
        if (c == QLatin1Char('\'') && (isQuoted ? !isWordAfter : !isWordBefore)) isQuoted = !isQuoted;
        if (isQuoted) continue;
        if (c == QLatin1Char('(') || c == QLatin1Char('[')) ++depth;
        if (c == QLatin1Char(')') || c == QLatin1Char(']')) depth = std::max(0, depth - 1);
        if (depth > 0 || !QStringView(text).sliced(i).startsWith(separator)) continue;
        parts << text.mid(begin, i - begin);
        i += separator.size() - 1;
        begin = i + 1;
    }
    return parts << text.mid(begin);
}

QStringList clausesOf(const QString& text) {
    return partsOf(text, QStringLiteral("; "));
}

QStringList itemsOf(const QString& text) {
    return partsOf(text, QStringLiteral(", "));
}

QString inWords(const char* source) {
    return QCoreApplication::translate("CoreSentences", source);
}

using Words = std::optional<QString>;
Words known(const QString& english);

bool isOneWord(const QString& text) {
    return text.startsWith(QLatin1Char('\'')) || !text.contains(QLatin1Char(' '));
}

/// The blank that sets Latin letters off from Chinese ones stands in the translations; between two Chinese it goes.
void append(QString& text, QStringView more) {
    const auto isWide = [](QChar c) { return c >= QChar(0x2E80); };
    if (text.size() > 1 && !more.isEmpty() && text.endsWith(QLatin1Char(' ')) && isWide(text[text.size() - 2]) &&
        isWide(more.front()))
        text.chop(1);
    if (more.size() > 1 && !text.isEmpty() && more.startsWith(QLatin1Char(' ')) && isWide(text.back()) &&
        isWide(more[1]))
        more = more.sliced(1);
    text += more;
}

Words filled(const Pattern& pattern, const Captures& captures) {
    Captures arguments = captures;
    bool isAnyKnown = false;
    for (std::size_t i = 0; i < pattern.numbers.size(); ++i) {
        const QString& before = pattern.texts[static_cast<qsizetype>(i)];
        if (before.endsWith(QLatin1Char('\'')) || before.endsWith(QLatin1Char('"'))) continue;
        QString& argument = arguments[static_cast<std::size_t>(pattern.numbers[i])];
        const Words words = known(argument);
        if (!words && pattern.letters <= looseLetters && !isOneWord(argument)) return std::nullopt;
        isAnyKnown = isAnyKnown || words;
        argument = words.value_or(argument);
    }
    if (pattern.letters == 0 && !isAnyKnown) return std::nullopt;
    const Pattern translation = cut(inWords(pattern.source).toUtf8().constData());
    QString text = translation.texts.front();
    for (std::size_t i = 0; i < translation.numbers.size(); ++i) {
        append(text, arguments[static_cast<std::size_t>(translation.numbers[i])]);
        append(text, translation.texts[static_cast<qsizetype>(i) + 1]);
    }
    return text;
}

enum class Reach { Anywhere, WithinOnePart };

Words knownAs(const std::vector<Pattern>& patterns, const QString& english, Reach reach) {
    const auto isOnePart = [](const QString& text) {
        return clausesOf(text).size() == 1 && itemsOf(text).size() == 1 && !text.endsWith(QLatin1Char(','));
    };
    for (const Pattern& pattern : patterns) {
        const auto captures = capturesOf(pattern, english);
        if (!captures || (reach == Reach::WithinOnePart && !std::ranges::all_of(*captures, isOnePart))) continue;
        if (Words words = filled(pattern, *captures)) return words;
    }
    return std::nullopt;
}

enum class Demand { All, Any };

Words knownParts(const QStringList& parts, const char* separator, Demand demand) {
    if (parts.size() < 2) return std::nullopt;
    QStringList words;
    qsizetype count = 0;
    for (const QString& part : parts) {
        const Words one = part.isEmpty() ? std::nullopt : known(part);
        if (!one && demand == Demand::All) return std::nullopt;
        count += one ? 1 : 0;
        words << one.value_or(part);
    }
    return count > 0 ? Words(words.join(inWords(separator))) : std::nullopt;
}

/// "sentence (subject)", as describe() in core/base/result.h says it.
Words knownWithSubject(const QString& english) {
    const qsizetype at = english.endsWith(QLatin1Char(')')) ? english.lastIndexOf(QStringLiteral(" (")) : -1;
    if (at <= 0) return std::nullopt;
    const Words words = known(english.left(at));
    return words ? Words(*words + inWords(" (%1)").arg(english.mid(at + 2).chopped(1))) : std::nullopt;
}

/// The words of the current language; nothing where no entry fits any part of it.
Words known(const QString& english) {
    if (english.isEmpty()) return std::nullopt;
    const QStringList clauses = clausesOf(english);
    if (Words words = knownAs(statements(), english, Reach::Anywhere)) return words;
    if (Words words = knownParts(clauses, "; ", Demand::All)) return words;
    if (Words words = knownAs(sentences(), english, Reach::Anywhere)) return words;
    if (Words words = knownParts(clauses, "; ", Demand::Any)) return words;
    if (Words words = knownAs(fragments(), english, Reach::WithinOnePart)) return words;
    if (Words words = knownParts(itemsOf(english), ", ", Demand::Any)) return words;
    return knownWithSubject(english);
}

/// For lupdate: what joins the parts.
[[maybe_unused]] constexpr const char* joints[] = {QT_TRANSLATE_NOOP("CoreSentences", "; "),
                                                   QT_TRANSLATE_NOOP("CoreSentences", ", "),
                                                   QT_TRANSLATE_NOOP("CoreSentences", " (%1)")};

}  // namespace

QString coreSentence(const QString& english) {
    return known(english).value_or(english);
}

QString coreSentence(const std::string& english) {
    return coreSentence(QString::fromStdString(english));
}

bool isKnownCoreSentence(const QString& english) {
    return known(english).has_value();
}

std::vector<const char*> corePatterns() {
    std::vector<const char*> all;
    for (const auto* list : {&sentences(), &fragments()})
        for (const Pattern& pattern : *list)
            all.push_back(pattern.source);
    return all;
}

}  // namespace autoglm::ui
