// What tells the families apart: which blocks a configuration has, how its positions are scaled, which layers slide,
// what the ChatGLM layout calls things; and a head that is stored though it is tied.
#include <algorithm>
#include <cmath>

#include "core/model/ledger.h"
#include "core/model/model_folder.h"
#include "core/model/model_sources.h"
#include "core/model/tensor_plan.h"
#include "tests/support/safetensors_builder.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::model;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

fs::path models(const std::string& name) {
    return fixture("models") / name;
}

/// config.json of a fixture with the members of `changes` replaced, or removed where "remove".
Result<ModelConfig> with(const std::string& name, const Json& changes) {
    Json json = *readJsonFile(models(name) / "config.json");
    for (const auto& [key, value] : changes.items())
        if (value == "remove")
            json.erase(key);
        else
            json[key] = value;
    return parseModelConfig(json, "config.json");
}

/// A copy of a fixture's folder with one file's tensors changed.
template <class Change>
fs::path changed(const TemporaryFolder& folder, const std::string& name, Change change) {
    fs::copy(models(name), folder / name);
    auto tensors = readSafetensors(models(name) / "model.safetensors");
    change(tensors);
    writeBytes(folder / name / "model.safetensors", buildSafetensors(tensors));
    return folder / name;
}

const PlannedTensor* planned(const std::vector<PlannedTensor>& plan, const std::string& name) {
    const auto found = std::ranges::find(plan, name, &PlannedTensor::name);
    return found == plan.end() ? nullptr : &*found;
}

}  // namespace

class TestFamilies : public QObject {
    Q_OBJECT
  private slots:
    void blocks();
    void biasesAsTheFamilyHasThem();
    void defaultsOfTheFamily();
    void chatGlmNames();
    void chatGlmVariantsAreRefused_data();
    void chatGlmVariantsAreRefused();
    void scalings();
    void scalingsThatMiss_data();
    void scalingsThatMiss();
    void slidingLayers();
    void headStoredThoughTied();
    void rotaryTablesAreNoSurprise();
    void shippedConfigurations();
};

void TestFamilies::blocks() {
    const auto glm4 = with("glm4-shards", Json::object());
    VERIFY_OK(glm4);
    QVERIFY(glm4->sandwichNorms && !glm4->queryKeyNorms && glm4->rotary.interleaved);
    QVERIFY(planned(planTensors(*glm4), "model.layers.1.post_self_attn_layernorm.weight"));
    QVERIFY(planned(planTensors(*glm4), "model.layers.1.post_mlp_layernorm.weight"));
    const auto qwen3 = with("qwen3-window", Json::object());
    VERIFY_OK(qwen3);
    QVERIFY(qwen3->queryKeyNorms && !qwen3->sandwichNorms && !qwen3->rotary.interleaved);
    const auto plan = planTensors(*qwen3);
    QVERIFY(planned(plan, "model.layers.0.self_attn.k_norm.weight"));
    QCOMPARE(planned(plan, "model.layers.0.self_attn.k_norm.weight")->shape, (std::vector<std::int64_t>{16}));
}

void TestFamilies::biasesAsTheFamilyHasThem() {
    const Json biased = {{"attention_bias", true}, {"mlp_bias", true}};
    const auto shape = [](const Result<ModelConfig>& config) {
        return std::tuple(config->attentionBias, config->attentionOutputBias, config->mlpBias);
    };
    QCOMPARE(shape(with("llama-llama3", biased)), std::tuple(true, true, true));
    QCOMPARE(shape(with("qwen3-window", biased)), std::tuple(true, true, false));
    QCOMPARE(shape(with("glm-linear", biased)), std::tuple(true, false, false));
    QCOMPARE(shape(with("glm4-shards", biased)), std::tuple(true, false, false));
    QCOMPARE(shape(with("mistral-window", biased)), std::tuple(false, false, false));
    QCOMPARE(shape(with("qwen2-window", {{"attention_bias", false}})), std::tuple(true, false, false));
    QCOMPARE(shape(with("llama-llama3", {{"attention_bias", "remove"}, {"mlp_bias", "remove"}})),
             std::tuple(false, false, false));
    QCOMPARE(shape(with("glm-linear", {{"attention_bias", "remove"}})), std::tuple(true, false, false));
}

void TestFamilies::defaultsOfTheFamily() {
    const Json nothing = {{"head_dim", "remove"}, {"num_key_value_heads", "remove"}, {"rms_norm_eps", "remove"}};
    const auto glm = with("glm-linear", nothing);
    VERIFY_OK(glm);
    QCOMPARE(glm->headDim, 128);
    QCOMPARE(glm->kvHeadCount, 2);
    QCOMPARE(glm->rmsNormEps, 1.5625e-7);
    const auto llama = with("llama-llama3", nothing);
    VERIFY_OK(llama);
    QCOMPARE(llama->headDim, 8);      // 32 / 4
    QCOMPARE(llama->kvHeadCount, 4);  // as many as heads
    QCOMPARE(llama->rmsNormEps, 1e-6);
    const auto mistral = with("mistral-window", {{"head_dim", nullptr}, {"sliding_window", "remove"}});
    VERIFY_OK(mistral);
    QCOMPARE(mistral->headDim, 8);
    QCOMPARE(mistral->slidingWindow, 4096);
}

void TestFamilies::chatGlmNames() {
    const auto config = with("chatglm", Json::object());
    VERIFY_OK(config);
    QCOMPARE(config->vocabSize, 96);
    QCOMPARE(config->layerCount, 2);
    QCOMPARE(config->intermediateSize, 48);
    QCOMPARE(config->kvHeadCount, 2);
    QCOMPARE(config->headDim, 8);
    QCOMPARE(config->maxPositions, 512);
    QCOMPARE(config->rmsNormEps, 1e-5);
    QCOMPARE(config->rotary.theta, 5e6);  // 10000 times rope_ratio
    QCOMPARE(config->rotary.partialFactor, 0.5);
    QVERIFY(config->rotary.interleaved && config->attentionBias && !config->attentionOutputBias);
    const auto plan = planTensors(*config);
    QCOMPARE(plan.size(), 3U + 2 * 7);
    const auto* fused = planned(plan, "transformer.encoder.layers.1.self_attention.query_key_value.weight");
    QVERIFY(fused);
    QCOMPARE(fused->shape, (std::vector<std::int64_t>{64, 32}));
    QVERIFY(!planned(planTensors(*with("chatglm", {{"add_qkv_bias", false}})),
                     "transformer.encoder.layers.0.self_attention.query_key_value.bias"));
}

void TestFamilies::chatGlmVariantsAreRefused_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* key, const char* value, const char* fault) {
        QTest::addRow("%s = %s", key, value) << QByteArray(key) << QByteArray(value) << QByteArray(fault);
    };
    row("add_bias_linear", "true", "add_bias_linear = true; supported is false");
    row("rmsnorm", "false", "rmsnorm = false; supported is true");
    row("post_layer_norm", "false", "post_layer_norm = false");
    row("multi_query_attention", "false", "multi_query_attention = false");
    row("multi_query_attention", "\"remove\"", "multi_query_attention = false");
    row("apply_residual_connection_post_layernorm", "true", "apply_residual_connection_post_layernorm = true");
    row("quantization_bit", "8", "weights of 8 bits");
    row("vision_config", "{}", "images or sound");
}

void TestFamilies::chatGlmVariantsAreRefused() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, fault);
    VERIFY_FAILS(with("chatglm", {{key.toStdString(), Json::parse(value.toStdString())}}), ErrorCode::Unsupported,
                 fault.toStdString());
}

void TestFamilies::scalings() {
    const auto linear = with("glm-linear", Json::object());
    VERIFY_OK(linear);
    QVERIFY(linear->rotary.scaling == RotaryScaling::Linear);
    QCOMPARE(linear->rotary.partialFactor, 0.5);
    QCOMPARE(linear->maxPositions, 4 * 64);
    const auto llama3 = with("llama-llama3", Json::object());
    VERIFY_OK(llama3);
    QVERIFY(llama3->rotary.scaling == RotaryScaling::Llama3);
    QCOMPARE(llama3->rotary.originalPositions, 32);
    QCOMPARE(llama3->maxPositions, 256);
    const auto dynamic = with("qwen3-dynamic", Json::object());
    VERIFY_OK(dynamic);
    QVERIFY(dynamic->rotary.scaling == RotaryScaling::Dynamic);
    QCOMPARE(dynamic->rotary.originalPositions, 96);
    QCOMPARE(dynamic->maxPositions, 8 * 96);

    const auto yarn = with("qwen2-yarn", Json::object());
    VERIFY_OK(yarn);
    QVERIFY(yarn->rotary.scaling == RotaryScaling::Yarn);
    QCOMPARE(yarn->maxPositions, 4 * 32);
    QCOMPARE(yarn->rotary.attentionFactor, 0.1 * std::log(4.0) + 1.0);
    QVERIFY(yarn->rotary.betaFast == 32.0 && yarn->rotary.betaSlow == 1.0 && yarn->rotary.truncate);
    const auto deepseek = with("mistral-yarn", Json::object());
    VERIFY_OK(deepseek);
    QCOMPARE(deepseek->rotary.attentionFactor, (0.09 * std::log(5.0) + 1.0) / (0.04 * std::log(5.0) + 1.0));
    QVERIFY(deepseek->rotary.betaFast == 6.0 && deepseek->rotary.betaSlow == 0.4 && !deepseek->rotary.truncate);
    const auto stated = with("qwen2-yarn", {{"rope_scaling",
                                             {{"rope_type", "yarn"},
                                              {"factor", nullptr},
                                              {"attention_factor", 1.5},
                                              {"original_max_position_embeddings", 99}}},
                                            {"original_max_position_embeddings", 16},
                                            {"rope_parameters", {{"rope_type", "linear"}, {"factor", 2.0}}}});
    VERIFY_OK(stated);
    QVERIFY(stated->rotary.scaling == RotaryScaling::Yarn);  // rope_scaling wins
    QCOMPARE(stated->rotary.originalPositions, 16);          // the one beside it wins
    QCOMPARE(stated->rotary.factor, 2.0);                    // 32 / 16
    QCOMPARE(stated->rotary.attentionFactor, 1.5);
}

void TestFamilies::scalingsThatMiss_data() {
    QTest::addColumn<QByteArray>("rope");
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* rope, const char* fault) {
        QTest::newRow(rope) << QByteArray(rope) << QByteArray(fault);
    };
    row(R"({"type": "linear"})", "has no 'factor'");
    row(R"({"type": "dynamic", "factor": 0})", "factor = 0");
    row(R"({"type": "yarn", "factor": "4"})", "factor = \"4\"");
    row(R"({"type": "llama3", "factor": 8.0})", "has no 'low_freq_factor'");
    row(R"({"type": "llama3", "factor": 8.0, "low_freq_factor": 4.0, "high_freq_factor": 4.0})",
        "a number above low_freq_factor = 4");
    row(R"({"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 0})", "a whole number from 1");
    row(R"({"type": "yarn", "factor": 4.0, "truncate": 1})", "true or false");
    row(R"({"type": "yarn", "factor": 4.0, "rope_theta": 1.0})", "a number above 1");
    row(R"({"type": 3})", "a text");
}

void TestFamilies::scalingsThatMiss() {
    QFETCH(QByteArray, rope);
    QFETCH(QByteArray, fault);
    VERIFY_FAILS(with("llama-dynamic", {{"rope_scaling", Json::parse(rope.toStdString())}}), ErrorCode::Corrupt,
                 fault.toStdString());
}

void TestFamilies::slidingLayers() {
    const auto windows = [](const Result<ModelConfig>& config) {
        std::vector<std::int64_t> out;
        for (std::int64_t layer = 0; layer < config->layerCount; ++layer)
            out.push_back(config->window(layer));
        return out;
    };
    using Windows = std::vector<std::int64_t>;
    QCOMPARE(windows(with("mistral-window", Json::object())), (Windows{12, 12, 12}));
    QCOMPARE(windows(with("mistral-window", {{"sliding_window", nullptr}})), (Windows{0, 0, 0}));
    QCOMPARE(windows(with("qwen3-window", Json::object())), (Windows{6, 0, 6}));
    QCOMPARE(windows(with("qwen2-window", Json::object())), (Windows{0, 8, 8}));  // from max_window_layers on
    QCOMPARE(windows(with("qwen2-window", {{"use_sliding_window", false}})), (Windows{0, 0, 0}));
    QCOMPARE(windows(with("qwen2-window", {{"sliding_window", nullptr}})), (Windows{0, 0, 0}));
    VERIFY_FAILS(with("qwen3-window", {{"layer_types", {"full_attention"}}}), ErrorCode::Corrupt, "a list of 3 names");
    VERIFY_FAILS(with("qwen3-window", {{"layer_types", {"full_attention", "full_attention", "linear_attention"}}}),
                 ErrorCode::Unsupported, "linear_attention");
    VERIFY_FAILS(with("qwen3-window", {{"use_sliding_window", false}}), ErrorCode::Corrupt, "sliding_window");
    VERIFY_FAILS(with("mistral-window", {{"sliding_window", 0}}), ErrorCode::Corrupt, "from 1");

    // A layer that slides has a mask as wide as its window and the chunk: a column less for each key that no token
    // sees.
    const auto sliding = with("mistral-window-long", {{"sliding_window", 64}, {"max_position_embeddings", 8192}});
    const auto full = with("mistral-window-long", {{"sliding_window", nullptr}, {"max_position_embeddings", 8192}});
    const Scheme fp32 = makeScheme(Precision::Fp32);
    QCOMPARE(computeLedger(*full, fp32, 8192).workspaceBytes - computeLedger(*sliding, fp32, 8192).workspaceBytes,
             (8192ULL - 512 - 63) * 512 * 4);
    const Scheme bf16 = makeScheme(Precision::Bf16);  // and fewer keys and values are widened
    QVERIFY(computeLedger(*full, bf16, 8192).workspaceBytes - computeLedger(*sliding, bf16, 8192).workspaceBytes >
            (8192ULL - 512 - 63) * 512 * 4);
}

void TestFamilies::headStoredThoughTied() {
    // Alike: tied, and nothing to tell.
    const auto alike = openModelFolder(models("qwen2-yarn"));
    VERIFY_OK(alike);
    QVERIFY((*alike)->config.tieWordEmbeddings);
    QVERIFY((*alike)->unusedTensors.empty() && (*alike)->warnings.empty());
    QVERIFY(!planned((*alike)->plan, "lm_head.weight"));
    // With other values: both are used.
    const auto apart = openModelFolder(models("llama-dynamic"));
    VERIFY_OK(apart);
    QVERIFY(!(*apart)->config.tieWordEmbeddings);
    QVERIFY(planned((*apart)->plan, "lm_head.weight"));
    QCOMPARE((*apart)->warnings.size(), 1U);
    QVERIFY((*apart)->warnings[0].find("both are stored with different values") != std::string::npos);
    // The last bit decides.
    TemporaryFolder folder;
    const auto touched = openModelFolder(changed(folder, "qwen2-yarn", [](std::vector<BuiltTensor>& tensors) {
        std::ranges::find(tensors, "lm_head.weight", &BuiltTensor::name)->bytes.back() ^= 1;
    }));
    VERIFY_OK(touched);
    QVERIFY(!(*touched)->config.tieWordEmbeddings);
    // Only the head: it is the embedding.
    const auto only = openModelFolder(models("llama-head-only"));
    VERIFY_OK(only);
    QVERIFY((*only)->config.tieWordEmbeddings);
    QVERIFY((*only)->plan.front().slot == Slot::TokenEmbedding);
    QCOMPARE((*only)->plan.front().name, std::string("lm_head.weight"));
    // Neither: the embedding is missed by name.
    const auto none = openModelFolder(changed(folder, "glm4-yarn-tied", [](std::vector<BuiltTensor>& tensors) {
        std::erase_if(tensors, [](const BuiltTensor& tensor) { return tensor.name == "model.embed_tokens.weight"; });
    }));
    VERIFY_FAILS(none, ErrorCode::Corrupt, "'model.embed_tokens.weight' is in no weight file");
}

void TestFamilies::rotaryTablesAreNoSurprise() {
    const auto chatGlm = openModelFolder(models("chatglm"));  // holds transformer.rotary_pos_emb.inv_freq
    VERIFY_OK(chatGlm);
    QVERIFY((*chatGlm)->unusedTensors.empty() && (*chatGlm)->warnings.empty());
    QCOMPARE((*chatGlm)->tensors.size(), (*chatGlm)->plan.size() + 1);
    TemporaryFolder folder;
    const auto more = openModelFolder(changed(folder, "llama-llama3", [](std::vector<BuiltTensor>& tensors) {
        tensors.push_back(zeroTensor("model.layers.0.self_attn.rotary_emb.inv_freq", "F32", {4}, 4));
        tensors.push_back(zeroTensor("model.layers.0.self_attn.extra", "F32", {4}, 4));
    }));
    VERIFY_OK(more);
    QCOMPARE((*more)->unusedTensors, (std::vector<std::string>{"model.layers.0.self_attn.extra"}));
    QVERIFY((*more)->warnings.at(0).find("1 stored tensor is not used") != std::string::npos);
}

void TestFamilies::shippedConfigurations() {
    const ScopedEnvironment resources("AUTOGLM_RESOURCES",
                                      fs::weakly_canonical(fixture("") / "../../resources").string());
    QCOMPARE(shippedConfigNames(), (std::vector<std::string>{"glm-4-32b-0414", "glm-4-9b", "llama-3.1-8b", "mistral-7b",
                                                             "qwen2.5-0.5b", "qwen2.5-7b", "qwen3-8b"}));
    QVERIFY(!shippedConfig("../demo-model") && !shippedConfig("none"));
    VERIFY_FAILS(resolveModel("qwen3-8b"), ErrorCode::NotFound, "a shipped configuration without weights");
    for (const std::string& name : shippedConfigNames()) {
        const auto shape = openShape(*shippedConfig(name));
        VERIFY_OK(shape);
        QCOMPARE((*shape)->name, name);
        QVERIFY((*shape)->files.empty() && (*shape)->parameterCount > 400'000'000);
        // Weights in 16 bits: two bytes each, four for norms and biases.
        const auto bytes = computeLedger((*shape)->config, makeScheme(Precision::Bf16), 4096).weightsBytes;
        QVERIFY(bytes >= 2 * (*shape)->parameterCount && bytes < 2.01 * static_cast<double>((*shape)->parameterCount));
    }
}

QTEST_GUILESS_MAIN(TestFamilies)
#include "tst_families.moc"
