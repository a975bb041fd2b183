#include "tests/ui/source_sentences.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

namespace autoglm::test {
namespace {

struct Literal {
    int line = 0;
    QString text;
};

QString unescaped(const QString& text) {
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != QLatin1Char('\\') || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const QChar next = text[++i];
        out += next == QLatin1Char('n') || next == QLatin1Char('t') ? QLatin1Char(' ') : next;
    }
    return out;
}

std::vector<Literal> literalsOf(const QString& text) {
    // Whichever begins first: comments, directives and characters are passed over.
    static const QRegularExpression token(
        QStringLiteral(R"re((?<comment>//[^\n]*|/\*.*?\*/|^[ \t]*#[^\n]*))re"
                       R"re(|R"(?<tag>[^(\s]*)\((?<raw>.*?)\)\k<tag>")re"
                       R"re(|"(?<plain>(?:[^"\\\n]|\\.)*)")re"
                       R"re(|'(?:[^'\\\n]|\\.)+')re"),
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::MultilineOption);
    std::vector<Literal> found;
    qsizetype end = -1;  // of the literal before; adjacent ones are one
    qsizetype counted = 0;
    int line = 1;
    for (auto all = token.globalMatch(text); all.hasNext();) {
        const auto match = all.next();
        if (!match.hasCaptured("plain") && !match.hasCaptured("raw")) continue;
        const qsizetype begin = match.capturedStart();
        line += static_cast<int>(QStringView(text).sliced(counted, begin - counted).count(QLatin1Char('\n')));
        counted = begin;
        const QString words = match.hasCaptured("raw") ? match.captured("raw") : unescaped(match.captured("plain"));
        if (end >= 0 && QStringView(text).sliced(end, begin - end).trimmed().isEmpty())
            found.back().text += words;
        else
            found.push_back({line, words});
        end = match.capturedEnd();
    }
    return found;
}

QStringList pathsIn(const QString& source, const QString& folder) {
    QDirIterator files(source + QLatin1Char('/') + folder, {"*.cpp", "*.h"}, QDir::Files, QDirIterator::Subdirectories);
    QStringList paths;
    while (files.hasNext())
        paths << files.next();
    paths.sort();
    return paths;
}

QString textOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

}  // namespace

std::vector<SourceSentence> sentencesIn(const QString& file, const QString& text) {
    static const QRegularExpression twoWords(QStringLiteral("[A-Za-z']{2,}[,:]? ([^ ]+ )*[A-Za-z']{2,}"));
    static const QRegularExpression ends(QStringLiteral(R"(^[\s,.;:'"()\[\]]+|[\s,.;:'"()\[\]]+$)"));
    std::vector<SourceSentence> out;
    for (const Literal& literal : literalsOf(text))
        for (QString words : literal.text.split(QStringLiteral("; "))) {
            words.remove(ends);
            if (twoWords.match(words).hasMatch()) out.push_back({file, literal.line, words});
        }
    return out;
}

std::vector<SourceSentence> sourceSentences(const QString& source, const QString& folder) {
    std::vector<SourceSentence> out;
    for (const QString& path : pathsIn(source, folder))
        std::ranges::move(sentencesIn(path.mid(source.size() + 1), textOf(path)), std::back_inserter(out));
    return out;
}

QString wordsOf(const QString& text) {
    static const QRegularExpression noWord(QStringLiteral("[^A-Za-z0-9_]+"));
    return QString(text).replace(noWord, QStringLiteral(" ")).trimmed();
}

QString sourceWords(const QString& source, const QString& folder, const QString& leftOut) {
    QString out;
    for (const QString& path : pathsIn(source, folder)) {
        if (!leftOut.isEmpty() && QFileInfo(path).fileName().startsWith(leftOut)) continue;
        for (const Literal& literal : literalsOf(textOf(path)))
            out += QStringLiteral("| %1 |\n").arg(wordsOf(literal.text));
    }
    return out;
}

}  // namespace autoglm::test
