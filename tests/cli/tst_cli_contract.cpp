// Every command as the README promises it: exit codes, one JSON document with the keys of the contract, the reference
// rows of transformers, and the options of run. Comparisons are in tst_cli_compare.
#include <QRegularExpression>
#include <cmath>
#include <set>

#include "core/base/paths.h"
#include "tests/cli/cli_support.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

void addFamilies() {
    QTest::addColumn<QString>("family");
    for (const char* family : {"glm", "qwen2", "llama"})
        QTest::newRow(family) << family;
}

}  // namespace

class TestCliContract : public QObject {
    Q_OBJECT
  private slots:
    void helpAndVersion();
    void badUseIsOneSentence_data();
    void badUseIsOneSentence();
    void env();
    void inspect();
    void hash();
    void tokenizerRows_data();
    void tokenizerRows();
    void chatRows_data();
    void chatRows();
    void detokenize();
    void referenceNumbers();
    void runKeys();
    void runSamplingIsSeeded();
    void runEndsWhereAsked();
    void runReadsPromptsAsAsked();
    void runBatch();
    void demoAnswers();
    void score();
    void bench();
    void benchFormats();
    void makeModelThenBench();
    void inspectOfAShippedConfiguration();
    void withoutTheEngine();

  private:
    Json answer(const QStringList& more, int exitCode = 0) {
        return m_program.json(QStringList{"run", m_glm, "--threads", "1", "--json"} + more, exitCode);
    }

    Program m_program;
    QString m_glm = asText(fixture("glm"));
};

void TestCliContract::helpAndVersion() {
    const Outcome help = m_program.run({"--help"});
    COMPARE_EXIT(help, 0);
    for (const char* command : {"env", "inspect", "hash", "tokenize", "detokenize", "render", "run", "logits", "score",
                                "bench", "compare", "history", "make-model"}) {
        QVERIFY2(help.out.contains(QByteArray("\n  ") + command), command);
        COMPARE_EXIT(m_program.run({command, "--help"}), 0);
    }
    QVERIFY(help.out.contains("Exit codes: 0 "));
    const Outcome version = m_program.run({"--version"});
    COMPARE_EXIT(version, 0);
    QVERIFY(QRegularExpression("^\\d+\\.\\d+\\.\\d+\n$").match(version.out).hasMatch());
}

void TestCliContract::badUseIsOneSentence_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("fragment");
    QTest::newRow("nothing") << QStringList{} << "a command is required";
    QTest::newRow("unknown command") << QStringList{"bogus"} << "bogus";
    QTest::newRow("no model") << QStringList{"inspect"} << "MODEL";
    QTest::newRow("unknown option") << QStringList{"run", m_glm, "--prompt", "a", "--bogus"} << "--bogus";
    QTest::newRow("option without value") << QStringList{"run", m_glm, "--prompt"} << "--prompt";
    QTest::newRow("unknown format") << QStringList{"bench", m_glm, "-o", "xml"} << "llama-bench";
    QTest::newRow("number out of range") << QStringList{"bench", m_glm, "-r", "0"} << "-r";
    QTest::newRow("neither prompt nor ids") << QStringList{"run", m_glm} << "--ids";
    QTest::newRow("prompt and ids") << QStringList{"run", m_glm, "--prompt", "a", "--ids", "1"} << "--ids";
    QTest::newRow("logits without --json") << QStringList{"logits", m_glm, "--ids", "1"} << "--json";
    QTest::newRow("history show without id") << QStringList{"history", "show"} << "ID";
    QTest::newRow("history of nothing") << QStringList{"history", "show", "77"} << "77";
    for (const char* name : {"profile", "report", "serve", "load", "deploy"})
        QTest::newRow(name) << QStringList{name, "anything", "--at", "all"} << "comes in a later release";
}

void TestCliContract::badUseIsOneSentence() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, fragment);
    const Outcome outcome = m_program.run(arguments);
    COMPARE_EXIT(outcome, 2);
    QCOMPARE(outcome.out, QByteArray());
    VERIFY_EMPTY(oneSentenceFault(outcome, {fragment.toStdString()}));
}

void TestCliContract::env() {
    const Outcome outcome = m_program.run({"env", "--probe", "--json"});
    const Json document = parseJson(outcome.out.toStdString(), "env").value_or(Json());
    VERIFY_EMPTY(shapeFault(document, {{"findings/*/id", 's'},
                                       {"findings/*/state", 's'},
                                       {"findings/*/seen", 's'},
                                       {"findings/*/why", 's'},
                                       {"findings/*/command", '?'},
                                       {"summary/failure", 'i'},
                                       {"system/cpu_model", 's'}}));
    for (const Json& finding : document["findings"])
        QVERIFY((std::set<std::string>{"pass", "warning", "failure", "unknown"}.contains(
            finding["state"].get<std::string>())));
    COMPARE_EXIT(outcome, document["summary"]["failure"] > 0 ? 1 : 0);
}

void TestCliContract::inspect() {
    const Json document = m_program.json({"inspect", m_glm, "--json", "--context", "1024"});
    VERIFY_EMPTY(shapeFault(document, {{"architecture", 's'},
                                       {"parameters", 'i'},
                                       {"files/*/name", 's'},
                                       {"files/*/size_bytes", 'i'},
                                       {"ledger/*/weights_bytes", 'i'},
                                       {"ledger/*/kv_cache_bytes", 'i'},
                                       {"ledger/*/workspace_bytes", 'i'},
                                       {"ledger/*/total_bytes", 'i'},
                                       {"ledger/*/fits", 'b'}}));
    COMPARE_JSON(document["architecture"], Json("GlmForCausalLM"));
    // By hand from config.json: embedding and head 2 * 768 * 64, three layers of 8192 + 128 (QKV) + 4096 + 18432 + 9216
    // + 2 * 64, a norm.
    COMPARE_JSON(document["parameters"], Json(218944));
    for (const char* precision : {"fp32", "fp16", "bf16", "int8", "int8-dynamic", "int4", "int4:g64", "int4:g32"})
        QVERIFY2(document["ledger"].contains(precision), precision);
    COMPARE_JSON(document["ledger"]["fp32"]["weights_bytes"], Json(4 * 218944));
    // Norms and biases stay FP32.
    COMPARE_JSON(document["ledger"]["bf16"]["weights_bytes"], Json(2 * 218944 + 2 * (7 * 64 + 3 * 128)));
    // Two tensors, three layers, two heads of 16, 1024 tokens, four bytes.
    COMPARE_JSON(document["ledger"]["fp32"]["kv_cache_bytes"], Json(2 * 3 * 2 * 16 * 1024 * 4));
    COMPARE_EXIT(m_program.run({"inspect", m_glm}), 0);
}

void TestCliContract::hash() {
    const Json document = m_program.json({"hash", m_glm, "--json"});
    VERIFY_EMPTY(shapeFault(document, {{"files/*/name", 's'},
                                       {"files/*/size_bytes", 'i'},
                                       {"files/*/sha256", 's'},
                                       {"files/*/expected", '?'},
                                       {"files/*/state", 's'},
                                       {"rate_bytes_per_s", 'n'}}));
    // sha256sum tests/fixtures/glm/model.safetensors
    COMPARE_JSON(document["files"][0]["sha256"],
                 Json("12c673ffa04e05931603a42d96c2e70a3b6020aee579b816a73bf0f4cf429af9"));
    COMPARE_JSON(document["files"][0]["state"], Json("unknown"));
    QVERIFY(document["files"][0]["expected"].is_null());

    TemporaryFolder folder;
    writeBytes(folder / "sums",
               "12c673ffa04e05931603a42d96c2e70a3b6020aee579b816a73bf0f4cf429af9  model.safetensors\n");
    const Json matching = m_program.json({"hash", m_glm, "--json", "--expect", asText(folder / "sums")});
    COMPARE_JSON(matching["files"][0]["state"], Json("match"));
    COMPARE_EXIT(m_program.run({"hash", m_glm, "--expect", asText(folder / "sums")}), 0);
}

void TestCliContract::tokenizerRows_data() {
    addFamilies();
}

void TestCliContract::tokenizerRows() {
    QFETCH(QString, family);
    const fs::path folder = fixture(family.toStdString());
    const auto expected = readJsonFile(folder / "expected.json");
    VERIFY_OK(expected);
    for (const Json& row : (*expected)["tokenizer"]) {
        const std::string given = row["text"];
        if (given.find('\0') != std::string::npos) continue;  // no argument of a program can hold it
        const Json document =
            m_program.json({"tokenize", asText(folder), "--json", "--text", QString::fromStdString(given)});
        QVERIFY2(document["ids"] == row["ids"], given.c_str());
        QCOMPARE(document["pieces"].size(), document["ids"].size());
    }
}

void TestCliContract::chatRows_data() {
    addFamilies();
}

void TestCliContract::chatRows() {
    QFETCH(QString, family);
    const fs::path folder = fixture(family.toStdString());
    const auto expected = readJsonFile(folder / "expected.json");
    VERIFY_OK(expected);
    TemporaryFolder messages;
    QVERIFY(!(*expected)["chat"].empty());
    for (const Json& row : (*expected)["chat"]) {
        writeBytes(messages / "m.json", row["messages"].dump());
        const Json document =
            m_program.json({"render", asText(folder), "--messages", asText(messages / "m.json"), "--json"});
        COMPARE_JSON(document["text"], row["rendered"]);
        COMPARE_JSON(document["ids"], row["ids"]);
    }
}

void TestCliContract::detokenize() {
    const Json ids = m_program.json({"tokenize", m_glm, "--text", "héllo 你好", "--no-special", "--json"})["ids"];
    const QString list = QString::fromStdString(ids.dump()).remove('[').remove(']');
    COMPARE_JSON(m_program.json({"detokenize", m_glm, "--ids", list, "--json"})["text"], Json("héllo 你好"));
    QCOMPARE(m_program.run({"detokenize", m_glm, "--ids", list}).out, QByteArray("héllo 你好\n"));
}

void TestCliContract::referenceNumbers() {
    const auto expected = readJsonFile(fixture("glm") / "expected.json");
    VERIFY_OK(expected);
    TemporaryFolder folder;
    const QString ids = QString::fromStdString((*expected)["input_ids"].dump());
    const Json logits = m_program.json({"logits", m_glm, "--ids", ids, "--precision", "fp32", "--json"})["logits"];
    QCOMPARE(logits.size(), (*expected)["logits"].size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
        double difference = 0;
        double size = 0;
        for (std::size_t v = 0; v < logits[i].size(); ++v) {
            const auto reference = (*expected)["logits"][i][v].get<double>();
            difference += std::pow(logits[i][v].get<double>() - reference, 2);
            size += reference * reference;
        }
        QVERIFY2(std::sqrt(difference / size) <= 1e-5, qPrintable(QString("position %1").arg(i)));
    }
    COMPARE_JSON(answer({"--ids", ids, "--precision", "fp32", "--temperature", "0", "--max-tokens", "32",
                         "--ignore-eos"})["token_ids"],
                 (*expected)["greedy"]);
    writeBytes(folder / "ids.json", (*expected)["score_ids"].dump());
    const Json nll = m_program.json(
        {"score", m_glm, "--ids-file", asText(folder / "ids.json"), "--precision", "fp32", "--json"})["nll"];
    QCOMPARE(nll.size(), (*expected)["nll"].size());
    for (std::size_t i = 0; i < nll.size(); ++i)
        QVERIFY(std::abs(nll[i].get<double>() - (*expected)["nll"][i].get<double>()) <= 1e-4);
}

void TestCliContract::runKeys() {
    const Json document = answer({"--prompt", "hello", "--max-tokens", "6", "--ignore-eos", "--precision", "int8"});
    VERIFY_EMPTY(shapeFault(document, {{"text", '?'},
                                       {"token_ids/*", 'i'},
                                       {"prompt_tokens", 'i'},
                                       {"completion_tokens", 'i'},
                                       {"finish_reason", 's'},
                                       {"ttft_s", 'n'},
                                       {"tpot_s", 'n'},
                                       {"decode_rate_tok_per_s", 'n'},
                                       {"itl_ns/*", 'i'},
                                       {"weights_verified", 'b'},
                                       {"scheme", 's'}}));
    QCOMPARE(document["token_ids"].size(), 6U);
    COMPARE_JSON(document["completion_tokens"], Json(6));
    QCOMPARE(document["itl_ns"].size(), 5U);
    COMPARE_JSON(document["finish_reason"], Json("length"));
    // tpot is the mean gap; the rate its inverse.
    double sum = 0;
    for (const Json& gap : document["itl_ns"])
        sum += gap.get<double>() * 1e-9;
    QVERIFY(std::abs(sum / 5 - document["tpot_s"].get<double>()) < 1e-9);
    QVERIFY(std::abs(document["tpot_s"].get<double>() * document["decode_rate_tok_per_s"].get<double>() - 1) < 1e-9);
    QVERIFY(document["scheme"].get<std::string>().starts_with("W8A16 per-channel"));
    // Streaming prints the same text; the summary goes to standard error.
    const Outcome streamed = m_program.run({"run", m_glm, "--threads", "1", "--prompt", "hello", "--max-tokens", "6",
                                            "--ignore-eos", "--precision", "int8"});
    COMPARE_EXIT(streamed, 0);
    QCOMPARE(streamed.out.toStdString(), document["text"].get<std::string>() + "\n");
    QVERIFY(streamed.err.contains("6 out"));
}

void TestCliContract::runSamplingIsSeeded() {
    const auto sampled = [this](const char* seed) {
        return answer({"--prompt", "hello", "--max-tokens", "16", "--ignore-eos", "--temperature", "1.5", "--top-k",
                       "50", "--seed", seed})["token_ids"];
    };
    const Json first = sampled("7");
    COMPARE_JSON(sampled("7"), first);
    QVERIFY(sampled("8") != first);
    const QStringList greedy = {"--prompt", "hello", "--max-tokens", "16", "--ignore-eos", "--temperature", "0"};
    COMPARE_JSON(answer(greedy)["text"], answer(greedy)["text"]);
}

void TestCliContract::runEndsWhereAsked() {
    const QStringList greedy = {"--prompt", "hello", "--temperature", "0", "--ignore-eos", "--max-tokens", "12"};
    const Json whole = answer(greedy);
    const std::string words = whole["text"];
    // A stop string taken from the answer ends it before that place.
    const std::string stop = "->";
    QVERIFY(words.find(stop) != std::string::npos);
    const Json stopped = answer(greedy + QStringList{"--stop", QString::fromStdString(stop)});
    COMPARE_JSON(stopped["text"], Json(words.substr(0, words.find(stop))));
    COMPARE_JSON(stopped["finish_reason"], Json("stop"));
    QVERIFY(stopped["token_ids"].size() < whole["token_ids"].size());

    // The fourth id of the answer becomes the end-of-sequence id: without --ignore-eos the answer ends with it.
    TemporaryFolder folder;
    const fs::path model = copyModel(fixture("glm"), folder / "m");
    writeBytes(model / "generation_config.json", Json{{"eos_token_id", {whole["token_ids"][3]}}}.dump());
    const QStringList question = {"run",           asText(model), "--threads",    "1", "--json", "--prompt", "hello",
                                  "--temperature", "0",           "--max-tokens", "12"};
    const Json ended = m_program.json(question);
    COMPARE_JSON(ended["finish_reason"], Json("stop"));
    QCOMPARE(ended["token_ids"].size(), 4U);
    COMPARE_JSON(ended["token_ids"].back(), whole["token_ids"][3]);
    COMPARE_JSON(m_program.json(question + QStringList{"--ignore-eos"})["token_ids"], whole["token_ids"]);
}

void TestCliContract::runReadsPromptsAsAsked() {
    const auto promptTokens = [this](const QStringList& how) {
        return answer(how + QStringList{"--max-tokens", "1"})["prompt_tokens"].get<std::size_t>();
    };
    const auto tokens = [this](const QStringList& how) {
        return m_program.json(QStringList{"tokenize", m_glm, "--json"} + how)["ids"].size();
    };
    QCOMPARE(promptTokens({"--raw", "--prompt", "hello there"}), tokens({"--text", "hello there"}));
    QCOMPARE(promptTokens({"--ids", "5,6,7"}), 3U);
    QCOMPARE(promptTokens({"--ids", "[5, 6, 7]"}), 3U);

    TemporaryFolder folder;
    const auto rendered = [&](const Json& messages) {
        writeBytes(folder / "m.json", messages.dump());
        return m_program.json({"render", m_glm, "--json", "--messages", asText(folder / "m.json")})["ids"].size();
    };
    const Json user = {{"role", "user"}, {"content", "hello"}};
    QCOMPARE(promptTokens({"--prompt", "hello"}), rendered(Json::array({user})));
    const Json system = {{"role", "system"}, {"content", "Be brief."}};
    QCOMPARE(promptTokens({"--prompt", "hello", "--system", "Be brief."}), rendered(Json::array({system, user})));
}

void TestCliContract::runBatch() {
    TemporaryFolder folder;
    writeBytes(
        folder / "b.jsonl",
        "{\"prompt\": \"hello\"}\n\n{\"id\": \"x\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}\n");
    const Outcome outcome = m_program.run({"run", m_glm, "--threads", "1", "--batch", asText(folder / "b.jsonl"),
                                           "--temperature", "0", "--max-tokens", "5"});
    COMPARE_EXIT(outcome, 0);
    const QList<QByteArray> lines = outcome.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    const auto first = parseJson(lines[0].toStdString(), "line 1");
    const auto second = parseJson(lines[1].toStdString(), "line 2");
    VERIFY_OK(first);
    VERIFY_OK(second);
    COMPARE_JSON((*first)["id"], Json(1));
    COMPARE_JSON((*first)["prompt"], Json("hello"));
    COMPARE_JSON((*second)["id"], Json("x"));
    COMPARE_JSON((*first)["token_ids"], (*second)["token_ids"]);
    COMPARE_JSON((*first)["text"], answer({"--prompt", "hello", "--temperature", "0", "--max-tokens", "5"})["text"]);
}

void TestCliContract::demoAnswers() {
    const Json sum = m_program.json({"run", "demo", "--prompt", "12 + 30 = ?", "--temperature", "0", "--json"});
    QVERIFY2(sum["text"].get<std::string>().find("42") != std::string::npos, sum["text"].get<std::string>().c_str());
    COMPARE_JSON(sum["weights_verified"], Json(true));
    const std::string sorted =
        m_program.json({"run", "demo", "--prompt", "把 5 3 9 从小到大排列", "--temperature", "0", "--json"})["text"];
    QVERIFY2(sorted.find("3 5 9") != std::string::npos, sorted.c_str());
}

void TestCliContract::score() {
    const auto expected = readJsonFile(fixture("glm") / "expected.json");
    VERIFY_OK(expected);
    TemporaryFolder folder;
    writeBytes(folder / "ids", (*expected)["score_ids"].dump());
    const Json document =
        m_program.json({"score", m_glm, "--ids-file", asText(folder / "ids"), "--precision", "fp32", "--json"});
    VERIFY_EMPTY(shapeFault(document, {{"nll/*", 'n'}, {"tokens", 'i'}, {"ppl", 'n'}, {"ppl_stderr", 'n'}}));
    double sum = 0;
    for (const Json& value : document["nll"])
        sum += value.get<double>();
    const double mean = sum / static_cast<double>(document["nll"].size());
    double squares = 0;
    for (const Json& value : document["nll"])
        squares += std::pow(value.get<double>() - mean, 2);
    const auto n = static_cast<double>(document["nll"].size());
    QCOMPARE(document["tokens"].get<double>(), n);
    QVERIFY(std::abs(document["ppl"].get<double>() / std::exp(mean) - 1) < 1e-9);
    // METRICS: the standard error is that of ln ppl, carried to ppl by its derivative.
    QVERIFY(std::abs(document["ppl_stderr"].get<double>() / (std::exp(mean) * std::sqrt(squares / n / (n - 1))) - 1) <
            1e-6);

    writeBytes(folder / "t.txt", "one two three four five six seven");
    const Json ofText = m_program.json({"score", m_glm, "--text-file", asText(folder / "t.txt"), "--json"});
    const Json ids =
        m_program.json({"tokenize", m_glm, "--text", "one two three four five six seven", "--json"})["ids"];
    QCOMPARE(ofText["nll"].size(), ids.size() - 1);
}

void TestCliContract::bench() {
    const Json document = m_program.json({"bench", m_glm, "--precision", "fp32,int8", "-p", "16", "-n", "4", "--depth",
                                          "0,8", "-r", "3", "--threads", "1", "--json"});
    VERIFY_EMPTY(shapeFault(document, {{"results/*/precision", 's'},
                                       {"results/*/scheme", 's'},
                                       {"results/*/test", 's'},
                                       {"results/*/depth", 'i'},
                                       {"results/*/batch", 'i'},
                                       {"results/*/tokens_per_s/mean", 'n'},
                                       {"results/*/tokens_per_s/stddev", 'n'},
                                       {"results/*/tokens_per_s/samples/*", 'n'},
                                       {"results/*/validity", 's'},
                                       {"read_bandwidth_bytes_per_s", 'n'},
                                       {"environment", 'o'}}));
    QCOMPARE(document["results"].size(), 8U);
    std::set<std::string> tests;
    for (const Json& result : document["results"]) {
        tests.insert(result["test"]);
        QCOMPARE(result["tokens_per_s"]["samples"].size(), 3U);
        // Weights that fit in the cache say nothing of memory bandwidth.
        QVERIFY(!result.contains("mbu"));
    }
    QCOMPARE(tests, (std::set<std::string>{"pp16", "tg4"}));
    QCOMPARE(
        m_program.json({"bench", m_glm, "-p", "0", "-n", "2", "-r", "1", "--threads", "1", "--json"})["results"].size(),
        1U);
}

void TestCliContract::benchFormats() {
    const auto printed = [this](const char* format) {
        const Outcome outcome =
            m_program.run({"bench", m_glm, "-p", "8", "-n", "2", "-r", "2", "--threads", "1", "-o", format});
        return outcome.exitCode == 0 ? outcome.out : QByteArray();
    };
    QVERIFY(printed("table").contains("pp8"));
    QVERIFY(printed("md").startsWith('|') || printed("md").contains("\n|"));
    const QList<QByteArray> rows = printed("csv").trimmed().split('\n');
    QCOMPARE(rows.size(), 3);
    QVERIFY(rows[0].startsWith("model,precision,scheme,"));
    QVERIFY(rows[1].startsWith("glm,fp32,\"FP32 weights, "));
    const auto llama = parseJson(printed("llama-bench").toStdString(), "llama-bench");
    VERIFY_OK(llama);
    QCOMPARE(llama->size(), 2U);
    for (const char* key :
         {"build_commit", "build_number",   "cpu_info",   "gpu_info",  "backends",  "model_filename", "model_type",
          "model_size",   "model_n_params", "n_batch",    "n_ubatch",  "n_threads", "type_k",         "type_v",
          "n_gpu_layers", "n_prompt",       "n_gen",      "n_depth",   "test_time", "avg_ns",         "stddev_ns",
          "avg_ts",       "stddev_ts",      "samples_ns", "samples_ts"})
        QVERIFY2((*llama)[0].contains(key) && (*llama)[1].contains(key), key);
    COMPARE_JSON((*llama)[0]["n_prompt"], Json(8));
    COMPARE_JSON((*llama)[1]["n_gen"], Json(2));
    QCOMPARE((*llama)[0]["samples_ns"].size(), 2U);
    const auto ns = (*llama)[0]["samples_ns"][0].get<double>();
    QVERIFY(std::abs((*llama)[0]["samples_ts"][0].get<double>() * ns / 8e9 - 1) < 1e-9);
}

void TestCliContract::makeModelThenBench() {
    TemporaryFolder folder;
    const QString made = asText(folder / "made");
    const Json document = m_program.json({"make-model", m_glm, made, "--seed", "3", "--json"});
    COMPARE_JSON(document["parameters"], Json(218944));
    const Outcome checked = m_program.run({"hash", made});
    COMPARE_EXIT(checked, 0);
    QVERIFY(checked.out.startsWith("match"));
    COMPARE_JSON(m_program.json({"make-model", m_glm, asText(folder / "again"), "--seed", "3", "--json"})["size_bytes"],
                 document["size_bytes"]);
    QCOMPARE(readBytes(folder / "again" / "model.safetensors"), readBytes(folder / "made" / "model.safetensors"));
    COMPARE_JSON(m_program.json({"bench", made, "-p", "8", "-n", "2", "-r", "1", "--threads", "1",
                                 "--json"})["model"]["architecture"],
                 Json("GlmForCausalLM"));
    COMPARE_EXIT(m_program.run({"make-model", m_glm, made}), 2);
    COMPARE_EXIT(m_program.run({"inspect", asText(resource("configs") / "glm-4-9b")}), 2);
}

void TestCliContract::inspectOfAShippedConfiguration() {
    const Json document = m_program.json({"inspect", "glm-4-32b-0414", "--context", "8192", "--json"});
    COMPARE_JSON(document["architecture"], Json("Glm4ForCausalLM"));
    COMPARE_JSON(document["parameters"], Json(32'566'081'536));
    COMPARE_JSON(document["files"], Json::array());
    // 2 * 61 layers * 2 heads * 128 * 8192 tokens * 2 bytes
    COMPARE_JSON(document["ledger"]["bf16"]["kv_cache_bytes"], Json(511'705'088));
    QVERIFY(document["ledger"]["int8"]["weights_bytes"] < document["ledger"]["bf16"]["weights_bytes"]);
    const Outcome text = m_program.run({"inspect", "llama-3.1-8b"});
    COMPARE_EXIT(text, 0);
    QVERIFY(text.out.contains("8030.26 M parameters") && text.out.contains("make-model llama-3.1-8b FOLDER"));
    const Outcome run = m_program.run({"run", "llama-3.1-8b", "--ids", "1,2"});
    COMPARE_EXIT(run, 2);
    VERIFY_EMPTY(oneSentenceFault(run, {"llama-3.1-8b", "without weights", "make-model"}));
}

void TestCliContract::withoutTheEngine() {
    TemporaryFolder programs;
    fs::create_symlink(programFolder() / "autoglm", programs / "autoglm");
    fs::create_symlink(programFolder() / "autoglm-helper", programs / "autoglm-helper");
    Program bare;
    bare.setVariable("AUTOGLM_BIN_DIR", programs.path());
    bare.setVariable("AUTOGLM_RESOURCES", resource(""));
    const Outcome outcome = bare.run({"run", m_glm, "--prompt", "hello"});
    COMPARE_EXIT(outcome, 2);
    VERIFY_EMPTY(oneSentenceFault(outcome, {"libautoglm_engine_torch.so"}));
    COMPARE_EXIT(bare.run({"inspect", m_glm}), 0);
    COMPARE_EXIT(bare.run({"hash", m_glm}), 0);
    COMPARE_EXIT(bare.run({"tokenize", m_glm, "--text", "hello"}), 0);
    COMPARE_EXIT(bare.run({"history"}), 0);
    const Outcome environment = bare.run({"env"});
    QVERIFY(environment.out.contains("libautoglm_engine_torch.so"));
}

QTEST_GUILESS_MAIN(TestCliContract)
#include "tst_cli_contract.moc"
