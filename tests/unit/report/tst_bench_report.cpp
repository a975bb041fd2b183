// The benchmark's document and its other formats; llama-bench's keys are those of tools/llama-bench/llama-bench.cpp.
#include "core/base/text_format.h"
#include "core/report/bench_json.h"
#include "core/report/bench_report.h"
#include "tests/support/test_support.h"
#include "tests/unit/report/sample_documents.h"

using namespace autoglm;
using namespace autoglm::report;
using namespace autoglm::test;

namespace {
Json sampleDocument() {
    return parseJson(dumpJson(benchToJson(sampleBench())).value(), "bench").value();
}
}  // namespace

class TestBenchReport : public QObject {
    Q_OBJECT
  private slots:
    void documentHasTheContractsKeys();
    void llamaBenchHasItsKeysInOrder();
    void llamaBenchNumbers();
    void tableIsAligned();
    void markdownAndCsv();
    void damagedDocumentsDoNotCrash();
};

void TestBenchReport::documentHasTheContractsKeys() {
    const Json document = sampleDocument();
    for (const char* pointer :
         {"/schema_version", "/results/0/precision", "/results/0/scheme", "/results/0/test", "/results/0/depth",
          "/results/0/batch", "/results/0/tokens_per_s/mean", "/results/0/tokens_per_s/stddev",
          "/results/0/tokens_per_s/samples", "/results/1/mbu", "/results/0/validity", "/read_bandwidth_bytes_per_s",
          "/environment", "/model/weights_sha256"})
        QVERIFY2(document.contains(Json::json_pointer(pointer)), pointer);
    QVERIFY(!document["results"][0].contains("mbu"));
    QCOMPARE(document["results"][1]["validity"].get<std::string>(), std::string("suspect"));
    QCOMPARE(document["model"]["weights_sha256"].get<std::string>(), std::string(64, 'c'));
}

void TestBenchReport::llamaBenchHasItsKeysInOrder() {
    const Json runs = parseJson(benchLlamaBench(sampleDocument()).value(), "llama-bench").value();
    QCOMPARE(runs.size(), 2U);  // the batch of four has no place there
    std::vector<std::string> keys;
    for (auto item = runs[0].begin(); item != runs[0].end(); ++item)
        keys.push_back(item.key());
    QCOMPARE(
        join(keys, " "),
        std::string(
            "build_commit build_number cpu_info gpu_info backends model_filename model_type model_size model_n_params "
            "n_batch "
            "n_ubatch n_threads cpu_mask cpu_strict poll type_k type_v n_gpu_layers n_cpu_moe split_mode main_gpu "
            "no_kv_offload "
            "flash_attn devices tensor_split tensor_buft_overrides load_mode embeddings no_op_offload no_host "
            "fit_target "
            "fit_min_ctx n_prompt n_gen n_depth test_time avg_ns stddev_ns avg_ts stddev_ts samples_ns samples_ts"));
    for (const char* key : {"build_number", "model_size", "model_n_params", "n_batch", "n_ubatch", "n_threads", "poll",
                            "n_gpu_layers", "n_cpu_moe", "main_gpu", "flash_attn", "no_op_offload", "fit_target",
                            "fit_min_ctx", "n_prompt", "n_gen", "n_depth", "avg_ns", "stddev_ns"})
        QVERIFY2(runs[0][key].is_number_integer(), key);
    for (const char* key : {"cpu_strict", "no_kv_offload", "embeddings", "no_host"})
        QVERIFY2(runs[0][key].is_boolean(), key);
    for (const char* key : {"avg_ts", "stddev_ts"})
        QVERIFY2(runs[0][key].is_number_float(), key);
    for (const char* key :
         {"build_commit", "cpu_info", "gpu_info", "backends", "type_k", "type_v", "devices", "test_time"})
        QVERIFY2(runs[0][key].is_string(), key);
}

void TestBenchReport::llamaBenchNumbers() {
    const Json runs = parseJson(benchLlamaBench(sampleDocument()).value(), "llama-bench").value();
    // numpy: ns = [40e6, 41e6, 39.5e6]; mean 40166666.67, std(ddof=1) 763762.6; ts = 128e9/ns: mean 3187.506,
    // std(ddof=1) 60.2506
    QCOMPARE(runs[0]["n_prompt"].get<int>(), 128);
    QCOMPARE(runs[0]["n_gen"].get<int>(), 0);
    QCOMPARE(runs[0]["avg_ns"].get<std::int64_t>(), 40166667);
    QCOMPARE(runs[0]["stddev_ns"].get<std::int64_t>(), 763763);
    QVERIFY(std::abs(runs[0]["avg_ts"].get<double>() - 3187.485850) < 1e-6);
    QVERIFY(std::abs(runs[0]["stddev_ts"].get<double>() - 60.260115) < 1e-6);
    QCOMPARE(runs[0]["samples_ns"].size(), 3U);
    QCOMPARE(runs[0]["samples_ts"].size(), 3U);
    QCOMPARE(runs[1]["n_gen"].get<int>(), 32);
    QCOMPARE(runs[1]["n_depth"].get<int>(), 512);
    QCOMPARE(runs[0]["type_k"].get<std::string>(), std::string("f16"));
    QCOMPARE(runs[0]["cpu_info"].get<std::string>(), std::string("AMD EPYC 7B13"));
    QCOMPARE(runs[0]["n_batch"].get<int>(), 512);
    QCOMPARE(runs[0]["model_size"].get<int>(), 5'912'320);
}

void TestBenchReport::tableIsAligned() {
    const std::string text = benchTable(sampleDocument()).value();
    const auto lines = split(text, '\n');
    QCOMPARE(
        lines[0],
        std::string("model  params  precision  weights  device  threads  test                   tok/s     MBU  valid"));
    QCOMPARE(lines[3],
             std::string(
                 "demo   4.72 M  INT8       5.91 MB  cpu           2  tg32 @ d512   627.61 ± 12.31  41.0 %  suspect"));
    QVERIFY(text.find("INT8 tg32 @ d512: another process used the CPU\n") != std::string::npos);
    QVERIFY(text.find("read bandwidth 21.4 GB/s") != std::string::npos);
}

void TestBenchReport::markdownAndCsv() {
    const std::string markdown = benchMarkdown(sampleDocument()).value();
    QVERIFY(markdown.starts_with("| model | params |"));
    QVERIFY(markdown.find("| pp128 | 3187.49 ± 60.26 |") != std::string::npos);
    QCOMPARE(benchTestName({{"test", "tg32"}, {"depth", 512}, {"batch", 4}}), "tg32 @ d512 x 4");
    const auto lines = split(benchCsv(sampleDocument()).value(), '\n');
    QCOMPARE(lines.size(), 5U);
    QVERIFY(lines[2].find(",tg32,512,1,") != std::string::npos);
    QVERIFY(lines[2].find(",0.41,5912320,1572864,,suspect,50000000 52000000 51000000,false\r") != std::string::npos);
}

void TestBenchReport::damagedDocumentsDoNotCrash() {
    const Json flat = sampleDocument().flatten();
    for (const Json& replacement : {Json(nullptr), Json("text"), Json(-1), Json(1e308), Json::array({1, "x"})})
        for (auto item = flat.begin(); item != flat.end(); ++item) {
            Json broken = sampleDocument();
            broken[Json::json_pointer(item.key())] = replacement;
            (void)benchTable(broken);
            (void)benchMarkdown(broken);
            (void)benchCsv(broken);
            (void)benchLlamaBench(broken);
        }
    VERIFY_FAILS(benchTable(Json{{"kind", "compare"}}), ErrorCode::InvalidArgument, "one of kind 'bench' was expected");
}

QTEST_GUILESS_MAIN(TestBenchReport)
#include "tst_bench_report.moc"
