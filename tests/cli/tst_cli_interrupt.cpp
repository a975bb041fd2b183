// Ctrl-C while loading, during prefill, while decoding and in the middle of a comparison: exit 130, what was measured
// is kept, and a second one ends the program at once. The model is slow enough to be met in each phase; nothing here
// guesses times.
#include <QElapsedTimer>
#include <csignal>
#include <fstream>
#include <sstream>

#include "core/base/text_format.h"
#include "tests/cli/cli_support.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

using Condition = std::function<bool(const Running&)>;

/// For runWhile(): one `signal` as soon as `condition` holds.
Condition interruptWhen(Condition condition, int signal = SIGINT) {
    return [condition = std::move(condition), signal](const Running& running) {
        const bool holds = condition(running);
        if (holds) ::kill(static_cast<pid_t>(running.pid), signal);
        return holds;
    };
}

bool isLoading(const Running& running) {
    return bytesRead(running.pid) > 20'000'000;
}

/// Weights of `bytes` were read some time ago: the last chunk is converted within it, and 8000 tokens take many times
/// as long.
Condition isComputing(std::uint64_t bytes) {
    return [bytes, sinceLoaded = QElapsedTimer()](const Running& running) mutable {
        if (!sinceLoaded.isValid() && bytesRead(running.pid) >= bytes) sinceLoaded.start();
        return sinceLoaded.isValid() && sinceLoaded.elapsed() >= 700;
    };
}

/// The process that renders templates is the only child there is by then; empty where there is none yet.
std::string firstChildOf(qint64 pid) {
    std::string child;
    for (const auto& task : fs::directory_iterator(concat("/proc/", pid, "/task")))
        if (child.empty()) std::ifstream(task.path() / "children") >> child;
    return child;
}

long cpuTicksOf(const std::string& pid) {
    std::string line;
    std::getline(std::ifstream("/proc/" + pid + "/stat"), line);
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    long ticks = 0;
    fields >> ticks;
    return ticks;
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
    void duringBatchReading();
    void duringTheBandwidthProbe();
    void duringMakeModel();
    void duringCompare();
    void compareDuringLoad();
    void compareDuringPrompts();
    void benchDuringLoad();
    void benchKeepsWhatWasMeasured();
    void duringScore();
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
    const Outcome outcome = program.runWhile({"run", m_slow, "--ids", "1,2,3", "--json"}, interruptWhen(isLoading));
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {"cancelled"}));
}

void TestCliInterrupt::duringPrefill() {
    Program program;
    const Outcome outcome = program.runWhile({"run", m_slow, "--ids", countedIds(8000), "--max-tokens", "2", "--json"},
                                             interruptWhen(isComputing(m_weightsBytes)));
    COMPARE_EXIT(outcome, 130);
    const auto document = parseJson(outcome.out.toStdString(), "run");
    VERIFY_OK(document);
    COMPARE_JSON((*document)["finish_reason"], Json("cancelled"));
    COMPARE_JSON((*document)["completion_tokens"], Json(0));
    QVERIFY((*document)["ttft_s"].is_null());
}

void TestCliInterrupt::duringDecode() {
    Program program;
    const Outcome outcome =
        program.runWhile({"run", m_slow, "--ids", "1,2,3", "--max-tokens", "8000", "--ignore-eos"},
                         interruptWhen([](const Running& running) { return running.out.count(' ') >= 3; }));
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
    const Outcome outcome =
        program.runWhile({"hash", asText(m_folder / "huge"), "--json"},
                         interruptWhen([](const Running& running) { return bytesRead(running.pid) > 50'000'000; }));
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {"cancelled"}));
}

/// A template that takes its time, so that reading lasts; nothing is left of what renders it.
void TestCliInterrupt::duringBatchReading() {
    const fs::path model = copyModel(resource("demo-model"), m_folder / "slow-template");
    writeBytes(model / "chat_template.jinja", "{% for a in range(90000) %}{% endfor %}{{ messages[0].content }}");
    std::string lines;
    for (int i = 0; i < 5000; ++i)
        lines += R"({"messages": [{"role": "user", "content": "hello"}]})"
                 "\n";
    writeBytes(m_folder / "many.jsonl", lines);
    Program program;
    std::string helper;
    const Outcome outcome = program.runWhile(
        {"run", asText(model), "--batch", asText(m_folder / "many.jsonl"), "--output", asText(m_folder / "many.out")},
        interruptWhen([&](const Running& running) {
            helper = firstChildOf(running.pid);
            return !helper.empty() && cpuTicksOf(helper) >= 20;
        }));
    COMPARE_EXIT(outcome, 130);
    VERIFY_EMPTY(oneSentenceFault(outcome, {"stopped while line", "nothing was answered"}));
    QVERIFY(!fs::exists(m_folder / "many.out"));
    QTRY_VERIFY(!fs::exists("/proc/" + helper));
}

void TestCliInterrupt::duringTheBandwidthProbe() {
    Program program;
    const Outcome outcome =
        program.runWhile({"bench", "demo", "-p", "8", "-n", "8"}, interruptWhen([](const Running& running) {
                             // Its buffer is the first thing that takes so much.
                             std::ifstream statm("/proc/" + std::to_string(running.pid) + "/statm");
                             std::int64_t size = 0;
                             std::int64_t resident = 0;
                             statm >> size >> resident;
                             return resident * 4096 > 350'000'000;
                         }));
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {"preparation: memory bandwidth", "nothing was measured"}));
}

void TestCliInterrupt::duringMakeModel() {
    Program program;
    const Outcome outcome =
        program.runWhile({"make-model", m_slow, asText(m_folder / "made")},
                         interruptWhen([this](const Running&) { return fs::exists(m_folder / "made"); }));
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
                         interruptWhen([](const Running& running) { return running.err.contains("A B B A, "); }));
    COMPARE_EXIT(outcome, 130);
    const auto document = parseJson(outcome.out.toStdString(), "compare");
    VERIFY_OK(document);
    COMPARE_JSON((*document)["complete"], Json(false));
    COMPARE_JSON((*document)["stopped_during"], Json("measure"));
    QCOMPARE((*document)["arms"].size(), 2U);
    QVERIFY((*document)["verdict"]["result"] != "pass");
    for (const char* result : {"stopped", "inconclusive"}) {
        const Json runs = program.json({"history", "list", "--result", result, "--json"})["runs"];
        QCOMPARE(runs.size(), result == std::string("stopped") ? 1U : 0U);
    }
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
        interruptWhen(isLoading));
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(
        outcome, {"the comparison was stopped during preparation: loading A; nothing was measured yet"}));
    QVERIFY(!fs::exists(program.historyFile()));
}

void TestCliInterrupt::compareDuringPrompts() {
    // Each prompt is rendered by a child process: the demo's questions are some hundred of them.
    const auto isRendering = [](const Running& running) {
        std::ifstream children(concat("/proc/", running.pid, "/task/", running.pid, "/children"));
        qint64 child = 0;
        return static_cast<bool>(children >> child);
    };
    Program program;
    const Outcome outcome =
        program.runWhile({"compare", "demo", "--a", "fp32", "--b", "int8", "--json"}, interruptWhen(isRendering));
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {"the comparison was stopped during preparation: prompts"}));
}

void TestCliInterrupt::benchDuringLoad() {
    Program program;
    const Outcome outcome =
        program.runWhile({"bench", m_slow, "-p", "4", "-n", "8000", "--json"}, interruptWhen(isLoading));
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(
        outcome, {"the bench was stopped during preparation: loading bf16; nothing was measured yet"}));
    QVERIFY(!fs::exists(program.historyFile()));
}

/// Standard error is no terminal: a line after ten seconds says that it works.
void TestCliInterrupt::benchKeepsWhatWasMeasured() {
    Program program;
    const Outcome outcome = program.runWhile(
        {"bench", asText(fixture("glm")), "-p", "4,1024", "-n", "0", "-r", "10000", "--threads", "1", "--json"},
        interruptWhen([](const Running& running) { return running.err.contains("pp1024"); }));
    COMPARE_EXIT(outcome, 130);
    QVERIFY2(outcome.err.startsWith("autoglm: bench fp32  "), outcome.describe().c_str());
    QVERIFY2(outcome.err.contains("the bench was stopped during bench fp32; what was measured until then was printed"),
             outcome.describe().c_str());
    const auto document = parseJson(outcome.out.toStdString(), "bench");
    VERIFY_OK(document);
    COMPARE_JSON((*document)["complete"], Json(false));
    COMPARE_JSON((*document)["stopped_during"], Json("bench fp32"));
    QCOMPARE((*document)["results"].size(), 2U);
    QCOMPARE((*document)["results"][0]["samples_ns"].size(), 10000U);
    QVERIFY((*document)["results"][1]["samples_ns"].size() < 10000U);
    COMPARE_JSON(program.json({"history", "show", "1", "--json"}), *document);
    const Outcome shown = program.run({"history", "show", "1"});
    QVERIFY2(shown.out.contains("Incomplete: the run was stopped during bench fp32"), shown.describe().c_str());
}

void TestCliInterrupt::duringScore() {
    writeBytes(m_folder / "ids", countedIds(8000).toStdString());
    Program program;
    for (const QStringList& command : {QStringList{"score", m_slow, "--ids-file", asText(m_folder / "ids"), "--json"},
                                       QStringList{"logits", m_slow, "--ids", countedIds(8000), "--json"}}) {
        const Outcome outcome = program.runWhile(command, interruptWhen(isComputing(m_weightsBytes), SIGTERM));
        COMPARE_EXIT(outcome, 130);
        QCOMPARE(outcome.out, QByteArray());
        VERIFY_EMPTY(oneSentenceFault(outcome, {"cancelled"}));
    }
}

void TestCliInterrupt::twiceEndsAtOnce() {
    // 'env' has nothing to stop between its findings, so that one Ctrl-C alone lets it finish with 0.
    const auto isWatched = [](const Running& running) {
        const fs::path tasks = concat("/proc/", running.pid, "/task");
        std::error_code ended;
        return std::distance(fs::directory_iterator(tasks, ended), fs::directory_iterator()) > 1;
    };
    const Condition interruptWhenWatched = interruptWhen(isWatched);
    Program program;
    const Outcome outcome = program.runWhile({"env", "--probe"}, [&](const Running& running) {
        interruptWhenWatched(running);
        return false;
    });
    COMPARE_EXIT(outcome, 130);
    QCOMPARE(outcome.out, QByteArray());
}

QTEST_GUILESS_MAIN(TestCliInterrupt)
#include "tst_cli_interrupt.moc"
