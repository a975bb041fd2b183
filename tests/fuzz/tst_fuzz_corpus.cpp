// What fuzzing broke once, fed again: nothing may crash, and nothing may take long. Without clang, without libFuzzer.
#include <ctime>

#include "core/base/json.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/support/safetensors_builder.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
using fuzz::Outcome;

namespace {

struct Target {
    const char* folder;  ///< below tests/fixtures/fuzz
    Outcome (*feed)(std::string_view);
};

constexpr Target targets[] = {{"safetensors", fuzz::safetensors}, {"shard_index", fuzz::shardIndex},
                              {"config", fuzz::config},           {"tokenizer", fuzz::tokenizer},
                              {"rank_file", fuzz::rankFile},      {"template", fuzz::chatTemplate}};

/// Of the processor, so that a busy machine does not fail the test. Broken, these took minutes.
constexpr double longestSeconds = 5;

/// An index that places each of the smallest model's tensors where it is.
std::string honestIndex() {
    Json map = Json::object();
    std::size_t turn = 0;
    for (const char* name : {"model.embed_tokens.weight", "model.layers.0.input_layernorm.weight",
                             "model.layers.0.self_attn.q_proj.weight", "model.layers.0.self_attn.k_proj.weight",
                             "model.layers.0.self_attn.v_proj.weight", "model.layers.0.self_attn.o_proj.weight",
                             "model.layers.0.post_attention_layernorm.weight", "model.layers.0.mlp.gate_up_proj.weight",
                             "model.layers.0.mlp.down_proj.weight", "model.norm.weight", "lm_head.weight"})
        map[name] = fuzz::shardNames[turn++ % 2];
    return Json{{"weight_map", std::move(map)}}.dump();
}

}  // namespace

class TestFuzzCorpus : public QObject {
    Q_OBJECT
  private slots:
    void honestInputsGetThrough();
    void nothingBreaks_data();
    void nothingBreaks();
};

/// Else everything could be refused at the door, and the rows below would prove nothing.
void TestFuzzCorpus::honestInputsGetThrough() {
    const std::string zero(1, '\0');
    const auto ranks = fixture("tokenizers/chatglm_ranks");
    QCOMPARE(fuzz::safetensors(buildSafetensors({zeroTensor("a", "F32", {2, 3}, 4)})), Outcome::Accepted);
    QCOMPARE(fuzz::shardIndex(honestIndex()), Outcome::Accepted);
    QCOMPARE(fuzz::config(readBytes(fixture("glm") / "config.json")), Outcome::Accepted);
    QCOMPARE(fuzz::tokenizer(readBytes(fixture("glm") / "tokenizer.json") + zero + "a text"), Outcome::Accepted);
    QCOMPARE(fuzz::rankFile(readBytes(ranks / "tokenizer.model") + zero + readBytes(ranks / "tokenizer_config.json")),
             Outcome::Accepted);
    QCOMPARE(fuzz::chatTemplate("{% for m in messages %}{{ m.role }}{% endfor %}"), Outcome::Accepted);
}

void TestFuzzCorpus::nothingBreaks_data() {
    QTest::addColumn<int>("target");
    QTest::addColumn<QString>("path");
    int rows = 0;
    for (int i = 0; i < static_cast<int>(std::size(targets)); ++i) {
        std::error_code absent;
        const std::filesystem::path folder = fixture("fuzz") / targets[i].folder;
        for (const auto& entry : std::filesystem::directory_iterator(folder, absent)) {
            const std::string name = std::string(targets[i].folder) + "/" + entry.path().filename().string();
            QTest::newRow(name.c_str()) << i << QString::fromStdString(entry.path().string());
            ++rows;
        }
    }
    QVERIFY2(rows > 0, "no inputs were found in tests/fixtures/fuzz");
}

void TestFuzzCorpus::nothingBreaks() {
    QFETCH(int, target);
    QFETCH(QString, path);
    const std::string input = readBytes(path.toStdString());
    const std::clock_t before = std::clock();
    targets[target].feed(input);
    const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    QVERIFY2(seconds < longestSeconds, qPrintable(QString("took %1 s").arg(seconds)));
}

QTEST_GUILESS_MAIN(TestFuzzCorpus)
#include "tst_fuzz_corpus.moc"
