#include "ui/models/core_sentences.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace autoglm::ui {
namespace {

/// %1, %2, ... stand for figures, names and other sentences; of two that fit, the first is taken.
constexpr const char* corePatterns[] = {
    QT_TRANSLATE_NOOP("CoreSentences", "%1 logits were not finite"),
    QT_TRANSLATE_NOOP("CoreSentences", "warm-up did not converge: its last two runs differ by more than %1 %"),
    QT_TRANSLATE_NOOP("CoreSentences", "the device's clocks were throttled: %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "another process used the device (%1 seen at once)"),
    QT_TRANSLATE_NOOP("CoreSentences", "the CPU was loaded: other processes took %1 % of its time"),
    QT_TRANSLATE_NOOP("CoreSentences", "the CPU's frequency governor saves power"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "the weights (%1) fit in the last-level cache (%2): this speed says nothing "
                      "about a larger model"),
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
                      "Over %1 tokens the distribution moves by %2 nats on average (KLD, at most "
                      "%3); perplexity is %4 with %5 and %6 with %7 (ratio %8)."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Of %1 questions %2 answers %3 rightly and %4 %5 (difference %6 points, %7; "
                      "McNemar p = %8)."),
    QT_TRANSLATE_NOOP("CoreSentences", "Budget %1 (%2) could not be judged: it was not measured."),
    QT_TRANSLATE_NOOP("CoreSentences", "Budget %1 (%2) failed: %3."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Budget %1 (%2) is inconclusive: the interval of %3 lies on both sides of the "
                      "limit."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "The folder has no tokenizer: prompts and text were token ids drawn at random, so quality tells "
                      "how far the arms part, not what a reader would notice."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "The weights are not the ones that were published; the mismatch was "
                      "overridden."),
    QT_TRANSLATE_NOOP("CoreSentences", "The run was stopped during %1; what was measured until then is kept."),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 blocks were asked for"),
    QT_TRANSLATE_NOOP("CoreSentences", "So few blocks find a factor of two at best; ask for more."),
    QT_TRANSLATE_NOOP("CoreSentences", "The smallest difference they find is %1 %."),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 blocks, from a pilot of %2 that was thrown away; %3 to %4 were possible"),
};

/// Parts of those sentences that are words as well.
constexpr const char* coreFragments[] = {
    QT_TRANSLATE_NOOP("CoreSentences", "%1 (%2 to %3)"), QT_TRANSLATE_NOOP("CoreSentences", "%1, %2 to %3"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 to %2"),      QT_TRANSLATE_NOOP("CoreSentences", "at most %1"),
    QT_TRANSLATE_NOOP("CoreSentences", "at least %1"),
};

struct CorePattern {
    const char* source;
    QRegularExpression expression;
};

std::vector<CorePattern> compiledPatterns(std::span<const char* const> sources) {
    static const QRegularExpression placeholder(QStringLiteral(R"(\\%\d)"));
    std::vector<CorePattern> made;
    for (const char* source : sources) {
        QString escaped = QRegularExpression::escape(QString::fromUtf8(source));
        made.push_back({source, QRegularExpression(QRegularExpression::anchoredPattern(
                                    escaped.replace(placeholder, QStringLiteral("(.+?)"))))});
    }
    return made;
}

const std::vector<CorePattern>& sentencePatterns() {
    static const std::vector<CorePattern> list = compiledPatterns(corePatterns);
    return list;
}

QString coreArgument(const QString& argument);

std::optional<QString> translatedBy(const std::vector<CorePattern>& patterns, const QString& english) {
    for (const auto& [source, expression] : patterns) {
        const auto match = expression.match(english);
        if (!match.hasMatch()) continue;
        QString text = QCoreApplication::translate("CoreSentences", source);
        // From the back, so that what is put in is not searched for what precedes it.
        for (int i = expression.captureCount(); i >= 1; --i)
            text.replace(QLatin1Char('%') + QString::number(i), coreArgument(match.captured(i)));
        return text;
    }
    return std::nullopt;
}

/// What stands for a placeholder may be words or whole sentences.
QString coreArgument(const QString& argument) {
    static const std::vector<CorePattern> fragments = compiledPatterns(coreFragments);
    QStringList parts = argument.split(QStringLiteral("; "));
    for (QString& part : parts)
        part = translatedBy(fragments, coreSentence(part)).value_or(coreSentence(part));
    return parts.join(QCoreApplication::translate("CoreSentences", "; "));
}

}  // namespace

QString coreSentence(const QString& english) {
    return translatedBy(sentencePatterns(), english).value_or(english);
}

bool isKnownCoreSentence(const QString& english) {
    return std::ranges::any_of(sentencePatterns(), [&english](const CorePattern& pattern) {
        return pattern.expression.match(english).hasMatch();
    });
}

}  // namespace autoglm::ui
