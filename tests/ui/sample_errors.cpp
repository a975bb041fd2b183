#include "tests/ui/sample_sentences.h"

#include <QtTest>
#include <cerrno>

#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/engine/generate.h"
#include "core/engine/scripted_engine.h"
#include "core/evaluate/budgets.h"
#include "core/evaluate/inputs.h"
#include "core/evaluate/memory_check.h"
#include "core/evaluate/scoring.h"
#include "core/evaluate/tasks.h"
#include "core/model/model_folder.h"
#include "core/model/precision.h"
#include "core/store/history.h"
#include "core/text/chat_messages.h"
#include "core/text/chat_template.h"
#include "core/text/tokenizer.h"
#include "tests/support/safetensors_builder.h"
#include "tests/support/test_support.h"
#include "ui/models/parameter_text.h"
#include "ui/models/settings.h"

namespace autoglm::test {
namespace {

namespace fs = std::filesystem;

/// Collects the errors of calls that fail.
class Errors {
  public:
    template <class T>
    void take(const char* what, const Result<T>& result) {
        if (result) qFatal("no error from: %s", what);
        all.push_back(result.error());
    }
    std::vector<Error> all;
};
#define TAKE(errors, call) errors.take(#call, call)

fs::path modelWith(const TemporaryFolder& folder, const std::string& name, const std::string& config,
                   const std::string& weights) {
    fs::create_directories(folder / name);
    if (!config.empty()) writeBytes(folder / name / "config.json", config);
    if (!weights.empty()) writeBytes(folder / name / "model.safetensors", weights);
    return folder / name;
}

const std::string smallConfig = R"({"architectures": ["Qwen2ForCausalLM"], "vocab_size": 8, "hidden_size": 8,
    "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 2,
    "max_position_embeddings": 16, "rms_norm_eps": 1e-6, "torch_dtype": "float32")";

void modelErrors(Errors& errors, const TemporaryFolder& folder) {
    using model::openModelFolder;
    TAKE(errors, openModelFolder("/nowhere/at/all"));
    writeBytes(folder / "file", "x");
    TAKE(errors, openModelFolder(folder / "file"));
    TAKE(errors, openModelFolder(modelWith(folder, "empty", "", "")));
    TAKE(errors, openModelFolder(modelWith(folder, "nojson", "{\"a\": ", "")));
    TAKE(errors, openModelFolder(modelWith(folder, "list", "[1]", "")));
    TAKE(errors, openModelFolder(modelWith(folder, "bare", "{}", "")));
    TAKE(errors, openModelFolder(modelWith(folder, "alien", R"({"architectures": ["MambaForCausalLM"]})", "")));
    TAKE(errors, openModelFolder(
                     modelWith(folder, "wide", R"({"architectures": ["Qwen2ForCausalLM"], "vocab_size": -3})", "")));
    for (const char* more : {R"(, "rms_norm_eps": -1})",
                             R"(, "attention_bias": 3})",
                             R"(, "model_type": 3})",
                             R"(, "quantization_config": {"quant_method": "gptq"}})",
                             R"(, "hidden_act": "gelu"})",
                             R"(, "num_key_value_heads": 3})",
                             R"(, "dtype": "int3"})",
                             R"(, "eos_token_id": "x"})",
                             R"(, "quantization_config": {}})",
                             R"(, "quantization_bit": 4})",
                             R"(, "num_experts": 8})",
                             R"(, "vision_config": {"depth": 2}})",
                             R"(, "pre_seq_len": 16})",
                             R"(, "layer_types": []})",
                             R"(, "layer_types": ["linear_attention"]})",
                             R"(, "layer_types": ["sliding_attention"]})",
                             R"(, "rope_scaling": {"rope_type": "su"}})",
                             R"(, "head_dim": 3})",
                             R"(, "rope_scaling": {"rope_type": "yarn", "factor": 2, "rope_theta": 1}})",
                             R"(, "rope_scaling": {"rope_type": "llama3", "factor": 2, "low_freq_factor": 4,
                                                   "high_freq_factor": 1}})",
                             R"(, "rope_scaling": {"rope_type": "linear"}})",
                             R"(, "rope_scaling": {"full_attention": {}}})"})
        errors.all.push_back(
            model::loadModelConfig(modelWith(folder, "changed", smallConfig + more, "")).error_or(Error{}));
    TAKE(errors, openModelFolder(modelWith(folder, "noweights", smallConfig + "}", "")));
    const auto damaged = [&](const std::string& weights) {
        TAKE(errors, openModelFolder(modelWith(folder, "damaged", smallConfig + "}", weights)));
    };
    damaged("abc");
    damaged(safetensorsFromHeader("{}", 0, 1U << 31U));
    damaged(safetensorsFromHeader("{}", 0, 100));
    damaged(safetensorsFromHeader("[]", 0));
    damaged(safetensorsFromHeader("{\"\xff\": 1}", 0));
    damaged(safetensorsFromHeader("{\"a\": ", 0));
    damaged(safetensorsFromHeader("{\"a\": 3}", 0));
    damaged(safetensorsFromHeader(R"({"__metadata__": {"a": 3}})", 0));
    for (const char* tensor :
         {R"({"dtype": "Q4", "shape": [1], "data_offsets": [0, 4]})", R"({"dtype": "F32", "shape": [1]})",
          R"({"dtype": "F32", "shape": [1], "data_offsets": [0, 4], "more": 1})",
          R"({"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]})", R"({"dtype": true, "shape": [1]})",
          R"({"dtype": "F32", "shape": ["a"], "data_offsets": [0, 4]})",
          R"({"dtype": "F32", "shape": [1], "data_offsets": [4, 0]})",
          R"({"dtype": "F32", "shape": [1], "data_offsets": [0]})",
          R"({"dtype": "F32", "shape": [3], "data_offsets": [0, 4]})",
          R"({"dtype": "F32", "shape": [1], "data_offsets": [0, 4]})",
          R"({"dtype": "F32", "shape": [1], "data_offsets": [4, 8]})"}) {
        damaged(safetensorsFromHeader(std::string("{\"t\": ") + tensor + "}", 8));
    }
    damaged(safetensorsFromHeader(R"({"t": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}})", 8));
    damaged(buildSafetensors({zeroTensor("strange.weight", "F32", {2, 2}, 4)}));
    damaged(buildSafetensors({zeroTensor("model.embed_tokens.weight", "F32", {2, 2}, 4)}));
    TAKE(errors, model::resolveModel("nobody/has-this-model"));
    TAKE(errors, model::resolveModel("glm-4-9b"));
    TAKE(errors, model::resolveModel(""));
    TAKE(errors, model::parsePrecision("int3"));
}

void fileErrors(Errors& errors, const TemporaryFolder& folder) {
    TAKE(errors, readTextFile("/nowhere/file"));
    TAKE(errors, readTextFile(folder.path()));
    writeBytes(folder / "long", "0123456789");
    TAKE(errors, readTextFile(folder / "long", 3));
    TAKE(errors, writeFileAtomically("/nowhere/file", "x"));
    TAKE(errors, writeFileAtomically(folder.path(), "x"));
    TAKE(errors, checkWritable("/nowhere/deep/file"));
    TAKE(errors, checkWritable("/proc/file"));
    TAKE(errors, parseJson("", "settings.json"));
    TAKE(errors, parseJson("{", "settings.json"));
    TAKE(errors, parseJson(std::string(5000, '['), "settings.json"));
    errors.all.push_back(errnoError(EACCES, "open", "/root/x"));
    errors.all.push_back(errnoError(ENOSPC, "write", "/data/x"));
    writeBytes(folder / "other.db", std::string("SQLite format 3") + '\0' + std::string(200, 'x'));
    TAKE(errors, store::History::open(folder.path()));
    auto history = store::History::open(folder / "history.db");
    if (!history) qFatal("no history");
    TAKE(errors, history->history.get(77));
    TAKE(errors, history->history.add({}));
    for (const char* text : {R"([])", R"({"language": 3})", R"({"language": "de"})", R"({"theme": "pink"})",
                             R"({"threads": -2})", R"({"report_folder": "here"})", R"({"thresholds": []})",
                             R"({"budgets": "speed"})", R"({"budgets": "kld=x"})"})
        TAKE(errors, ui::settingsFromJson(Json::parse(text)));
}

/// Of tokenizers whose parts this release does not have, or that are damaged.
void componentErrors(Errors& errors) {
    const std::string bpe = R"("model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": []})";
    const auto with = [&](const std::string& more) {
        TAKE(errors, text::Tokenizer::fromJson("{" + bpe + ", " + more + "}", "tokenizer.json"));
    };
    with(R"("pre_tokenizer": {"type": "UnicodeScripts"})");
    with(R"("pre_tokenizer": {"type": "Metaspace", "replacement": "ab"})");
    with(R"("pre_tokenizer": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "last"})");
    with(R"("normalizer": {"type": "BertNormalizer"})");
    with(R"("decoder": {"type": "WordPiece"})");
    with(R"("decoder": {"type": "Strip", "content": "ab", "start": 0, "stop": 0})");
    with(R"("post_processor": {"type": "BertProcessing"})");
    with(R"("post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "B"}}]})");
    with(R"("added_tokens": [{"id": -1, "content": "<x>"}])");
    with(R"("added_tokens": [{"id": 9, "content": ")" + std::string(5000, 'x') + R"("}])");
    for (const char* pattern :
         {"(?m)a", "a{2}?", "\\\\pL", "[a[b]]", "[[:graph:]]", "[\\\\W]", "[a&&b]", "\\\\p{Runic}"})
        with(R"("pre_tokenizer": {"type": "Split", "behavior": "Isolated", "pattern": {"Regex": ")" +
             std::string(pattern) + R"("}})");
    with(R"("pre_tokenizer": {"type": "Split", "behavior": "Doubled", "pattern": {"String": "a"}})");
    for (const char* model : {R"({"type": "BPE", "dropout": 0.5})",
                              R"({"vocab": {"a": 0, "b": 1}, "merges": ["a b"], "continuing_subword_prefix": "##"})"})
        TAKE(errors, text::Tokenizer::fromJson(std::string(R"({"model": )") + model + "}", "tokenizer.json"));
}

/// Of folders that hold a tokenizer.model.
void rankFileErrors(Errors& errors, const TemporaryFolder& folder) {
    const auto ranks = [&](const std::string& lines, const std::string& config) {
        fs::create_directories(folder / "ranks");
        writeBytes(folder / "ranks/tokenizer.model", lines);
        writeBytes(folder / "ranks/tokenizer_config.json", config);
        TAKE(errors, text::Tokenizer::load(folder / "ranks"));
    };
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += QByteArray(1, static_cast<char>(byte)).toBase64().toStdString() + " " + std::to_string(byte) + "\n";
    ranks("no ranks\n", "{}");
    ranks("YQ== 0\nYg==\n", "{}");
    ranks("YQ== 0\nYQ== 1\n", "{}");
    ranks("YQ== 0\n", "{}");
    ranks(bytes, "{}");
    ranks(bytes, R"({"added_tokens_decoder": {"x": {"content": "<x>"}}})");
}

void textErrors(Errors& errors, const TemporaryFolder& folder) {
    TAKE(errors, text::Tokenizer::load(folder.path()));
    const auto tokenizer = [&](const std::string& json) {
        TAKE(errors, text::Tokenizer::fromJson(json, "tokenizer.json"));
    };
    const auto model = [&](const std::string& json) {
        tokenizer(R"({"pre_tokenizer": {"type": "ByteLevel"}, "decoder": {"type": "ByteLevel"}, "model": )" + json +
                  "}");
    };
    tokenizer("{");
    tokenizer("{}");
    tokenizer(R"({"model": {"type": "BPE"}, "pre_tokenizer": {"type": "Metaspace"}})");
    tokenizer(R"({"model": {"type": "BPE"}, "normalizer": {"type": "Lowercase"}})");
    tokenizer(R"({"model": {"type": "BPE"}, "pre_tokenizer": {"type": "ByteLevel"}, "decoder": {"type": "Fuse"}})");
    model(R"({"type": "WordPiece"})");
    model(R"({"type": "BPE", "vocab": {}, "merges": []})");
    model(R"({"type": "BPE", "vocab": {"a": -1}, "merges": []})");
    model(R"({"type": "BPE", "vocab": {"a": 0, "b": 0}, "merges": []})");
    model(R"({"type": "BPE", "vocab": {"a": 0}, "merges": 3})");
    model(R"({"type": "BPE", "vocab": {"a": 0}, "merges": ["a"]})");
    model(R"({"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]})");
    componentErrors(errors);
    rankFileErrors(errors, folder);
    for (const char* json : {R"({"a": 3})", R"({"messages": [{"role": "user", "content": "x"}], "tools": 3})"})
        TAKE(errors, text::parseConversation(json, "messages.json"));
    for (const char* json :
         {"{", "[]", "[3]", R"([{"content": "x"}])", R"([{"role": "user"}])", R"([{"role": "user", "content": 3}])"})
        TAKE(errors, text::parseMessages(json, "messages.json"));
    TAKE(errors, text::ChatTemplate::load(folder.path()));
    TAKE(errors, evaluate::loadPrompts(folder / "none.jsonl"));
    writeBytes(folder / "prompts.jsonl", "{\"prompt\": 3}\n");
    TAKE(errors, evaluate::loadPrompts(folder / "prompts.jsonl"));
    writeBytes(folder / "empty.jsonl", "\n");
    TAKE(errors, evaluate::loadPrompts(folder / "empty.jsonl"));
    TAKE(errors, evaluate::loadTasks(folder / "empty.jsonl"));
    TAKE(errors, evaluate::loadTasks(folder / "prompts.jsonl"));
}

void runErrors(Errors& errors) {
    const auto parameters = [&](auto change) {
        engine::GenerationParameters wrong;
        change(wrong);
        TAKE(errors, engine::validate(wrong));
    };
    parameters([](auto& p) { p.sampling.temperature = -1; });
    parameters([](auto& p) { p.sampling.topK = -1; });
    parameters([](auto& p) { p.sampling.topP = 0; });
    parameters([](auto& p) { p.sampling.minP = 2; });
    parameters([](auto& p) { p.sampling.repetitionPenalty = 0; });
    parameters([](auto& p) { p.sampling.frequencyPenalty = 3; });
    parameters([](auto& p) { p.sampling.presencePenalty = -3; });
    parameters([](auto& p) { p.maxTokens = 0; });
    parameters([](auto& p) { p.stopStrings = {""}; });
    ui::ParameterText text{engine::GenerationParameters{}};
    text[ui::ParameterField::Seed] = "many";
    TAKE(errors, text.parse());
    TAKE(errors, evaluate::checkMemory(9'000'000'000, 1'000'000'000, "loading FP32", "cuda:0", {}));
    TAKE(errors, evaluate::checkMemory(9'000'000'000, 1'000'000'000, "loading FP32 and BF16 side by side", "cpu", {}));
    TAKE(errors, evaluate::checkMemory(9'000'000'000, 1'000'000'000, "glm-4-9b in INT8", "cpu", {}));
    const std::vector<engine::TokenId> one = {1};
    TAKE(errors, evaluate::makeWindows(one, {}, 2048));
    TAKE(errors, evaluate::makeWindows(one, {}, 3));
    TAKE(errors, evaluate::parseBudgets("kld=-1"));
}

/// What the engine and the worker say, which no test of the window can bring about without a GPU or libtorch; word for
/// word.
const std::vector<std::string> quotedSentences = {
    "'model.safetensors' is not the expected file: expected ab12 (Hugging Face cache), found another hash; download "
    "it "
    "again, or allow the mismatch explicitly",
    "'model.safetensors' is not the expected file: expected ab12 (SHA256SUMS), found cd34; it was loaded because the "
    "mismatch was allowed explicitly",
    "3 stored tensors are not used by the model that config.json describes, for example 'a.b'; look whether "
    "config.json "
    "belongs to these weights",
    "tensor 'a.b' holds 3 NaN and 1 infinite values: the weights are damaged or were saved wrongly, answers will be "
    "void",
    "the prompt has 900 tokens while the context has room for 512; shorten the prompt or choose a longer context",
    "the engine is answering a prompt (run 7); stop it or wait until it has ended",
    "loading the engine module '/x/m.so' in a process of its own ended by signal 4 (SIGILL, Illegal instruction); its "
    "last "
    "words: 'x'",
    "the engine probe ended with exit code 2 and without an answer that can be read: 'the answer of the engine probe' "
    "is "
    "empty; JSON was expected",
    "The settings could not be read: cannot open '/a/settings.json': Permission denied; check its permissions with 'ls "
    "-l'. The defaults are used; the file is kept as '/a/b'.",
    "This run was not put into the history: the history file '/a' is in use by another program; close it and try "
    "again, "
    "nothing was lost.",
    "the chat template did not end within 5 s and was stopped; it may loop for ever",
    "the model's path differs: unknown in the first run, /a/b in the second",
    "INT8 is 1.82x faster (1.78 to 1.86), needs 45 % less memory, and picks the same token 98.1 % of the time, "
    "compared "
    "with BF16.",
    "INT8 is 1.82x slower and needs the same memory, compared with BF16.",
    "INT8 cannot be told apart in speed (ratio 1.002, 0.99 to 1.01; noise floor 0.5 %), needs 45 % less memory, and "
    "gives "
    "the same probabilities at all 128 positions, compared with BF16.",
    "INT8 cannot be told apart in speed (ratio 1.002, 0.998 to 1.006), needs 37.1 % less peak memory with workspace "
    "(weights 22.3 % less), and gives the same probabilities at all 128 positions, compared with BF16.",
    "The time to the first token cannot be told apart (ratio 1.01, 0.90 to 1.10).",
    "The time to the first token cannot be told apart (ratio 0.37, 0.19 to 0.74, within its noise floor of 274 %).",
    "The perplexity of B (FP16), 1564, is no better than a guess among all 1280 tokens: its quality figures tell "
    "nothing about a model that knows the text.",
    "INT8 is 1.82x slower and needs the same peak memory with workspace (weights 1.20 % more), compared with BF16.",
    "Peak memory counts weights, KV cache and the workspace of the longest prefill: 1.65 GB with BF16 and 1.04 GB with "
    "INT8; the weights alone are 988 MB and 768 MB (ratio 0.777).",
    "The noise floor of the speed ratio is 0.500 %; with it and their spread, the measured blocks find differences "
    "from 1.21 % "
    "up.",
    "The noise floor of the speed ratio is 103 %; with it and their spread, the measured blocks find differences from "
    "a factor "
    "of 10.8 up.",
    "Budget speedup (at least 1) passed by its interval, 1.115 (1.108 to 1.122), alone: the ratio lies within the "
    "noise floor, so no difference in speed is claimed.",
    "Budget speedup (at least 0.9) failed by its interval, 1.115 (1.108 to 1.122), alone: the interval holds 1, so no "
    "difference in speed is claimed.",
    "Budget memory (at most 100 % of the device's memory) failed: 130 % of the device's memory.",
    "W8A16 per-channel, BF16 activations, BF16 KV, FP32 hidden state and norms, FP32 accumulation",
    "W8A8 per-channel and per-token, BF16 activations, BF16 KV, FP32 hidden state and norms, INT32 accumulation",
    "W4A16 groups of 128, BF16 activations, BF16 KV, FP32 hidden state and norms, FP32 accumulation",
};

}  // namespace

std::vector<Error> sampleErrors() {
    const TemporaryFolder folder;
    Errors errors;
    modelErrors(errors, folder);
    fileErrors(errors, folder);
    textErrors(errors, folder);
    runErrors(errors);
    for (const std::string& sentence : quotedSentences)
        errors.all.push_back({ErrorCode::Internal, sentence, ""});
    return errors.all;
}

}  // namespace autoglm::test
