// Every wrong thing a folder, file, option or machine can do: exit 2, one clear sentence that names it, nothing on
// standard output, nothing half-written, no crash. Non-finite weights and overridden hashes are in tst_cli_compare.
#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <csignal>
#include <cstring>

#include "core/base/paths.h"
#include "tests/cli/cli_support.h"
#include "tests/support/safetensors_builder.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

struct Case {
    const char* name;
    /// Spoils a copy of the GLM fixture; the arguments that must be refused.
    std::function<QStringList(const fs::path& model)> prepare;
    std::vector<std::string> fragments;
};

QStringList ask(const fs::path& model) {
    return {"run", asText(model), "--prompt", "hello", "--max-tokens", "2"};
}

QStringList compare(const fs::path& model, const QStringList& more) {
    return QStringList{"compare", asText(model), "--a", "fp32", "--b", "int8", "--reps", "2"} + more;
}

Case spoil(const char* name, std::function<void(const fs::path&)> change, std::vector<std::string> fragments) {
    return {name,
            [change = std::move(change)](const fs::path& model) {
                change(model);
                return ask(model);
            },
            std::move(fragments)};
}

/// Refused before the weights are read: they would be refused too.
Case beforeLoading(const char* name, std::function<QStringList(const fs::path&)> prepare,
                   std::vector<std::string> fragments) {
    return {name,
            [prepare = std::move(prepare)](const fs::path& model) {
                writeBytes(model / "SHA256SUMS", std::string(64, '0') + "  model.safetensors\n");
                return prepare(model);
            },
            std::move(fragments)};
}

Case badFile(const char* name, const char* file, std::string content, std::vector<std::string> fragments) {
    fragments.emplace_back(file);
    return spoil(name, [=](const fs::path& model) { writeBytes(model / file, content); }, std::move(fragments));
}

Case badHeader(const char* name, std::function<void(Json&)> change, std::vector<std::string> fragments) {
    return spoil(
        name,
        [change = std::move(change)](const fs::path& model) {
            const std::string file = readBytes(model / "model.safetensors");
            std::uint64_t length = 0;
            std::memcpy(&length, file.data(), 8);
            Json header = Json::parse(file.substr(8, length));
            change(header);
            writeBytes(model / "model.safetensors", safetensorsFromHeader(header.dump(), 0) + file.substr(8 + length));
        },
        std::move(fragments));
}

void editConfig(const fs::path& model, const char* key, const Json& value) {
    Json config = Json::parse(readBytes(model / "config.json"));
    config[key] = value;
    writeBytes(model / "config.json", config.dump());
}

std::vector<Case> folderCases() {
    return {
        {"folder missing", [](const fs::path&) { return ask("/no/such/folder"); }, {"/no/such/folder"}},
        {"unknown model name",
         [](const fs::path&) { return ask("no-such-org/no-such-model"); },
         {"no-such-org/no-such-model"}},
        spoil("no config.json", [](const fs::path& model) { fs::remove(model / "config.json"); }, {"config.json"}),
        badFile("config.json is not JSON", "config.json", "{\"architectures\": [", {"line 1"}),
        badFile("config.json is empty", "config.json", "", {"empty"}),
        spoil("unknown architecture",
              [](const fs::path& model) { editConfig(model, "architectures", {"MambaForCausalLM"}); },
              {"MambaForCausalLM", "GlmForCausalLM"}),
        {"missing shard",
         [](const fs::path& model) {
             const fs::path demo = copyModel(resource("demo-model"), model.parent_path() / "demo");
             fs::remove(demo / "model-00002-of-00002.safetensors");
             return ask(demo);
         },
         {"model-00002-of-00002.safetensors"}},
        {"truncated shard",
         [](const fs::path& model) {
             const fs::path demo = copyModel(resource("demo-model"), model.parent_path() / "demo");
             fs::resize_file(demo / "model-00001-of-00002.safetensors",
                             fs::file_size(demo / "model-00001-of-00002.safetensors") - 1000);
             return ask(demo);
         },
         {"model-00001-of-00002.safetensors"}},
        badFile("header longer than the file", "model.safetensors", safetensorsFromHeader("{}", 0, 1'000'000),
                {"1000000"}),
        badFile("file of four bytes", "model.safetensors", "abcd", {"4 bytes"}),
        badHeader("overlapping offsets",
                  [](Json& header) {
                      header["model.norm.weight"]["data_offsets"] =
                          header["model.layers.0.input_layernorm.weight"]["data_offsets"];
                  },
                  {"model.safetensors"}),
        badHeader("offsets out of range",
                  [](Json& header) { header["model.norm.weight"]["data_offsets"] = {100'000'000, 100'000'256}; },
                  {"model.norm.weight", "model.safetensors"}),
        badHeader("unknown dtype", [](Json& header) { header["model.norm.weight"]["dtype"] = "F7"; },
                  {"model.norm.weight", "F7"}),
        spoil("shape contradicts config.json",
              [](const fs::path& model) { editConfig(model, "intermediate_size", 145); },
              {"290", "mlp.gate_up_proj.weight"}),
        spoil("tensor missing",
              [](const fs::path& model) {
                  auto tensors = readSafetensors(model / "model.safetensors");
                  std::erase_if(tensors, [](const BuiltTensor& tensor) { return tensor.name == "model.norm.weight"; });
                  writeBytes(model / "model.safetensors", buildSafetensors(tensors));
              },
              {"model.norm.weight"}),
        {"expected hashes missing",
         [](const fs::path& model) { return ask(model) + QStringList{"--expect", "/no/such/sums"}; },
         {"/no/such/sums"}},
        spoil("tokenizer.json missing", [](const fs::path& model) { fs::remove(model / "tokenizer.json"); },
              {"tokenizer.json"}),
        badFile("tokenizer.json is damaged", "tokenizer.json",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": ", {}),
        badFile("tokenizer.json is something else", "tokenizer.json", "{\"model\": {\"type\": \"Unigram\"}}", {}),
        badFile("template raises", "chat_template.jinja", "{{ raise_exception('only assistants here') }}",
                {"only assistants here"}),
        badFile("template cannot be read", "chat_template.jinja", "{% for %}", {}),
        badFile("template never ends", "chat_template.jinja",
                "{% for a in range(30000) %}{% for b in range(30000) %}{% endfor %}{% endfor %}", {"did not end"}),
        spoil("no chat template", [](const fs::path& model) { fs::remove(model / "chat_template.jinja"); }, {"--raw"}),
    };
}

/// `arguments` and a file that holds `content`.
std::function<QStringList(const fs::path&)> withFile(QStringList arguments, std::string content) {
    return [=](const fs::path& model) {
        writeBytes(model / "given.txt", content);
        return QStringList{arguments[0], asText(model)} + arguments.mid(1) + QStringList{asText(model / "given.txt")};
    };
}

std::vector<Case> emptyFileCases() {
    const QStringList comparing = {"compare", "--a", "fp32", "--b", "int8"};
    return {
        beforeLoading("text empty", withFile(comparing + QStringList{"--text"}, ""), {"0 tokens", "given.txt"}),
        beforeLoading("text blank", withFile(comparing + QStringList{"--text"}, " \n\n"), {"tokens", "given.txt"}),
        beforeLoading("text of a letter", withFile(comparing + QStringList{"--text"}, "a"), {"tokens", "given.txt"}),
        beforeLoading("no tasks", withFile(comparing + QStringList{"--tasks"}, "\n"), {"no task", "given.txt"}),
        beforeLoading("no requests", withFile({"run", "--batch"}, "\n\n"), {"no requests", "given.txt"}),
        beforeLoading("no text to score", withFile({"score", "--text-file"}, " \n"), {"no text", "given.txt"}),
        beforeLoading("no ids to score", withFile({"score", "--ids-file"}, ""), {"0 ids", "given.txt"}),
        beforeLoading("one id to score", withFile({"score", "--ids-file"}, "7"), {"1 ids", "given.txt"}),
        beforeLoading("unknown id to score", withFile({"score", "--ids-file"}, "7,768"),
                      {"768", "position 1", "given.txt"}),
        beforeLoading("window beyond the context", withFile({"score", "--window", "9000", "--ids-file"}, "7,8"),
                      {"9000", "2 to 2049"}),
        beforeLoading("output that cannot be made",
                      withFile({"run", "--output", "/proc/answers.jsonl", "--batch"}, "{\"prompt\": \"a\"}"),
                      {"/proc/answers.jsonl", "name another folder"}),
        beforeLoading("output in no folder",
                      withFile({"run", "--output", "/no/such/answers.jsonl", "--batch"}, "{\"prompt\": \"a\"}"),
                      {"/no/such", "create it first"}),
        beforeLoading("report that cannot be made",
                      [](const fs::path& m) { return compare(m, {"--report", "/proc/r.html"}); },
                      {"/proc/r.html", "name another folder"}),
        beforeLoading("logits of an unknown id",
                      [](const fs::path& m) { return QStringList{"logits", asText(m), "--json", "--ids", "1,768"}; },
                      {"768", "position 1", "--ids"}),
    };
}

std::vector<Case> requestCases() {
    return {
        {"empty prompt",
         [](const fs::path& m) { return QStringList{"run", asText(m), "--prompt", ""}; },
         {"the prompt is empty"}},
        {"blank prompt",
         [](const fs::path& m) { return QStringList{"run", asText(m), "--prompt", " \n "}; },
         {"the prompt is empty"}},
        {"raw prompt without a token",
         [](const fs::path&) { return QStringList{"run", asText(fixture("qwen2")), "--raw", "--prompt", ""}; },
         {"the prompt is empty"}},
        {"ids longer than the context",
         [](const fs::path& m) { return QStringList{"run", asText(m), "--ids", countedIds(2048)}; },
         {"2048 tokens", "context holds 2048", "--ids"}},
        {"prompt longer than the context",
         [](const fs::path& m) { return QStringList{"run", asText(m), "--prompt", QString("1 2 3 ").repeated(2000)}; },
         {"context holds 2048", "--prompt"}},
        {"logits longer than the context",
         [](const fs::path& m) { return QStringList{"logits", asText(m), "--json", "--ids", countedIds(2049)}; },
         {"2048", "2049"}},
        {"words for ids", [](const fs::path& m) { return QStringList{"run", asText(m), "--ids", "1,x"}; }, {"'x'"}},
        {"id outside the vocabulary",
         [](const fs::path& m) { return QStringList{"run", asText(m), "--ids", "1,768"}; },
         {"768"}},
        {"id no tokenizer knows",
         [](const fs::path& m) { return QStringList{"detokenize", asText(m), "--ids", "99999"}; },
         {"99999"}},
        {"CUDA that is not there",
         [](const fs::path& m) { return ask(m) + QStringList{"--device", "cuda:0"}; },
         {"cuda:0"}},
        {"unknown device", [](const fs::path& m) { return ask(m) + QStringList{"--device", "tpu"}; }, {"'tpu'"}},
        {"unknown precision",
         [](const fs::path& m) { return ask(m) + QStringList{"--precision", "int3"}; },
         {"int3", "int8"}},
        {"activations without int8",
         [](const fs::path& m) { return ask(m) + QStringList{"--precision", "fp16", "--activations", "fp32"}; },
         {"--activations"}},
        {"output without batch",
         [](const fs::path& m) { return ask(m) + QStringList{"--output", "x"}; },
         {"--output", "--batch"}},
        {"output that holds something else",
         [](const fs::path& m) {
             writeBytes(m / "b.jsonl", "{\"prompt\": \"hello\"}\n");
             writeBytes(m / "o.jsonl", "notes\n");
             return QStringList{"run", asText(m), "--batch", asText(m / "b.jsonl"), "--output", asText(m / "o.jsonl")};
         },
         {"something else than answers", "line 1"}},
        {"system message without the template",
         [](const fs::path& m) { return QStringList{"run", asText(m), "--prompt", "a", "--raw", "--system", "b"}; },
         {"--system", "--raw"}},
        {"messages that are none",
         [](const fs::path& m) {
             writeBytes(m / "m.json", "{\"role\": \"user\"}");
             return QStringList{"render", asText(m), "--messages", asText(m / "m.json")};
         },
         {"m.json"}},
        {"messages missing",
         [](const fs::path& m) { return QStringList{"render", asText(m), "--messages", "/no/m.json"}; },
         {"/no/m.json"}},
        {"text to score missing",
         [](const fs::path& m) { return QStringList{"score", asText(m), "--text-file", "/no/t.txt", "--json"}; },
         {"/no/t.txt"}},
        {"report folder missing",
         [](const fs::path& m) { return compare(m, {"--report", "/no/such/r.html"}); },
         {"/no/such"}},
        {"report without a format",
         [](const fs::path& m) { return compare(m, {"--report", asText(m / "r.doc")}); },
         {"r.doc", ".html"}},
        {"report is a folder", [](const fs::path& m) { return compare(m, {"--report", asText(m)}); }, {"is a folder"}},
        {"unknown budget", [](const fs::path& m) { return compare(m, {"--budget", "beauty=1"}); }, {"beauty", "kld"}},
        {"budget without a number", [](const fs::path& m) { return compare(m, {"--budget", "kld=small"}); }, {"small"}},
        {"prompts missing", [](const fs::path& m) { return compare(m, {"--prompts", "/no/p.txt"}); }, {"/no/p.txt"}},
        {"prompts empty",
         [](const fs::path& m) {
             writeBytes(m / "p.txt", "\n\n");
             return compare(m, {"--prompts", asText(m / "p.txt")});
         },
         {"p.txt"}},
        {"text too short",
         [](const fs::path& m) {
             writeBytes(m / "t.txt", "hello");
             return compare(m, {"--text", asText(m / "t.txt")});
         },
         {"tokens"}},
        {"task without an answer",
         [](const fs::path& m) {
             writeBytes(m / "q.jsonl", "{\"prompt\": \"1 + 1\"}\n");
             return compare(m, {"--tasks", asText(m / "q.jsonl")});
         },
         {"q.jsonl"}},
        {"make-model into a full folder",
         [](const fs::path& m) { return QStringList{"make-model", asText(m), asText(m)}; },
         {"empty"}},
        {"make-model of nothing",
         [](const fs::path& m) { return QStringList{"make-model", "/no/such", asText(m / "new")}; },
         {"/no/such"}},
    };
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all = [] {
        std::vector<Case> out = folderCases();
        for (auto more : {requestCases(), emptyFileCases()})
            out.insert(out.end(), more.begin(), more.end());
        return out;
    }();
    return all;
}

std::vector<std::string> listing(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        names.push_back(entry.path().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

class TestCliBadInput : public QObject {
    Q_OBJECT
  private slots:
    void isRefusedInOneSentence_data();
    void isRefusedInOneSentence();
    void noReadPermission();
    void folderNotWritable();
    void memoryThatWillNotSuffice();
    void fileTruncatedWhileLoading();
    void fullDiskKeepsTheRun();
    void lockedHistoryLosesNothingPrinted();
    void damagedHistoryIsKeptAside();
    void closedOutput();

  private:
    QStringList shortCompare(const fs::path& report) const {
        return {"compare",   asText(fixture("glm")),
                "--a",       "fp32",
                "--b",       "fp32",
                "--reps",    "2",
                "--threads", "1",
                "--prompts", asText(m_inputs / "p.txt"),
                "--text",    asText(m_inputs / "t.txt"),
                "--budget",  "speedup=off",
                "--report",  asText(report)};
    }
    TemporaryFolder m_inputs;
};

void TestCliBadInput::isRefusedInOneSentence_data() {
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << i;
}

void TestCliBadInput::isRefusedInOneSentence() {
    QFETCH(std::size_t, index);
    const Case& one = cases()[index];
    TemporaryFolder folder;
    const fs::path model = copyModel(fixture("glm"), folder / "model");
    const QStringList arguments = one.prepare(model);
    const std::vector<std::string> before = listing(folder.path());
    Program program;
    const Outcome outcome = program.run(arguments);
    COMPARE_EXIT(outcome, 2);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, one.fragments));
    QCOMPARE(listing(folder.path()), before);
    QVERIFY(!fs::exists(program.historyFile()));
}

void TestCliBadInput::noReadPermission() {
    Program program;
    program.dropPrivileges();
    TemporaryFolder folder;
    const fs::path model = copyModel(fixture("glm"), folder / "model");
    for (const fs::path& path : {folder.path(), program.home().path()})
        fs::permissions(path, fs::perms::all);
    if (program.run({"inspect", asText(model)}).exitCode != 0)
        QSKIP("another user cannot reach this checkout, and root reads every file");
    for (const char* name : {"model.safetensors", "tokenizer.json", "config.json"}) {
        fs::permissions(model / name, fs::perms::none);
        const Outcome outcome = program.run(ask(model));
        COMPARE_EXIT(outcome, 2);
        VERIFY_EMPTY(oneSentenceFault(outcome, {name, "ermission"}));
        fs::permissions(model / name, fs::perms::owner_read | fs::perms::others_read);
    }
}

void TestCliBadInput::folderNotWritable() {
    Program program;
    program.dropPrivileges();
    TemporaryFolder folder;
    const fs::path model = copyModel(fixture("glm"), folder / "model");
    fs::create_directory(folder / "reports");
    for (const fs::path& path : {folder.path(), program.home().path()})
        fs::permissions(path, fs::perms::all);
    fs::permissions(folder / "reports",
                    fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
    if (program.run({"inspect", asText(model)}).exitCode != 0)
        QSKIP("another user cannot reach this checkout, and root writes everywhere");
    const Outcome report = program.run(compare(model, {"--report", asText(folder / "reports" / "r.html")}));
    COMPARE_EXIT(report, 2);
    VERIFY_EMPTY(oneSentenceFault(report, {"reports", "ermission"}));
    const Outcome made = program.run({"make-model", asText(model), asText(folder / "reports" / "made")});
    COMPARE_EXIT(made, 2);
    VERIFY_EMPTY(oneSentenceFault(made, {"made", "ermission"}));
    fs::permissions(folder / "reports", fs::perms::owner_all);
}

void TestCliBadInput::memoryThatWillNotSuffice() {
    // GLM-4-9B with forty times the layers: some 650 GB in BF16, all of it holes.
    TemporaryFolder folder;
    Json config = Json::parse(readBytes(resource("configs") / "glm-4-9b" / "config.json"));
    config["num_hidden_layers"] = 1600;
    writeSparseModel(folder / "big", config);
    Program program;
    const QString big = asText(folder / "big");
    const Json ledger = program.json({"inspect", big, "--json", "--context", "128"})["ledger"];
    COMPARE_JSON(ledger["bf16"]["fits"], Json(false));
    for (const QStringList& arguments : {QStringList{"run", big, "--ids", "1,2,3", "--max-tokens", "2"},
                                         QStringList{"bench", big, "-p", "8", "-n", "2", "-r", "1"}}) {
        const Outcome outcome = program.run(arguments);
        COMPARE_EXIT(outcome, 2);
        VERIFY_EMPTY(oneSentenceFault(outcome, {"would need", " GB", "is free", "--force"}));
    }
    // Asked to try all the same, it begins to load instead of refusing.
    std::uint64_t most = 0;
    const Outcome forced =
        program.runWhile({"run", big, "--ids", "1,2,3", "--max-tokens", "2", "--force"}, [&](const Running& running) {
            most = std::max(most, bytesRead(running.pid));
            if (most > 100'000'000) ::kill(static_cast<pid_t>(running.pid), SIGINT);
            return most > 100'000'000;
        });
    QVERIFY2(most > 100'000'000 ? forced.exitCode == 130 : forced.exitCode == 2, forced.describe().c_str());
    QVERIFY2(!forced.crashed && !forced.timedOut && !forced.err.contains("--force"), forced.describe().c_str());
}

void TestCliBadInput::fileTruncatedWhileLoading() {
    TemporaryFolder folder;
    writeSparseModel(folder / "slow", slowConfig());
    const fs::path weights = folder / "slow" / "model.safetensors";
    Program program;
    bool isCut = false;
    const Outcome outcome = program.runWhile({"run", asText(folder / "slow"), "--ids", "1,2,3", "--max-tokens", "2"},
                                             [&](const Running& running) {
                                                 isCut = bytesRead(running.pid) > 20'000'000;
                                                 if (isCut) fs::resize_file(weights, 10'000'000);
                                                 return isCut;
                                             });
    QVERIFY(isCut);
    COMPARE_EXIT(outcome, 2);
    VERIFY_EMPTY(oneSentenceFault(outcome, {"model.safetensors", "truncated"}));
}

void TestCliBadInput::fullDiskKeepsTheRun() {
    writeBytes(m_inputs / "p.txt", "hello\n");
    writeBytes(m_inputs / "t.txt",
               "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen");
    fs::create_symlink("/dev/full", m_inputs / "full.html");
    Program program;
    const Outcome outcome = program.run(shortCompare(m_inputs / "full.html"));
    COMPARE_EXIT(outcome, 2);
    QVERIFY2(outcome.err.contains("full.html") && outcome.err.contains("No space left"), outcome.describe().c_str());
    QVERIFY(outcome.out.contains("KLD is exactly 0"));
    QCOMPARE(program.json({"history", "--json"})["runs"].size(), 1U);
}

void TestCliBadInput::lockedHistoryLosesNothingPrinted() {
    Program program;
    const QStringList bench = {"bench", asText(fixture("glm")), "-p", "4", "-n", "0", "-r", "1", "--threads", "1",
                               "--json"};
    QVERIFY(!program.json(bench).is_null());
    SQLite::Database other(program.historyFile().string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const Outcome outcome = program.run(bench);
    COMPARE_EXIT(outcome, 0);
    QVERIFY(parseJson(outcome.out.toStdString(), "bench").has_value());
    VERIFY_EMPTY(oneSentenceFault(outcome, {"history", "in use by another program"}));
    COMPARE_EXIT(program.run({"history"}), 0);
    other.exec("ROLLBACK");
    QCOMPARE(program.json({"history", "--json"})["runs"].size(), 1U);
}

void TestCliBadInput::damagedHistoryIsKeptAside() {
    Program program;
    fs::create_directories(program.historyFile().parent_path());
    const std::string damaged(8192, 'x');
    writeBytes(program.historyFile(), damaged);
    const Outcome outcome = program.run({"history", "--json"});
    COMPARE_EXIT(outcome, 0);
    VERIFY_EMPTY(oneSentenceFault(outcome, {"history.sqlite.damaged-"}));
    bool isKept = false;
    for (const auto& entry : fs::directory_iterator(program.historyFile().parent_path()))
        isKept = isKept ||
                 (entry.path().string().find(".damaged-") != std::string::npos && readBytes(entry.path()) == damaged);
    QVERIFY(isKept);
    QVERIFY(program.run({"history"}).err.isEmpty());
}

void TestCliBadInput::closedOutput() {
    QProcess shell;
    shell.start("/bin/sh", {"-c", "\"$0\" inspect \"$1\" --json >/dev/full", asText(programFolder() / "autoglm"),
                            asText(fixture("glm"))});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.exitCode(), 2);
    QVERIFY(shell.readAllStandardError().contains("standard output"));
}

QTEST_GUILESS_MAIN(TestCliBadInput)
#include "tst_cli_bad_input.moc"
