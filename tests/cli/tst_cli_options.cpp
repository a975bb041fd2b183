// What options accept and the words for what they do not: numbers, names, texts that are no UTF-8, readers that leave.
#include "tests/cli/cli_support.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

class TestCliOptions : public QObject {
    Q_OBJECT
  private slots:
    void isRefusedInItsWords_data();
    void isRefusedInItsWords();
    void emptyIsRefused_data();
    void emptyIsRefused();
    void precisionsInCapitals();
    void noIdsAreAnEmptyText();
    void makeModelListsWhatIsShipped();
    void mismatchNamesTheOption();
    void exportOfABench();
    void scoreSaysWhatAGuessWouldReach();
    void textThatIsNoUtf8_data();
    void textThatIsNoUtf8();
    void filesThatAreNoUtf8();
    void readerThatLeaves_data();
    void readerThatLeaves();

  private:
    Program m_program;
    TemporaryFolder m_folder;
    QString m_glm = asText(fixture("glm"));
};

void TestCliOptions::isRefusedInItsWords_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QStringList& arguments, const char* sentence) {
        QTest::newRow(name) << arguments << QString(sentence);
    };
    const auto run = [this](const QStringList& more) { return QStringList{"run", m_glm, "--prompt", "a"} + more; };
    row("unknown command", {"inspekt", m_glm}, "there is no command 'inspekt'; 'autoglm --help' lists what there is");
    row("context of nothing", {"inspect", m_glm, "--context", "0"},
        "--context: '0' was given; a whole number of at least 1 was expected");
    row("context in words", {"inspect", m_glm, "--context", "many"},
        "--context: 'many' was given; a whole number of at least 1 was expected");
    row("negative seed", run({"--seed", "-1"}),
        "--seed: '-1' was given; a whole number from 0 to 18446744073709551615 was expected");
    row("seed beyond 64 bits", run({"--seed", "18446744073709551616"}),
        "a whole number from 0 to 18446744073709551615 was expected");
    row("half a seed", run({"--seed", "1.5"}), "--seed: '1.5' was given");
    row("no tokens", run({"--max-tokens", "0"}),
        "--max-tokens: '0' was given; a whole number from 1 to 16777216 was expected");
    row("hot", run({"--temperature", "hot"}), "--temperature: 'hot' was given; a number was expected");
    row("cold", run({"--temperature", "-1"}), "temperature is -1; 0 (greedy) or a positive number was expected");
    row("top-k of words", run({"--top-k", "x"}), "--top-k: 'x' was given; a whole number of at least 0 was expected");
    row("no threads", run({"--threads", "0"}), "--threads: '0' was given; a whole number from 1 to 1024 was expected");
    row("prompt twice", run({"--prompt", "b"}), "--prompt: at most 1 can be given, not 2");
    row("prompt without a text", {"run", m_glm, "--prompt"}, "--prompt needs a value");
    row("value of a flag", run({"--json=maybe"}), "--json takes no value 'maybe'");
    // The longest argument that Linux takes is 128 KiB: no sentence may need a stack as deep as that.
    const QString longest(120'000, 'x');
    row("text without its option", {"tokenize", m_glm, "--text", "a", longest},
        "The following argument was not expected: xxx");
    row("long value of a flag", {"tokenize", m_glm, "--text", "a", "--json=" + longest}, "--json takes no value 'xxx");
    row("long name of a model", {"inspect", longest}, "no model 'xxx");
    row("long id of a model", {"inspect", "org/" + longest}, "no model 'org/xxx");
    row("no ids", {"run", m_glm, "--ids", ""}, "--ids is empty; at least one token id is needed");
    row("no ids for logits", {"logits", m_glm, "--json", "--ids", "[]"}, "--ids is empty");
    row("one of two runs", {"history", "diff", "1"}, "ID: 2 are needed, not 1");
    row("run in words", {"history", "show", "x"}, "ID: 'x' was given; a whole number of at least 1 was expected");
    row("repetitions", {"bench", m_glm, "-r", "0"}, "-r: '0' was given; a whole number from 1 to 10000 was expected");
    row("format", {"bench", m_glm, "-o", "xml"},
        "-o: 'xml' was given; one of table, json, csv, md, llama-bench was expected");
    row("one of several lengths", {"bench", m_glm, "-p", "8,x"}, "-p: 'x' was given");
    row("window", {"score", m_glm, "--text-file", "t", "--window", "1"},
        "--window: '1' was given; a whole number from 2 to 16777216 was expected");
    row("stored precision", {"make-model", m_glm, "new", "--dtype", "int8"}, "fp32, fp16 or bf16, not as 'int8'");
    row("stored nonsense", {"make-model", m_glm, "new", "--dtype", "int3"}, "fp32, fp16 or bf16, not as 'int3'");
}

void TestCliOptions::emptyIsRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("expected");
    const auto rows = [](const QStringList& command, const QStringList& options, const char* expected) {
        for (const QString& option : options) {
            QStringList arguments = command;
            arguments += option == "OUT" ? QString() : option;
            if (option != "OUT") arguments += QString();
            QTest::addRow("%s %s", qPrintable(command[0]), qPrintable(option)) << arguments << option << expected;
        }
    };
    const QStringList run = {"run", m_glm, "--ids", "1"};
    rows(run, {"--precision"}, "one of fp32, fp16, bf16, int8");
    rows(run, {"--activations"}, "fp32, fp16 or bf16");
    rows(run, {"--device"}, "cpu or cuda:N");
    rows(run, {"--expect", "--output"}, "a file");
    rows({"run", m_glm}, {"--batch"}, "a file of JSON lines");
    rows(run, {"--stop"}, "a text of at least one character");
    rows({"score", m_glm}, {"--text-file", "--ids-file"}, "a file");
    rows({"bench", m_glm}, {"--precision"}, "one of fp32, fp16, bf16, int8");
    rows({"compare", m_glm, "--b", "int8"}, {"--a"}, "one of fp32, fp16, bf16, int8");
    rows({"compare", m_glm, "--a", "int8"}, {"--b"}, "one of fp32, fp16, bf16, int8");
    const QStringList compare = {"compare", m_glm, "--a", "fp32", "--b", "int8"};
    rows(compare, {"--device", "--device-b"}, "cpu or cuda:N");
    rows(compare, {"--model-b"}, "a folder, 'demo' or an id");
    rows(compare, {"--prompts", "--text", "--tasks"}, "a file");
    rows(compare, {"--report"}, "a file named .html, .md, .csv or .json");
    rows(compare, {"--budget"}, "limits such as kld=0.02");
    rows({"hash", m_glm}, {"--expect"}, "a file");
    rows({"render", m_glm}, {"--messages"}, "a file");
    rows({"make-model", m_glm}, {"OUT"}, "a folder");
    rows({"make-model", m_glm, "new"}, {"--dtype"}, "fp32, fp16 or bf16");
    rows({"history", "list"}, {"--kind", "--text"}, "a ");
    rows({"history", "list"}, {"--result"}, "one of pass, fail, inconclusive, stopped");
    rows({"history", "export", "1"}, {"--folder"}, "a folder");
}

void TestCliOptions::emptyIsRefused() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, option);
    QFETCH(QString, expected);
    const Outcome outcome = m_program.run(arguments);
    COMPARE_EXIT(outcome, 2);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(
        outcome, {option.toStdString() + ": '' was given; " + expected.toStdString(), " was expected"}));
}

void TestCliOptions::isRefusedInItsWords() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, sentence);
    const Outcome outcome = m_program.run(arguments);
    COMPARE_EXIT(outcome, 2);
    QCOMPARE(outcome.out, QByteArray());
    if (outcome.err.size() > 100'000)
        QVERIFY(outcome.err.contains(sentence.toUtf8()));  // it names what was given
    else
        VERIFY_EMPTY(oneSentenceFault(outcome, {sentence.toStdString()}));
}

void TestCliOptions::precisionsInCapitals() {
    const Json document =
        m_program.json({"run", m_glm, "--ids", "1,2", "--max-tokens", "1", "--precision", "INT8", "--json"});
    QVERIFY(document["scheme"].get<std::string>().starts_with("W8A16"));
}

void TestCliOptions::noIdsAreAnEmptyText() {
    for (const char* none : {"", " ", "[]"})
        COMPARE_JSON(m_program.json({"detokenize", m_glm, "--ids", none, "--json"})["text"], Json(""));
}

void TestCliOptions::makeModelListsWhatIsShipped() {
    const Outcome outcome = m_program.run({"make-model", "gpt-5", asText(m_folder / "new")});
    COMPARE_EXIT(outcome, 2);
    VERIFY_EMPTY(oneSentenceFault(
        outcome, {"'gpt-5' is neither a folder nor a shipped configuration", "glm-4-9b", "llama-3.1-8b", "qwen3-8b"}));
}

void TestCliOptions::mismatchNamesTheOption() {
    const fs::path model = copyModel(fixture("glm"), m_folder / "other");
    writeBytes(model / "SHA256SUMS", std::string(64, '0') + "  model.safetensors\n");
    writeBytes(m_folder / "ids", "1,2,3");
    const QString other = asText(model);
    for (const QStringList& arguments : {QStringList{"run", other, "--ids", "1,2", "--max-tokens", "1"},
                                         {"logits", other, "--ids", "1,2", "--json"},
                                         {"score", other, "--ids-file", asText(m_folder / "ids")},
                                         {"bench", other, "-p", "4", "-n", "0", "-r", "1"}}) {
        const Outcome outcome = m_program.run(arguments);
        COMPARE_EXIT(outcome, 2);
        VERIFY_EMPTY(oneSentenceFault(outcome, {"model.safetensors", "--allow-mismatch runs it all the same"}));
    }
}

void TestCliOptions::exportOfABench() {
    QVERIFY(!m_program.json({"bench", m_glm, "-p", "4", "-n", "0", "-r", "1", "--threads", "1", "--json"}).is_null());
    const auto exported = [this](const QStringList& more) {
        return m_program.run(QStringList{"history", "export", "1", "--folder", asText(m_folder.path())} + more);
    };
    const Outcome plain = exported({});
    COMPARE_EXIT(plain, 0);
    QCOMPARE(plain.out.trimmed(), QByteArray(asText(m_folder / "autoglm-bench-1.md").toUtf8()));
    QVERIFY(readBytes(m_folder / "autoglm-bench-1.md").find("|---") != std::string::npos);
    const Outcome refused = exported({"--format", "html"});
    COMPARE_EXIT(refused, 2);
    VERIFY_EMPTY(oneSentenceFault(
        refused, {"run 1 is a 'bench'", "no html form", "--format can be md, csv, json, llama-bench"}));
    QVERIFY(!fs::exists(m_folder / "autoglm-bench-1.html"));
    COMPARE_EXIT(exported({"--format", "llama-bench"}), 0);
    // All or none: run 99 is not there.
    const Outcome half = exported({"99", "--format", "csv"});
    COMPARE_EXIT(half, 2);
    VERIFY_EMPTY(oneSentenceFault(half, {"99"}));
    QVERIFY(!fs::exists(m_folder / "autoglm-bench-1.csv"));
    const Outcome nowhere = m_program.run({"history", "export", "1", "--folder", "/proc"});
    COMPARE_EXIT(nowhere, 2);
    VERIFY_EMPTY(oneSentenceFault(nowhere, {"/proc", "name another folder"}));
}

void TestCliOptions::textThatIsNoUtf8_data() {
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("prompt") << R"sh("$0" run "$1" --max-tokens 1 --prompt "$(printf 'ab\377')")sh"
                            << "--prompt: the text is not valid UTF-8 (byte 2 is 0xFF)";
    QTest::newRow("system") << R"sh("$0" run "$1" --max-tokens 1 --prompt a --system "$(printf '\303')")sh"
                            << "--system: the text is not valid UTF-8 (byte 0 is 0xC3)";
    QTest::newRow("stop") << R"sh("$0" run "$1" --max-tokens 1 --prompt a --stop "$(printf 'a\200')")sh"
                          << "--stop: the text is not valid UTF-8 (byte 1 is 0x80)";
    QTest::newRow("text") << R"sh("$0" tokenize "$1" --text "$(printf '\303\251\355\240\200')")sh"
                          << "--text: the text is not valid UTF-8 (byte 2 is 0xED)";
}

void TestCliOptions::textThatIsNoUtf8() {
    QFETCH(QString, script);
    QFETCH(QString, sentence);
    const Outcome outcome = m_program.shell(script, {m_glm});
    COMPARE_EXIT(outcome, 2);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {sentence.toStdString()}));
}

/// As a comparison says it: random ids cannot be known, a sum can.
void TestCliOptions::scoreSaysWhatAGuessWouldReach() {
    QStringList ids;
    for (int i = 0; i < 60; ++i)
        ids << QString::number((i * 7919 + 13) % 1200);
    writeBytes(m_folder / "ids", ids.join(',').toStdString());
    const QStringList unknown = {"score", "demo", "--ids-file", asText(m_folder / "ids")};
    const Outcome said = m_program.run(unknown);
    COMPARE_EXIT(said, 0);
    QVERIFY2(said.out.contains("is no better than a guess among all 1280 tokens: "), said.describe().c_str());
    const std::string doubt = m_program.json(unknown + QStringList{"--json"})["doubt"];
    QVERIFY(said.out.endsWith((doubt + "\n").c_str()));
    writeBytes(m_folder / "sum", "12 + 30 = 42. 12 + 31 = 43.");
    const QStringList known = {"score", "demo", "--text-file", asText(m_folder / "sum")};
    QVERIFY(!m_program.run(known).out.contains("guess"));
    QVERIFY(!m_program.json(known + QStringList{"--json"}).contains("doubt"));
}

void TestCliOptions::filesThatAreNoUtf8() {
    writeBytes(m_folder / "m.json", "[{\"role\": \"user\", \"content\": \"a\xFF\"}]");
    writeBytes(m_folder / "t.txt", "one two \xC0\xAF");
    const Outcome messages = m_program.run({"render", m_glm, "--messages", asText(m_folder / "m.json")});
    COMPARE_EXIT(messages, 2);
    VERIFY_EMPTY(oneSentenceFault(messages, {"m.json' is not valid UTF-8 (byte 31 is 0xFF); save it as UTF-8"}));
    const Outcome text = m_program.run({"score", m_glm, "--text-file", asText(m_folder / "t.txt"), "--json"});
    COMPARE_EXIT(text, 2);
    VERIFY_EMPTY(oneSentenceFault(text, {"t.txt' is not valid UTF-8 (byte 8 is 0xC0)"}));
    writeBytes(m_folder / "b.jsonl", "{\"prompt\": \"a\"}\n{\"prompt\": \"a\xFF\"}\n");
    const Outcome batch = m_program.run({"run", m_glm, "--max-tokens", "1", "--batch", asText(m_folder / "b.jsonl")});
    COMPARE_EXIT(batch, 2);
    const auto row = parseJson(batch.out.trimmed().split('\n').at(1).toStdString(), "row");
    VERIFY_OK(row);
    QVERIFY2((*row)["error"]["message"].get<std::string>().find("b.jsonl:2' is not valid UTF-8 (byte 13 is 0xFF)") !=
                 std::string::npos,
             batch.describe().c_str());
}

void TestCliOptions::readerThatLeaves_data() {
    QTest::addColumn<QString>("command");
    writeBytes(m_folder / "lines.jsonl", "{\"prompt\": \"a\"}\n{\"prompt\": \"b\"}\n{\"prompt\": \"c\"}\n");
    QTest::newRow("stream") << "run \"$1\" --prompt hello --ignore-eos --max-tokens 400";
    QTest::newRow("document") << "logits \"$1\" --ids 1,2,3 --json";
    QTest::newRow("batch") << "run \"$1\" --batch \"$2\" --ignore-eos --max-tokens 40 --parallel 1";
    QTest::newRow("table") << "bench \"$1\" -p 4 -n 0 -r 1 -o md 2>/dev/null";  // there it says what it kept
}

void TestCliOptions::readerThatLeaves() {
    QFETCH(QString, command);
    const Outcome outcome = m_program.shell("{ \"$0\" " + command + "; echo $? >\"$3\"; } | true",
                                            {m_glm, asText(m_folder / "lines.jsonl"), asText(m_folder / "code")});
    QCOMPARE(outcome.err, QByteArray());
    QCOMPARE(readBytes(m_folder / "code"), std::string("0\n"));
    const Outcome full = m_program.shell("\"$0\" " + command + " >/dev/full",
                                         {m_glm, asText(m_folder / "lines.jsonl"), asText(m_folder / "code")});
    QVERIFY2(full.exitCode == 2, full.describe().c_str());
}

QTEST_GUILESS_MAIN(TestCliOptions)
#include "tst_cli_options.moc"
