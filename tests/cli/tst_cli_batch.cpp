// run --batch: bad lines cost no good ones, and an interrupt costs no answers that were given.
#include <csignal>

#include "core/base/file.h"
#include "core/base/text_format.h"
#include "tests/cli/cli_support.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

std::vector<Json> rowsOf(const std::string& text) {
    std::vector<Json> rows;
    for (const std::string& line : split(text, '\n'))
        if (!line.empty()) rows.push_back(parseJson(line, "row").value());
    return rows;
}

}  // namespace

class TestCliBatch : public QObject {
    Q_OBJECT
  private slots:
    void badLinesCostNoOthers();
    void everyFaultNamesItsLine();
    void fileWithoutRequests();
    void goesOnAfterTornRow();
    void refusesToMixAnswers();
    void otherFilesAreLeftAlone();
    void goesOnAfterInterrupt();

  private:
    QStringList batch(const fs::path& model, const QStringList& more) const {
        return QStringList{"run",   asText(model),   "--batch", asText(m_folder / "b.jsonl"), "--threads", "1",
                           "--raw", "--temperature", "0"} +
               more;
    }
    TemporaryFolder m_folder;
    Program m_program;
};

void TestCliBatch::badLinesCostNoOthers() {
    writeBytes(m_folder / "b.jsonl",
               "{\"prompt\": \"hello\"}\n{\"id\": \"none\"}\nno json\n{\"id\": \"long\", \"prompt\": \"" +
                   std::string(9000, '7') + "\"}\n{\"id\": \"last\", \"prompt\": \"hello\"}");
    const Outcome outcome = m_program.run(batch(fixture("glm"), {"--max-tokens", "3"}));
    COMPARE_EXIT(outcome, 2);
    QVERIFY2(outcome.err.contains("3 of 5 lines were not answered"), outcome.describe().c_str());
    const std::vector<Json> rows = rowsOf(outcome.out.toStdString());
    QCOMPARE(rows.size(), 5U);
    COMPARE_JSON(rows[0]["token_ids"], rows[4]["token_ids"]);
    COMPARE_JSON(rows[4]["id"], Json("last"));
    const auto messageOf = [&rows](std::size_t i) { return rows[i]["error"]["message"].get<std::string>(); };
    QVERIFY(messageOf(1).find("b.jsonl:2 has neither") != std::string::npos);
    QVERIFY(messageOf(2).find("b.jsonl:3") != std::string::npos);
    QVERIFY(messageOf(3).find("b.jsonl:4) has") != std::string::npos);
    QVERIFY(messageOf(3).find("context holds 2048") != std::string::npos);
    for (std::size_t i = 1; i < 4; ++i)
        COMPARE_JSON(rows[i]["error"]["line"], Json(i + 1));
    COMPARE_JSON(rows[2]["id"], Json(3));
}

/// What the template or the engine says of a line, it says without knowing its number.
void TestCliBatch::everyFaultNamesItsLine() {
    const fs::path model = copyModel(fixture("glm"), m_folder / "strict");
    writeBytes(model / "chat_template.jinja",
               "{% if messages[0].content == 'b' %}{{ raise_exception('no b here') }}{% endif %}a");
    writeBytes(m_folder / "b.jsonl", "{\"prompt\": \"a\"}\n\n{\"prompt\": \"b\"}\n{\"prompt\": \" \"}\n");
    const Outcome outcome = m_program.run(
        {"run", asText(model), "--batch", asText(m_folder / "b.jsonl"), "--threads", "1", "--max-tokens", "2"});
    COMPARE_EXIT(outcome, 2);
    const std::vector<Json> rows = rowsOf(outcome.out.toStdString());
    QCOMPARE(rows.size(), 3U);
    const auto messageOf = [&rows](std::size_t i) { return rows[i]["error"]["message"].get<std::string>(); };
    QVERIFY2(messageOf(1).find("b.jsonl:3: the chat template refuses") != std::string::npos, messageOf(1).c_str());
    QVERIFY2(messageOf(1).find("no b here") != std::string::npos, messageOf(1).c_str());
    QVERIFY2(messageOf(2).find("b.jsonl:4: the prompt is empty") != std::string::npos, messageOf(2).c_str());
}

void TestCliBatch::fileWithoutRequests() {
    for (const char* content : {"", "\n \n"}) {
        writeBytes(m_folder / "b.jsonl", content);
        const Outcome outcome = m_program.run(batch(fixture("glm"), {}));
        COMPARE_EXIT(outcome, 2);
        VERIFY_EMPTY(oneSentenceFault(outcome, {"b.jsonl' holds no requests", "\"prompt\"", "\"messages\""}));
    }
}

void TestCliBatch::goesOnAfterTornRow() {
    writeBytes(m_folder / "b.jsonl", "{\"id\": 7, \"prompt\": \"hello\"}\n");
    const fs::path output = m_folder / "torn.jsonl";
    const QStringList more = {"--max-tokens", "3", "--output", asText(output)};
    COMPARE_EXIT(m_program.run(batch(fixture("glm"), more)), 0);
    const std::string first = readBytes(output);
    writeBytes(output, first + "{\"id\": 8, \"te");
    writeBytes(m_folder / "b.jsonl", "{\"id\": 7, \"prompt\": \"hello\"}\n{\"id\": 8, \"prompt\": \"world\"}\n");
    const Outcome outcome = m_program.run(batch(fixture("glm"), more));
    COMPARE_EXIT(outcome, 0);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("1 of 2 lines were answered before"), outcome.describe().c_str());
    QVERIFY(readBytes(output).starts_with(first));
    const std::vector<Json> rows = rowsOf(readTextFile(output).value());
    QCOMPARE(rows.size(), 2U);
    COMPARE_JSON(rows[1]["id"], Json(8));
    COMPARE_JSON(rows[1]["completion_tokens"], Json(3));
    COMPARE_JSON(rows[1]["asked"], rows[0]["asked"]);
}

/// Answers that were asked in different ways do not come into one file, and what is there stays as it is.
void TestCliBatch::refusesToMixAnswers() {
    const fs::path model = copyModel(fixture("glm"), m_folder / "mixed");
    const fs::path output = m_folder / "mixed.jsonl";
    const auto ask = [&](const QStringList& more) {
        return m_program.run(QStringList{"run", asText(model), "--batch", asText(m_folder / "b.jsonl"), "--output",
                                         asText(output), "--max-tokens", "3", "--system", "Be brief."} +
                             more);
    };
    const std::string line = R"({"id": 1, "prompt": "hello"})";
    writeBytes(m_folder / "b.jsonl", line);
    COMPARE_EXIT(ask({"--threads", "1"}), 0);
    const std::string before = readBytes(output);
    writeBytes(m_folder / "b.jsonl", line + "\n" + R"({"id": 2, "prompt": "world"})");
    writeBytes(output, before + "{\"torn");
    const auto isRefused = [&](const QStringList& more, const char* fragment) {
        const Outcome outcome = ask(more);
        if (outcome.exitCode != 2) return outcome.describe();
        if (readBytes(output) != before + "{\"torn") return std::string("the file was changed");
        return oneSentenceFault(outcome, {"mixed.jsonl", fragment, "name another file for --output"});
    };
    VERIFY_EMPTY(isRefused({"--precision", "bf16"}, "with another scheme: \"FP32 weights"));
    VERIFY_EMPTY(isRefused({"--seed", "1"}, "with another seed: 0, now 1"));
    VERIFY_EMPTY(isRefused({"--temperature", "0.5"}, "with another temperature: 0.0, now 0.5"));
    VERIFY_EMPTY(isRefused({"--top-k", "5"}, "with another top_k"));
    VERIFY_EMPTY(isRefused({"--stop", "x"}, "with another stop"));
    VERIFY_EMPTY(isRefused({"--ignore-eos"}, "with another ignore_eos"));
    const QStringList other = {"run",      asText(model), "--batch", asText(m_folder / "b.jsonl"),
                               "--output", asText(output)};
    VERIFY_EMPTY(oneSentenceFault(m_program.run(other + QStringList{"--max-tokens", "3"}),
                                  {"with another system: \"Be brief.\", now \"\""}));
    VERIFY_EMPTY(oneSentenceFault(m_program.run(other + QStringList{"--max-tokens", "4", "--system", "Be brief."}),
                                  {"with another max_tokens: 3, now 4"}));
    writeBytes(m_folder / "b.jsonl", R"({"id": 1, "prompt": "good bye"})");
    VERIFY_EMPTY(isRefused({}, "the answer to another prompt under the id 1"));
    writeBytes(m_folder / "b.jsonl", R"({"id": 1, "messages": [{"role": "user", "content": "hello"}]})");
    VERIFY_EMPTY(oneSentenceFault(m_program.run(other + QStringList{"--max-tokens", "3"}), {"with another system"}));
    // Other weights of the same shape.
    writeBytes(m_folder / "b.jsonl", line);
    std::string weights = readBytes(model / "model.safetensors");
    weights[weights.size() - 2] = static_cast<char>(weights[weights.size() - 2] ^ 1);
    writeBytes(model / "model.safetensors", weights);
    VERIFY_EMPTY(isRefused({}, "with another weights_sha256"));
}

/// Neither a list without a line end nor another program's rows are taken for our own.
void TestCliBatch::otherFilesAreLeftAlone() {
    writeBytes(m_folder / "b.jsonl", "{\"id\": 1, \"prompt\": \"hello\"}\n");
    for (const char* content : {"notes", "{\"id\": 1, \"text\": \"of another program\"}\n", "notes\n"}) {
        const fs::path output = m_folder / "foreign.txt";
        writeBytes(output, content);
        const Outcome outcome = m_program.run(batch(fixture("glm"), {"--output", asText(output)}));
        COMPARE_EXIT(outcome, 2);
        VERIFY_EMPTY(oneSentenceFault(outcome, {"foreign.txt", "name another file for --output"}));
        QCOMPARE(readBytes(output), std::string(content));
    }
}

void TestCliBatch::goesOnAfterInterrupt() {
    const fs::path model = m_folder / "slow";
    writeSparseModel(model, slowConfig());
    fs::copy_file(fixture("glm") / "tokenizer.json", model / "tokenizer.json");
    std::string lines;
    for (int id = 1; id <= 6; ++id)
        lines += "{\"id\": " + std::to_string(id) + ", \"prompt\": \"a\"}\n";
    writeBytes(m_folder / "b.jsonl", lines);
    const fs::path output = m_folder / "rows.jsonl";
    const QStringList arguments =
        batch(model, {"--max-tokens", "12", "--ignore-eos", "--parallel", "2", "--output", asText(output)});
    const Outcome stopped = m_program.runWhile(arguments, [&output](const Running& running) {
        std::error_code absent;
        const bool hasRow = fs::exists(output, absent) && fs::file_size(output, absent) > 0;
        if (hasRow) ::kill(static_cast<pid_t>(running.pid), SIGINT);
        return hasRow;
    });
    COMPARE_EXIT(stopped, 130);
    const std::string before = readTextFile(output).value();
    const std::size_t answered = rowsOf(before).size();
    QVERIFY(answered >= 1 && answered < 6);
    VERIFY_EMPTY(oneSentenceFault(stopped, {"the batch was stopped; " + std::to_string(answered) + " of 6 lines"}));

    const Outcome resumed = m_program.run(arguments);
    COMPARE_EXIT(resumed, 0);
    const std::string after = readTextFile(output).value();
    QVERIFY(after.starts_with(before));
    const std::vector<Json> rows = rowsOf(after);
    QCOMPARE(rows.size(), 6U);
    for (std::size_t i = 0; i < rows.size(); ++i)
        COMPARE_JSON(rows[i]["id"], Json(i + 1));
    QVERIFY2(resumed.err.contains(QByteArray::number(static_cast<int>(answered)) + " of 6 lines were answered before"),
             resumed.describe().c_str());
}

QTEST_GUILESS_MAIN(TestCliBatch)
#include "tst_cli_batch.moc"
