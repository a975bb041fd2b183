// config.json in both spellings, what is refused and why; the tensor plan; the memory ledger; names of precisions.
#include <numeric>

#include "core/model/ledger.h"
#include "core/model/tensor_plan.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::model;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

Json glm() {
    return *readJsonFile(fixture("glm/config.json"));
}

/// The configuration of the fixture with one value replaced.
Result<ModelConfig> with(const char* key, const Json& value) {
    Json json = glm();
    json[key] = value;
    return parseModelConfig(json, "config.json");
}

Result<ModelConfig> shipped(const char* name) {
    return loadModelConfig(fs::path(fixture("")) / "../../resources/configs" / name);
}

std::int64_t planned(const ModelConfig& config) {
    std::int64_t total = 0;
    for (const PlannedTensor& tensor : planTensors(config))
        total += std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1}, std::multiplies<>());
    return total;
}

}  // namespace

class TestModelConfig : public QObject {
    Q_OBJECT
  private slots:
    void readsTransformers5();
    void readsTransformers4();
    void readsQwen2();
    void wrongValues_data();
    void wrongValues();
    void unsupportedVariants_data();
    void unsupportedVariants();
    void missingAndDamagedFiles();
    void generationDefaults();
    void planHasEveryParameter();
    void planStacksRowsWithoutGaps();
    void ledgerOfKnownShapes();
    void ledgerNeverWraps();
    void precisionsAndSchemes();
};

void TestModelConfig::readsTransformers5() {
    const auto config = loadModelConfig(fixture("glm"));
    VERIFY_OK(config);
    QCOMPARE(config->architecture, std::string("GlmForCausalLM"));
    QCOMPARE(config->vocabSize, 768);
    QCOMPARE(config->headDim, 16);
    QCOMPARE(config->kvHeadCount, 2);
    QCOMPARE(config->rmsNormEps, 1e-5);
    QCOMPARE(config->rotary.theta, 10000.0);
    QCOMPARE(config->rotary.partialFactor, 0.5);
    QVERIFY(config->rotary.interleaved);
    QVERIFY(config->attentionBias);
    QVERIFY(!config->tieWordEmbeddings);
    QVERIFY(config->storedDtype == DType::F32);
    QVERIFY((config->eosIds == std::vector<std::int64_t>{759, 765, 767}));
    QVERIFY(!config->bosId);
    QCOMPARE(config->padId.value(), 759);
}

void TestModelConfig::readsTransformers4() {
    const auto config = shipped("glm-4-9b");
    VERIFY_OK(config);
    QCOMPARE(config->rotary.theta, 10000.0);
    QCOMPARE(config->rotary.partialFactor, 0.5);
    QCOMPARE(config->rmsNormEps, 1.5625e-07);
    QVERIFY(config->storedDtype == DType::BF16);
    Json old = glm();
    old.erase("rope_parameters");
    old.erase("partial_rotary_factor");
    old["rope_theta"] = 5e6;
    old["rope_scaling"] = {{"type", "default"}};
    const auto scaled = parseModelConfig(old, "config.json");
    VERIFY_OK(scaled);
    QCOMPARE(scaled->rotary.theta, 5e6);
    QCOMPARE(scaled->rotary.partialFactor, 0.5);  // the family's default
}

void TestModelConfig::readsQwen2() {
    const auto config = loadModelConfig(fixture("qwen2"));
    VERIFY_OK(config);
    QCOMPARE(config->headDim, 16);  // hidden / heads: the file has no head_dim
    QVERIFY(config->attentionBias);
    QVERIFY(config->tieWordEmbeddings);
    QVERIFY(!config->rotary.interleaved);
    QCOMPARE(config->rotary.partialFactor, 1.0);
    QCOMPARE(config->rotary.theta, 1e6);
    QVERIFY((config->eosIds == std::vector<std::int64_t>{767}));
}

void TestModelConfig::wrongValues_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* key, const char* value, const char* fault) {
        QTest::newRow((std::string(key) + " = " + value).c_str())
            << QByteArray(key) << QByteArray(value) << QByteArray(fault);
    };
    row("vocab_size", "null", "has no 'vocab_size'");
    row("vocab_size", "0", "a whole number from 1");
    row("vocab_size", "-5", "a whole number from 1");
    row("vocab_size", "18446744073709551615", "a whole number from 1");
    row("hidden_size", "64.5", "a whole number from 1");
    row("hidden_size", "\"64\"", "a whole number from 1");
    row("num_hidden_layers", "100000000", "num_hidden_layers = 100000000");
    row("num_attention_heads", "3", "a divisor of the 3 attention heads");
    row("num_key_value_heads", "8", "from 1 to 4");
    row("head_dim", "1048576", "from 1 to 262144");
    row("head_dim", "2", "an even number of rotated dimensions");
    row("max_position_embeddings", "null", "has no 'max_position_embeddings'");
    row("rms_norm_eps", "-1", "above 0");
    row("rms_norm_eps", "\"x\"", "a number");
    row("attention_bias", "1", "true or false");
    row("tie_word_embeddings", "\"yes\"", "true or false");
    row("eos_token_id", "[1.5]", "token ids");
    row("eos_token_id", "\"</s>\"", "token ids");
    row("rope_parameters", "[]", "an object");
    row("rope_parameters", "{\"rope_theta\": 0}", "rope_theta = 0");
    row("rope_parameters", "{\"partial_rotary_factor\": 1.5}", "partial_rotary_factor = 1.5");
    row("architectures", "null", "has no 'architectures'");
    row("architectures", "[]", "architectures = []");
    row("dtype", "7", "a text");
}

void TestModelConfig::wrongValues() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, fault);
    VERIFY_FAILS(with(key.constData(), Json::parse(value.toStdString())), ErrorCode::Corrupt, fault.toStdString());
}

void TestModelConfig::unsupportedVariants_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* key, const char* value, const char* fault) {
        QTest::newRow((std::string(key) + " = " + value).c_str())
            << QByteArray(key) << QByteArray(value) << QByteArray(fault);
    };
    row("architectures", "[\"MambaForCausalLM\"]",
        "the architecture 'MambaForCausalLM'; supported is GlmForCausalLM, Glm4ForCausalLM, ChatGLMModel");
    row("quantization_config", "{\"quant_method\": \"gptq\"}",
        "weights that GPTQ has quantized (quantization_config); supported is F32, F16 or BF16 weights");
    row("quantization_config", "{\"quant_method\": \"awq\"}", "weights that AWQ has quantized");
    row("quantization_config", "{\"quant_method\": \"fp8\"}", "weights that FP8 has quantized");
    row("quantization_config", "{\"quant_method\": \"bitsandbytes\"}", "bitsandbytes has quantized");
    row("quantization_config", "{\"quant_method\": \"hqq\"}", "weights that hqq has quantized");
    row("quantization_config", "7", "an unknown method has quantized");
    row("quantization_bit", "4", "weights of 4 bits (quantization_bit)");
    row("num_experts", "8", "mixture of experts (num_experts); supported is a dense model");
    row("architectures", "[\"Qwen3MoeForCausalLM\"]", "mixture of experts (Qwen3MoeForCausalLM)");
    row("architectures", "[\"MixtralForCausalLM\"]", "mixture of experts (MixtralForCausalLM)");
    row("vision_config", "{}", "images or sound (vision_config); supported is a model of text alone");
    row("architectures", "[\"Qwen2VLForConditionalGeneration\"]", "images or sound (Qwen2VL");
    row("hidden_act", "\"gelu\"", "hidden_act 'gelu'; supported is 'silu'");
    row("use_sliding_window", "true", "sliding window attention (use_sliding_window or layer_types)");
    row("layer_types", "[\"full_attention\", \"sliding_attention\"]", "full attention in every layer");
    row("rope_parameters", "{\"rope_type\": \"longrope\"}", "type 'longrope'; supported is 'default', 'linear'");
    row("pre_seq_len", "128", "a trained prefix (pre_seq_len)");
    row("rope_parameters", "{\"full_attention\": {\"rope_theta\": 1.0}}", "differs by layer");
    row("dtype", "\"float4\"", "number format 'float4'");
}

void TestModelConfig::unsupportedVariants() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, fault);
    VERIFY_FAILS(with(key.constData(), Json::parse(value.toStdString())), ErrorCode::Unsupported, fault.toStdString());
}

void TestModelConfig::missingAndDamagedFiles() {
    TemporaryFolder folder;
    VERIFY_FAILS(loadModelConfig(folder.path()), ErrorCode::NotFound, "has no config.json");
    writeBytes(folder / "config.json", "{ not json");
    VERIFY_FAILS(loadModelConfig(folder.path()), ErrorCode::Corrupt, "not valid JSON");
    writeBytes(folder / "config.json", "[1]");
    VERIFY_FAILS(loadModelConfig(folder.path()), ErrorCode::Corrupt, "not a JSON object");
}

void TestModelConfig::generationDefaults() {
    const auto glmDefaults = loadGenerationConfig(fixture("glm"));
    VERIFY_OK(glmDefaults);
    QCOMPARE(glmDefaults->eosIds.size(), 3U);
    QVERIFY(!glmDefaults->temperature);
    TemporaryFolder folder;
    VERIFY_OK(loadGenerationConfig(folder.path()));
    writeBytes(folder / "generation_config.json",
               R"({"do_sample": true, "temperature": 0.8, "top_p": 0.9, "top_k": 20, "min_p": 0.05,
                   "repetition_penalty": 1.1, "max_new_tokens": 256, "eos_token_id": 7})");
    const auto all = loadGenerationConfig(folder.path());
    VERIFY_OK(all);
    QCOMPARE(all->doSample.value(), true);
    QCOMPARE(all->temperature.value(), 0.8);
    QCOMPARE(all->topP.value(), 0.9);
    QCOMPARE(all->topK.value(), 20);
    QCOMPARE(all->minP.value(), 0.05);
    QCOMPARE(all->repetitionPenalty.value(), 1.1);
    QCOMPARE(all->maxNewTokens.value(), 256);
    QVERIFY((all->eosIds == std::vector<std::int64_t>{7}));
    writeBytes(folder / "generation_config.json", R"({"top_p": 1.5})");
    VERIFY_FAILS(loadGenerationConfig(folder.path()), ErrorCode::Corrupt, "top_p = 1.5");
}

void TestModelConfig::planHasEveryParameter() {
    // Summed apart in Python from the shapes; the models are published with these numbers of parameters.
    QCOMPARE(planned(*shipped("qwen2.5-0.5b")), 494'032'768);
    QCOMPARE(planned(*shipped("qwen2.5-7b")), 7'615'616'512);
    QCOMPARE(planned(*shipped("qwen3-8b")), 8'190'735'360);
    QCOMPARE(planned(*shipped("llama-3.1-8b")), 8'030'261'248);
    QCOMPARE(planned(*shipped("mistral-7b")), 7'241'732'096);
    QCOMPARE(planned(*shipped("glm-4-9b")), 9'399'951'360);
    QCOMPARE(planned(*shipped("glm-4-32b-0414")), 32'566'081'536);
}

void TestModelConfig::planStacksRowsWithoutGaps() {
    std::vector<fs::path> folders = {fixture("glm"), fixture("qwen2")};
    for (const fs::directory_entry& entry : fs::directory_iterator(fixture("models")))
        folders.push_back(entry.path());
    for (const fs::path& folder : folders) {
        const auto config = loadModelConfig(folder);
        VERIFY_OK(config);
        std::map<std::pair<std::int64_t, Slot>, std::int64_t> rows;
        for (const PlannedTensor& tensor : planTensors(*config)) {
            std::int64_t& next = rows[{tensor.layer, tensor.slot}];
            QCOMPARE(tensor.rowOffset, next);
            next += tensor.shape[0];
        }
        for (const auto& [place, count] : rows)
            QCOMPARE(count, slotShape(*config, place.second)[0]);
        QVERIFY(rows.contains({-1, Slot::OutputHead}) == !config->tieWordEmbeddings);
    }
    QVERIFY(slotKind(Slot::OutputHead) == SlotKind::Linear && slotKind(Slot::TokenEmbedding) == SlotKind::Embedding &&
            slotKind(Slot::GateUpBias) == SlotKind::Bias && slotKind(Slot::PostMlpNorm) == SlotKind::Norm);
}

void TestModelConfig::ledgerOfKnownShapes() {
    // Computed apart in Python from the shapes; see the formulas beside each value.
    const ModelConfig qwen = *shipped("qwen2.5-0.5b");
    const MemoryLedger bf16 = computeLedger(qwen, makeScheme(Precision::Bf16), 4096);
    // 2 bytes for 493,961,216 matrix and embedding elements, 4 for 24*(2*896+1152)+896 = 71,552 norm and bias elements.
    QCOMPARE(bf16.weightsBytes, 2ULL * 493'961'216 + 4ULL * 71'552);
    // 2 * 24 layers * 2 heads * 64 * 4096 tokens * 2 bytes
    QCOMPARE(bf16.kvCacheBytes, 50'331'648U);
    const MemoryLedger fp32 = computeLedger(qwen, makeScheme(Precision::Fp32), 4096, 3);
    QCOMPARE(fp32.weightsBytes, 4ULL * 494'032'768);
    QCOMPARE(fp32.kvCacheBytes, 50'331'648U * 2 * 3);
    // INT8: 24 * 14,909,440 layer weights and a copy of the tied head (136,134,656) in one byte, the embedding in two,
    // scales for 24 * (1152 + 896 + 9728 + 896) + 151,936 = 456,064 rows.
    const MemoryLedger int8 = computeLedger(qwen, makeScheme(Precision::Int8), 4096);
    QCOMPARE(int8.weightsBytes, 24ULL * 14'909'440 + 136'134'656 + 2ULL * 136'134'656 + 4ULL * 456'064 + 4ULL * 71'552);

    const ModelConfig big = *shipped("glm-4-9b");
    const MemoryLedger fp16 = computeLedger(big, makeScheme(Precision::Fp16), 8192);
    QCOMPARE(fp16.weightsBytes,
             2ULL * (9'399'951'360 - 40 * (2 * 4096 + 4608) - 4096) + 4ULL * (40 * (2 * 4096 + 4608) + 4096));
    QCOMPARE(fp16.kvCacheBytes, 335'544'320U);  // 2 * 40 * 2 * 128 * 8192 * 2
    // 512 tokens: hidden state and norm in 4 bytes, gate and up in 4 and in 2; mask; cosines and sines of 64 rotated
    // dimensions; 151552 logits
    QCOMPARE(fp16.workspaceBytes, 512ULL * (8 * 4096 + 12 * 13696) + 512ULL * 8192 * 4 + 512ULL * 64 * 4 + 606'208);
    QCOMPARE(fp16.totalBytes(), fp16.weightsBytes + fp16.kvCacheBytes + fp16.workspaceBytes);
}

void TestModelConfig::ledgerNeverWraps() {
    ModelConfig config = *shipped("glm-4-9b");
    const MemoryLedger ledger = computeLedger(config, makeScheme(Precision::Fp32), INT64_MAX, INT64_MAX);
    QVERIFY(ledger.totalBytes() > 1ULL << 61U);
    QVERIFY(ledger.totalBytes() > ledger.kvCacheBytes);
}

void TestModelConfig::precisionsAndSchemes() {
    for (const Precision precision : allPrecisions)
        QVERIFY(parsePrecision(precisionName(precision)) == precision);
    QVERIFY(parsePrecision("INT8") == Precision::Int8 && parsePrecision("Bf16") == Precision::Bf16);
    QVERIFY(parsePrecision("int4:g128") == Precision::Int4);
    VERIFY_FAILS(
        parsePrecision("int4:g16"), ErrorCode::InvalidArgument,
        "'int4:g16' is not known; supported are fp32, fp16, bf16, int8, int8-dynamic, int4, int4:g64, int4:g32");
    QCOMPARE(std::string(precisionTitle(Precision::Int8)), std::string("INT8"));
    QCOMPARE(
        makeScheme(Precision::Int8).describe(),
        std::string("W8A16 per-channel, BF16 activations, BF16 KV, FP32 hidden state and norms, FP32 accumulation"));
    QCOMPARE(
        makeScheme(Precision::Int8, DType::F16).describe(),
        std::string("W8A16 per-channel, FP16 activations, FP16 KV, FP32 hidden state and norms, FP32 accumulation"));
    QCOMPARE(makeScheme(Precision::Int8Dynamic).describe(),
             std::string("W8A8 per-channel and per-token, BF16 activations, BF16 KV, FP32 hidden state and norms, "
                         "INT32 accumulation"));
    QCOMPARE(
        makeScheme(Precision::Int4Group64).describe(),
        std::string("W4A16 groups of 64, BF16 activations, BF16 KV, FP32 hidden state and norms, FP32 accumulation"));
    QCOMPARE(makeScheme(Precision::Int4).rowBytes(129), 128U);
    QCOMPARE(makeScheme(Precision::Int4).scalesPerRow(129), 2);
    QCOMPARE(makeScheme(Precision::Int4Group32).scalesPerRow(129), 5);
    QCOMPARE(makeScheme(Precision::Int8Dynamic).rowBytes(129), 129U);
    QCOMPARE(makeScheme(Precision::Fp16).scalesPerRow(129), 0);
    QCOMPARE(makeScheme(Precision::Fp16).describe(),
             std::string("FP16 weights, FP16 activations, FP16 KV, FP32 hidden state and norms, FP32 accumulation"));
    QCOMPARE(makeScheme(Precision::Fp32).describe(),
             std::string("FP32 weights, FP32 activations, FP32 KV, FP32 accumulation"));
    QVERIFY(dtypeFromTorch("torch.float16") == DType::F16 && dtypeFromTorch("bfloat16") == DType::BF16);
    QVERIFY(!dtypeFromTorch("float4"));
    QVERIFY(dtypeFromSafetensors("F8_E4M3") == DType::F8E4M3);
    QCOMPARE(elementBytes(DType::F64), 8U);
    QCOMPARE(std::string(dtypeName(DType::Bool)), std::string("BOOL"));
}

QTEST_GUILESS_MAIN(TestModelConfig)
#include "tst_model_config.moc"
