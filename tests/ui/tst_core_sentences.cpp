// What core says in English, in the window's other language: every sentence in core's sources has an entry, every entry
// a translation, and real errors and findings come out without English in them.
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>
#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "app/window/language.h"
#include "tests/ui/sample_sentences.h"
#include "tests/ui/source_sentences.h"
#include "ui/models/core_sentences.h"
#include "ui/models/finding_groups.h"
#include "ui/models/wording.h"

using namespace autoglm;
using namespace autoglm::test;

namespace {

/// Files whose words no one reads in the window, and why.
const std::map<QString, QString> unseenFiles = {
    {"core/report/", "documents, which are English for whoever gets them"},
    {"core/store/history_text.cpp", "what the command line prints"},
    {"core/evaluate/bench.cpp", "benchmarks are started on the command line"},
    {"core/model/make_model.cpp", "models are made on the command line"},
    {"core/measure/read_bandwidth.cpp", "its errors leave a figure out, they are not shown"},
    {"core/engine/scripted_engine.cpp", "the engine of tests"},
    {"core/environment/compatibility.cpp", "without the table a finding says that it is missing"},
    {"core/base/system_info.cpp", "keys of the kernel's files"},
};

/// Literals that are no sentence: commands, SQL, keys, names of metrics, what libtorch and the compiler are told.
const QRegularExpression noSentence(
    "^(sudo|nvidia-smi|autoglm env|unset|ss -ltnp|ls -la|ps aux|top -o|df -h|echo|python3 -m"
    "|SELECT|INSERT|ALTER|UPDATE|DELETE|CREATE|PRAGMA|FROM|VALUES|ON CONFLICT|AND|id, kind|count"
    "|document FROM|B vs A|out of memory$|can't allocate memory$|undefined symbol$"
    "|safetensors is little-endian|inside libtorch$|random tokens|32 random tokens)");

bool isSeen(const SourceSentence& sentence) {
    const bool isSkipped =
        std::ranges::any_of(unseenFiles, [&](const auto& skipped) { return sentence.file.startsWith(skipped.first); });
    return !isSkipped && !noSentence.match(sentence.words).hasMatch();
}

/// The fixed texts of all entries.
QStringList fixedTexts() {
    static const QRegularExpression placeholder("%\\d");
    QStringList texts;
    for (const char* pattern : ui::corePatterns())
        texts << QString::fromUtf8(pattern).split(placeholder);
    return texts;
}

/// Whole, or in the parts of a list; of those, single words need no entry.
bool isHeld(const QStringList& texts, const QString& words) {
    const auto holds = [&](const QString& part) {
        return std::ranges::any_of(texts, [&](const QString& text) { return text.contains(part); });
    };
    const QStringList parts = words.split(", ");
    return holds(words) || (parts.size() > 1 && std::ranges::all_of(parts, [&](const QString& part) {
                                return !part.contains(' ') || holds(part);
                            }));
}

/// What libc says of an errno and of a signal.
QString wordsOfLibc() {
    QString out;
    for (int code = 1; code < 134; ++code)
        out += QStringLiteral("| %1 |\n").arg(wordsOf(QString::fromUtf8(std::strerror(code))));
    for (int signal = 1; signal < 32; ++signal)
        out += QStringLiteral("| %1 |\n").arg(wordsOf(QString::fromUtf8(strsignal(signal))));
    return out;
}

/// Whether the words from `first` on are made of what is said: of pieces of two words or more, or of whole literals.
bool isSaid(const QString& said, const QStringList& words, qsizetype first) {
    if (first == words.size()) return true;
    for (qsizetype count = words.size() - first; count > 0; --count) {
        const QString piece = words.sliced(first, count).join(QLatin1Char(' '));
        const bool isPiece = count > 1 && said.contains(QStringLiteral(" %1 ").arg(piece));
        const bool isOnlyWord = words.size() == 1 && said.contains(QStringLiteral(" %1 ").arg(piece));
        if ((isPiece || isOnlyWord || said.contains(QStringLiteral("| %1 |").arg(piece))) &&
            isSaid(said, words, first + count))
            return true;
    }
    return false;
}

/// Three English words on end, with figures between them or none, outside quotes, paths and commands.
QString englishIn(QString text) {
    static const QRegularExpression kept(
        "“[^”]*”|\"[^\"]*\"|'[^']*'|[^\\s，；：（）]*[/_=][^\\s，；：（）]*|--?[a-z-]+");
    static const QRegularExpression names(
        "Hugging Face|Test CPU|NVIDIA H200|[A-Z]\\w+(ForCausalLM|ForConditionalGeneration|Model)\\b");
    static const QRegularExpression run("[A-Za-z][A-Za-z'-]+(?:[ ,]+(?:[0-9.]+ %? ?)?[A-Za-z][A-Za-z'-]+){2,}");
    text.remove(names).replace(kept, " · ");
    return run.match(text).captured();
}

class Chinese {
  public:
    Chinese() { app::applyLanguage("zh_CN"); }
    ~Chinese() { app::applyLanguage("en"); }
    Chinese(const Chinese&) = delete;
    Chinese& operator=(const Chinese&) = delete;
};

}  // namespace

class TestCoreSentences : public QObject {
    Q_OBJECT
  private slots:
    void sourcesAreRead();
    void everySentenceOfCoreHasAnEntry();
    void noOptionsOfTheCommandLine();
    void everyEntryIsStillSaid();
    void everyEntryIsTranslated();
    void errorsInChinese();
    void findingsInChinese();
    void partsAreTranslatedOneByOne();
    void englishStaysAsCoreSaysIt();
    void lookingUpIsCheap();
};

void TestCoreSentences::sourcesAreRead() {
    const auto found = sentencesIn("a.cpp", QStringLiteral(R"x(// "not this one here"
#include "nor this one"
return fail(Code::X, concat("'", p, "' was left; it is "
    "kept \"here\" now"), '"', R"(a raw one
there)" /* "nor here either" */, "word");)x"));
    QStringList words;
    for (const auto& [file, line, text] : found)
        words << QStringLiteral("%1 %2").arg(line).arg(text);
    QCOMPARE(words, QStringList({"3 was left", "3 it is kept \"here\" now", "4 a raw one\nthere"}));
}

void TestCoreSentences::everySentenceOfCoreHasAnEntry() {
    const QStringList texts = fixedTexts();
    const auto found = sourceSentences(AUTOGLM_SOURCE, "core");
    QVERIFY(found.size() > 400);
    QStringList missing;
    for (const SourceSentence& sentence : found)
        if (isSeen(sentence) && !isHeld(texts, sentence.words))
            missing << QStringLiteral("%1:%2 says \"%3\"").arg(sentence.file).arg(sentence.line).arg(sentence.words);
    missing.removeDuplicates();
    QVERIFY2(
        missing.isEmpty(),
        qPrintable("The window cannot translate these sentences:\n  " + missing.join("\n  ") +
                   "\nFor each, add the whole sentence (or its part between two \"; \") to the table of its subject in "
                   "ui/models/core_sentences_*.cpp,\n    QT_TRANSLATE_NOOP(\"CoreSentences\", \"... '%1' ...\"),\n"
                   "with %1 to %9 for what varies, then build update_translations and translate it in "
                   "resources/translations/autoglm_zh_CN.ts.\nWhat no one reads in the window belongs into "
                   "unseenFiles or noSentence of this test."));
    for (const auto& [file, why] : unseenFiles)
        QVERIFY2(std::ranges::any_of(found, [&](const auto& one) { return one.file.startsWith(file); }),
                 qPrintable(file));
}

/// Core speaks to the window too: what an option does is said in words, the command line adds its own hint.
void TestCoreSentences::noOptionsOfTheCommandLine() {
    static const QRegularExpression option("(^|[\\s'\"(])--[a-z]");
    static const QRegularExpression command("^(sudo|nvidia-smi|autoglm env|ss|ls|ps|top|df|python3) ");
    QStringList wrong;
    for (const SourceSentence& sentence : sourceSentences(AUTOGLM_SOURCE, "core"))
        if (!command.match(sentence.words).hasMatch() && option.match(sentence.words).hasMatch())
            wrong << QStringLiteral("%1:%2 says \"%3\"").arg(sentence.file).arg(sentence.line).arg(sentence.words);
    for (const char* pattern : ui::corePatterns())
        if (option.match(QString::fromUtf8(pattern)).hasMatch()) wrong << QString::fromUtf8(pattern);
    for (const Error& error : sampleErrors())
        if (option.match(ui::sentenceOf(error)).hasMatch()) wrong << ui::sentenceOf(error);
    QVERIFY2(wrong.isEmpty(),
             qPrintable("The window would name options of the command line:\n  " + wrong.join("\n  ")));
}

void TestCoreSentences::everyEntryIsStillSaid() {
    static const QRegularExpression placeholder("%\\d");
    const QString said = sourceWords(AUTOGLM_SOURCE, "core") + sourceWords(AUTOGLM_SOURCE, "app") +
                         sourceWords(AUTOGLM_SOURCE, "ui", "core_sentence") + wordsOfLibc();
    QStringList dead;
    for (const char* pattern : ui::corePatterns()) {
        const QString entry = QString::fromUtf8(pattern);
        for (const QString& text : entry.split(placeholder))
            if (!isSaid(said, wordsOf(text).split(QLatin1Char(' '), Qt::SkipEmptyParts), 0)) dead << entry;
    }
    dead.removeDuplicates();
    QVERIFY2(dead.isEmpty(), qPrintable("Nobody says this any more; remove it from ui/models/core_sentence*.cpp:\n  " +
                                        dead.join("\n  ")));
    QVERIFY(!isSaid(said, {"nobody", "says", "this", "any", "more"}, 0));
}

void TestCoreSentences::everyEntryIsTranslated() {
    QFile file(AUTOGLM_SOURCE "/resources/translations/autoglm_zh_CN.ts");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    std::map<QString, QString> pairs;
    QString context, source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("source")) source = xml.readElementText();
        if (xml.name() != QLatin1String("translation") || context != QLatin1String("CoreSentences")) continue;
        const bool isFinished = xml.attributes().value("type").isEmpty();
        const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        if (isFinished) pairs[source] = text;
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    const auto placeholders = [](const QString& text) {
        static const QRegularExpression placeholder("%\\d+");
        std::multiset<QString> found;
        for (auto all = placeholder.globalMatch(text); all.hasNext();)
            found.insert(all.next().captured());
        return found;
    };
    QStringList wrong;
    std::set<QString> sources;
    for (const char* pattern : ui::corePatterns()) {
        const QString english = QString::fromUtf8(pattern);
        if (!sources.insert(english).second) wrong << english + " (twice in the tables)";
        if (pairs[english].isEmpty())
            wrong << english + " (no finished translation)";
        else if (placeholders(english) != placeholders(pairs[english]))
            wrong << english + " (other placeholders)";
        if (placeholders(english).contains("%10")) wrong << english + " (%1 to %9 only)";
    }
    QVERIFY2(wrong.isEmpty(),
             qPrintable("resources/translations/autoglm_zh_CN.ts, CoreSentences:\n  " + wrong.join("\n  ")));
}

void TestCoreSentences::errorsInChinese() {
    const std::vector<Error> errors = sampleErrors();
    QVERIFY(errors.size() > 100);
    const Chinese chinese;
    QStringList english;
    for (const Error& error : errors) {
        const QString text = ui::sentenceOf(error);
        if (qEnvironmentVariableIsSet("SHOW_SENTENCES")) qInfo().noquote() << text;
        if (const QString words = englishIn(text);
            !words.isEmpty() || !ui::isKnownCoreSentence(QString::fromStdString(error.message)))
            english << text + "\n      of " + QString::fromStdString(describe(error));
    }
    QVERIFY2(english.isEmpty(), qPrintable("English is left in\n  " + english.join("\n  ")));
}

void TestCoreSentences::findingsInChinese() {
    const Chinese chinese;
    QStringList english;
    std::set<std::string> ids;
    for (const environment::EnvironmentInputs& inputs : sampleMachines()) {
        const auto findings = environment::collectFindings(inputs);
        for (const environment::Finding& finding : findings) {
            ids.insert(finding.id);
            const environment::Finding words = ui::translated(finding);
            QCOMPARE(words.command, finding.command);
            for (const std::string* text : {&words.title, &words.seen, &words.why, &words.advice}) {
                if (qEnvironmentVariableIsSet("SHOW_SENTENCES")) qInfo().noquote() << text->c_str();
                if (const QString left = englishIn(QString::fromStdString(*text)); !left.isEmpty())
                    english << QString::fromStdString(finding.id + ": " + *text);
            }
            for (const std::string* text : {&finding.why, &finding.advice})
                if (!text->empty() && !ui::isKnownCoreSentence(QString::fromStdString(*text)))
                    english << QString::fromStdString(*text);
        }
        const QString text = ui::findingsText(findings);
        QVERIFY2(!text.contains("why:") && !text.contains(" pass"), qPrintable(text));
    }
    english.removeDuplicates();
    QVERIFY2(english.isEmpty(), qPrintable("English is left in\n  " + english.join("\n  ")));
    QVERIFY2(ids.size() >= 19, qPrintable(QString::number(ids.size())));
}

void TestCoreSentences::partsAreTranslatedOneByOne() {
    const Chinese chinese;
    const auto words = [](const char* text) { return ui::coreSentence(QString::fromUtf8(text)); };
    // What is quoted is left alone, whatever it says.
    QCOMPARE(words("'/a; not found, none' is empty; JSON was expected"),
             QStringLiteral("“/a; not found, none”为空；应为 JSON"));
    // A placeholder's text is not searched for placeholders.
    QCOMPARE(words("tensor '%2' is stored as %1; download it again"), QStringLiteral("张量“%2”以 %1 存储；请重新下载"));
    QCOMPARE(words("cannot open '/a': Permission denied; check its permissions with 'ls -l'"),
             QStringLiteral("无法打开“/a”：权限不足；请用 ls -l 检查其权限"));
    // What nobody knows stays, and so does the part of a sentence that nobody knows.
    QCOMPARE(words("nobody says this; nor this"), QStringLiteral("nobody says this; nor this"));
    QCOMPARE(words("'/a' is not valid JSON: a word from elsewhere"),
             QStringLiteral("“/a”不是有效的 JSON：a word from elsewhere"));
    QCOMPARE(ui::sentenceOf({ErrorCode::NotFound, "no model is loaded; load one first", "demo"}),
             QStringLiteral("没有加载模型；请先加载模型（demo）"));
}

void TestCoreSentences::englishStaysAsCoreSaysIt() {
    const std::vector<Error> errors = sampleErrors();
    for (const Error& error : errors)
        QCOMPARE(ui::sentenceOf(error), QString::fromStdString(describe(error)));
    for (const environment::EnvironmentInputs& inputs : sampleMachines())
        for (const environment::Finding& finding : environment::collectFindings(inputs))
            QCOMPARE(ui::translated(finding).seen, finding.seen);
}

void TestCoreSentences::lookingUpIsCheap() {
    const Chinese chinese;
    QString longest = "a fault that nobody knows, with a list: ";
    for (int i = 0; i < 20; ++i)  // 800 characters, more than core says at once
        longest += QStringLiteral("one more part, and another (%1); ").arg(i);
    const QString plain = "a sentence of usual length that no entry of the tables knows";
    const QString foreign = QString(4000, 'x');
    QElapsedTimer first;
    first.start();
    ui::coreSentence(plain);  // cuts the tables, where no test before did
    qInfo("first %.0f us", static_cast<double>(first.nsecsElapsed()) / 1e3);
    const auto microseconds = [](const QString& text) {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10; ++i)
            ui::coreSentence(text);
        return static_cast<double>(timer.nsecsElapsed()) / 1e4;
    };
    qInfo("unknown %.0f us, long list of unknown parts %.0f us, one long word %.0f us", microseconds(plain),
          microseconds(longest), microseconds(foreign));
    // What a pattern that backtracks would take is seconds; a busy machine is no fault.
    constexpr double mostMicroseconds = 200'000;
    QVERIFY(microseconds(plain) < mostMicroseconds);
    QVERIFY(microseconds(longest) < mostMicroseconds);
    QVERIFY(microseconds(foreign) < mostMicroseconds);
}

QTEST_MAIN(TestCoreSentences)
#include "tst_core_sentences.moc"
