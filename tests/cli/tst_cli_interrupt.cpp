// Ctrl-C while loading, during prefill, while decoding and in the middle of a comparison: exit 130, what was measured
// is kept, and a second one ends the program at once. The model is slow enough to be met in each phase; nothing here
// guesses times.
#include <QElapsedTimer>
#include <csignal>

#include "core/base/text_format.h"
#include "tests/cli/cli_support.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

void interrupt(const Running& running) {
    ::kill(static_cast<pid_t>(running.pid), SIGINT);
}

}  // namespace

class TestCliInterrupt : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void duringLoad();
    void duringPrefill();
    void duringDecode();
    void duringHash();
    void duringMakeModel();
    void duringCompare();
    void compareDuringLoad();
    void duringBench();
    void twiceEndsAtOnce();

  private:
    TemporaryFolder m_folder;
    QString m_slow;
    std::uint64_t m_weightsBytes = 0;
};

void TestCliInterrupt::initTestCase() {
    writeSparseModel(m_folder / "slow", slowConfig());
    m_slow = asText(m_folder / "slow");
    m_weightsBytes = fs::file_size(m_folder / "slow" / "model.safetensors");
}

void TestCliInterrupt::duringLoad() {
    Program program;
    const Outcome outcome = program.runWhile({"run", m_slow, "--ids", "1,2,3", "--json"}, [](const Running& running) {
        const bool isLoading = bytesRead(running.pid) > 20'000'000;
        if (isLoading) interrupt(running);
        return isLoading;
    });
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {"cancelled"}));
}

void TestCliInterrupt::duringPrefill() {
    Program program;
    QElapsedTimer sinceLoaded;
    const Outcome outcome = program.runWhile({"run", m_slow, "--ids", countedIds(8000), "--max-tokens", "2", "--json"},
                                             [&](const Running& running) {
                                                 if (!sinceLoaded.isValid()) {
                                                     if (bytesRead(running.pid) >= m_weightsBytes) sinceLoaded.start();
                                                     return false;
                                                 }
                                                 // The last chunk is converted within this time; 8000 tokens take many
                                                 // times as long.
                                                 if (sinceLoaded.elapsed() < 700) return false;
                                                 interrupt(running);
                                                 return true;
                                             });
    COMPARE_EXIT(outcome, 130);
    const auto document = parseJson(outcome.out.toStdString(), "run");
    VERIFY_OK(document);
    COMPARE_JSON((*document)["finish_reason"], Json("cancelled"));
    COMPARE_JSON((*document)["completion_tokens"], Json(0));
    QVERIFY((*document)["ttft_s"].is_null());
}

void TestCliInterrupt::duringDecode() {
    Program program;
    const Outcome outcome = program.runWhile({"run", m_slow, "--ids", "1,2,3", "--max-tokens", "8000", "--ignore-eos"},
                                             [](const Running& running) {
                                                 const bool isDecoding = running.out.count(' ') >= 3;
                                                 if (isDecoding) interrupt(running);
                                                 return isDecoding;
                                             });
    COMPARE_EXIT(outcome, 130);
    QVERIFY(outcome.out.count(' ') >= 3);
    QVERIFY(outcome.out.endsWith('\n'));
    QVERIFY2(outcome.err.contains("cancelled"), outcome.describe().c_str());
}

void TestCliInterrupt::duringHash() {
    fs::create_directory(m_folder / "huge");
    writeBytes(m_folder / "huge" / "model.safetensors", "");
    fs::resize_file(m_folder / "huge" / "model.safetensors", 1ULL << 40U);
    Program program;
    const Outcome outcome = program.runWhile({"hash", asText(m_folder / "huge"), "--json"}, [](const Running& running) {
        const bool isReading = bytesRead(running.pid) > 50'000'000;
        if (isReading) interrupt(running);
        return isReading;
    });
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {"cancelled"}));
}

void TestCliInterrupt::duringMakeModel() {
    Program program;
    const Outcome outcome =
        program.runWhile({"make-model", m_slow, asText(m_folder / "made")}, [this](const Running& running) {
            const bool isWriting = fs::exists(m_folder / "made");
            if (isWriting) interrupt(running);
            return isWriting;
        });
    COMPARE_EXIT(outcome, 130);
    VERIFY_EMPTY(oneSentenceFault(outcome, {"cancelled"}));
    QVERIFY(!fs::exists(m_folder / "made") || fs::is_empty(m_folder / "made"));
}

void TestCliInterrupt::duringCompare() {
    writeBytes(m_folder / "p.txt", "hello\n");
    Program program;
    const Outcome outcome =
        program.runWhile({"compare", asText(fixture("glm")), "--a", "fp32", "--b", "int8", "--reps", "10000",
                          "--threads", "1", "--prompts", asText(m_folder / "p.txt"), "--json"},
                         [](const Running& running) {
                             const bool isMeasuring = running.err.contains("A B B A, ");
                             if (isMeasuring) interrupt(running);
                             return isMeasuring;
                         });
    COMPARE_EXIT(outcome, 130);
    const auto document = parseJson(outcome.out.toStdString(), "compare");
    VERIFY_OK(document);
    COMPARE_JSON((*document)["complete"], Json(false));
    COMPARE_JSON((*document)["stopped_during"], Json("measure"));
    QCOMPARE((*document)["arms"].size(), 2U);
    QVERIFY((*document)["verdict"]["result"] != "pass");
    const Json runs = program.json({"history", "--json"})["runs"];
    QCOMPARE(runs.size(), 1U);
    COMPARE_JSON(program.json({"history", "show", "1", "--json"}), *document);
    const Outcome shown = program.run({"history", "show", "1"});
    COMPARE_EXIT(shown, 0);
    QVERIFY(shown.out.contains("was stopped during measure"));
}

void TestCliInterrupt::compareDuringLoad() {
    const fs::path model = m_folder / "asked";
    writeSparseModel(model, slowConfig());
    fs::copy_file(fixture("glm") / "tokenizer.json", model / "tokenizer.json");
    writeBytes(m_folder / "p.txt", "hello\n");
    Program program;
    const Outcome outcome = program.runWhile(
        {"compare", asText(model), "--a", "bf16", "--b", "int8", "--prompts", asText(m_folder / "p.txt")},
        [](const Running& running) {
            const bool isLoading = bytesRead(running.pid) > 20'000'000;
            if (isLoading) interrupt(running);
            return isLoading;
        });
    COMPARE_EXIT(outcome, 130);
    QVERIFY2(outcome.out.contains("was stopped during load A"), outcome.describe().c_str());
}

void TestCliInterrupt::duringBench() {
    Program program;
    const Outcome outcome = program.runWhile({"bench", m_slow, "-p", "4", "-n", "8000", "-r", "100", "--json"},
                                             [this](const Running& running) {
                                                 const bool isLoaded = bytesRead(running.pid) >= m_weightsBytes;
                                                 if (isLoaded) interrupt(running);
                                                 return isLoaded;
                                             });
    COMPARE_EXIT(outcome, 130);
    const auto document = parseJson(outcome.out.toStdString(), "bench");
    if (document)
        COMPARE_JSON((*document)["complete"], Json(false));
    else
        VERIFY_EMPTY(oneSentenceFault(outcome, {"cancelled"}));
}

void TestCliInterrupt::twiceEndsAtOnce() {
    // 'env' has nothing to stop between its findings, so that one Ctrl-C alone lets it finish with 0.
    const auto isWatched = [](const Running& running) {
        const fs::path tasks = concat("/proc/", running.pid, "/task");
        std::error_code ended;
        return std::distance(fs::directory_iterator(tasks, ended), fs::directory_iterator()) > 1;
    };
    Program program;
    const Outcome outcome = program.runWhile({"env", "--probe"}, [&](const Running& running) {
        if (isWatched(running)) interrupt(running);
        return false;
    });
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
}

QTEST_GUILESS_MAIN(TestCliInterrupt)
#include "tst_cli_interrupt.moc"
