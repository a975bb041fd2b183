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
    void goesOnAfterTornRow();
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
    QVERIFY(messageOf(3).find("context holds 2048") != std::string::npos);
    COMPARE_JSON(rows[2]["id"], Json(3));
}

void TestCliBatch::goesOnAfterTornRow() {
    writeBytes(m_folder / "b.jsonl", "{\"id\": 7, \"prompt\": \"hello\"}\n{\"id\": 8, \"prompt\": \"world\"}\n");
    const fs::path output = m_folder / "torn.jsonl";
    writeBytes(output, "{\"id\": 7, \"text\": \"kept\"}\n{\"id\": 8, \"te");
    const Outcome outcome = m_program.run(batch(fixture("glm"), {"--max-tokens", "3", "--output", asText(output)}));
    COMPARE_EXIT(outcome, 0);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("1 of 2 lines were answered before"), outcome.describe().c_str());
    const std::vector<Json> rows = rowsOf(readTextFile(output).value());
    QCOMPARE(rows.size(), 2U);
    COMPARE_JSON(rows[0]["text"], Json("kept"));
    COMPARE_JSON(rows[1]["id"], Json(8));
    COMPARE_JSON(rows[1]["completion_tokens"], Json(3));
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
