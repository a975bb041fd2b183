// What core says in English, in the window's other language: every sentence in core's sources has an entry, every entry
// a translation, and real errors and findings come out without English in them.
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>
#include <algorithm>
#include <csignal>
#include <map>
#include <set>

#include "app/window/language.h"
#include "core/base/file.h"
#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/engine/generate.h"
#include "core/engine/scripted_engine.h"
#include "core/environment/findings.h"
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
#include "tests/ui/source_sentences.h"
#include "ui/models/core_sentences.h"
#include "ui/models/finding_groups.h"
#include "ui/models/parameter_text.h"
#include "ui/models/settings.h"
#include "ui/models/wording.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

/// Files whose words no one reads in the window, and why.
const std::map<QString, QString> unseenFiles = {
    {"core/report/", "documents, which are English for whoever gets them"},
    {"core/store/history_text.cpp", "what the command line prints"},
    {"core/evaluate/bench.cpp", "benchmarks are started on the command line"},
    {"core/model/make_model.cpp", "models are made on the command line"},
    {"core/measure/read_bandwidth.cpp", "its errors leave a figure out, they are not shown"},
    {"core/engine/scripted_engine.cpp", "the engine of tests"},
    {"core/environment/compatibility.cpp", "without the table a finding says that it is missing"},
    {"core/base/system_info.cpp", "keys of the kernel's files"},
};

/// Literals that are no sentence: commands, SQL, keys, names of metrics, what libtorch and the compiler are told.
const QRegularExpression noSentence(
    "^(sudo|nvidia-smi|autoglm env|unset|ss -ltnp|ls -la|ps aux|top -o|df -h|echo|python3 -m"
    "|SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|FROM|VALUES|ON CONFLICT|AND|id, kind|count"
    "|document FROM|B vs A|out of memory$|can't allocate memory$|undefined symbol$"
    "|safetensors is little-endian|inside libtorch$|random tokens|32 random tokens)");

bool isSeen(const SourceSentence& sentence) {
    const bool isSkipped =
        std::ranges::any_of(unseenFiles, [&](const auto& skipped) { return sentence.file.startsWith(skipped.first); });
    return !isSkipped && !noSentence.match(sentence.words).hasMatch();
}

/// The fixed texts of all entries.
QStringList fixedTexts() {
    static const QRegularExpression placeholder("%\\d");
    QStringList texts;
    for (const char* pattern : ui::corePatterns())
        texts << QString::fromUtf8(pattern).split(placeholder);
    return texts;
}

/// Whole, or in the parts of a list; of those, single words need no entry.
bool isHeld(const QStringList& texts, const QString& words) {
    const auto holds = [&](const QString& part) {
        return std::ranges::any_of(texts, [&](const QString& text) { return text.contains(part); });
    };
    const QStringList parts = words.split(", ");
    return holds(words) || (parts.size() > 1 && std::ranges::all_of(parts, [&](const QString& part) {
                                return !part.contains(' ') || holds(part);
                            }));
}

/// Three English words on end, with figures between them or none, outside quotes, paths and commands.
QString englishIn(QString text) {
    static const QRegularExpression kept(
        R"re(“[^”]*”|"[^"]*"|'[^']*'|[^\s，；：（）]*[/_=][^\s，；：（）]*|--?[a-z-]+)re");
    static const QRegularExpression names("Hugging Face|Test CPU|NVIDIA H200");
    static const QRegularExpression run("[A-Za-z][A-Za-z'-]+(?:[ ,]+(?:[0-9.]+ %? ?)?[A-Za-z][A-Za-z'-]+){2,}");
    text.remove(names).replace(kept, " · ");
    return run.match(text).captured();
}

class Chinese {
  public:
    Chinese() { app::applyLanguage("zh_CN"); }
    ~Chinese() { app::applyLanguage("en"); }
    Chinese(const Chinese&) = delete;
    Chinese& operator=(const Chinese&) = delete;
};

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
    "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 16,
    "rms_norm_eps": 1e-6, "torch_dtype": "float32")";

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
    for (const char* more : {R"(, "rms_norm_eps": -1})", R"(, "attention_bias": 3})", R"(, "model_type": 3})",
                             R"(, "quantization_config": {"quant_method": "gptq"}})", R"(, "hidden_act": "gelu"})",
                             R"(, "num_key_value_heads": 3})", R"(, "dtype": "int3"})", R"(, "eos_token_id": "x"})"})
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
    "'model.safetensors' is not the published file: expected ab12 (Hugging Face cache), found another hash; download "
    "it "
    "again, or allow the mismatch explicitly",
    "'model.safetensors' is not the published file: expected ab12 (SHA256SUMS), found cd34; it was loaded because the "
    "mismatch was allowed explicitly",
    "3 stored tensors are not used by the model that config.json describes, for example 'a.b'; look whether "
    "config.json "
    "belongs to these weights",
    "tensor 'a.b' holds 3 NaN and 1 infinite values: the weights are damaged or were saved wrongly, answers will be "
    "void",
    "the prompt has 900 tokens while the context has room for 512 of its 512; shorten the prompt or choose a longer "
    "context",
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
    "W8A16 per-channel, BF16 activations, BF16 KV, FP32 accumulation",
};

environment::EnvironmentInputs cpuMachine() {
    environment::EnvironmentInputs inputs;
    SystemInfo& system = inputs.system;
    system.cpuModel = "Test CPU";
    system.physicalCores = 8;
    system.logicalCores = 16;
    system.usableCores = 12;
    system.isaFlags = {"avx2", "fma"};
    system.memoryTotalBytes = 64'000'000'000;
    system.memoryAvailableBytes = 60'000'000'000;
    system.memoryLimitBytes = 62'000'000'000;
    system.loadAverage1 = 0.3;
    system.governor = "performance";
    inputs.gpuError =
        Error{ErrorCode::NotFound, "NVIDIA's management library could not be loaded: no reason given", ""};
    inputs.torch.version = "2.6.0";
    inputs.torch.cxx11Abi = true;
    inputs.torch.blas = "openblas";
    inputs.torch.hasMkldnn = true;
    inputs.torch.cpuCapability = "AVX2";
    inputs.torch.threads = 8;
    inputs.compatibility = environment::loadCompatibility(*resourceFolder() / "compatibility/cuda.json").value();
    inputs.disks = {{"/data", 500'000'000'000, true}, {"/full", 1'000, false}};
    inputs.ports = {{8000, false}, {8080, true}};
    return inputs;
}

environment::EnvironmentInputs gpuMachine() {
    environment::EnvironmentInputs inputs = cpuMachine();
    inputs.gpuError.reset();
    NvmlDevice device;
    device.name = "NVIDIA H200";
    device.capability = "9.0";
    device.memoryTotalBytes = 150'000'000'000;
    device.memoryFreeBytes = 149'000'000'000;
    device.temperatureCelsius = 40;
    device.clockReasons = 0x44;
    device.processes = std::vector<NvmlProcess>{{4242, 3'100'000'000}};
    inputs.gpus = NvmlSnapshot{"550.54.15", "12.4", {device}};
    inputs.torch.version = "2.6.0+cu124";
    inputs.torch.cudaVersion = "12.4";
    inputs.torch.cudaArchitectures = {"sm_80", "sm_90"};
    inputs.torch.devices = {{"cuda:0", "NVIDIA H200", "9.0"}};
    return inputs;
}

/// Machines that are well, and machines with every fault that the findings know.
std::vector<environment::EnvironmentInputs> machines() {
    std::vector<environment::EnvironmentInputs> all = {{}, cpuMachine(), gpuMachine()};
    const auto with = [&all](environment::EnvironmentInputs inputs, auto change) {
        change(inputs);
        all.push_back(std::move(inputs));
    };
    with(cpuMachine(), [](auto& i) {
        i.nvidiaPciDevices = 1;
        i.system.isaFlags = std::vector<std::string>{};
        i.system.memoryAvailableBytes = 900'000'000;
        i.system.loadAverage1 = 30;
        i.system.governor = "powersave";
        i.system.frequencyDriver = "intel_pstate";
        i.system.energyPreference = "power";
        i.variables["OMP_NUM_THREADS"] = "99";
        i.disks = {{"/b", std::nullopt, true}};
        i.modelFolder =
            environment::FolderFact{"/m", {"'a' cannot be read by this user", "'b' is a link to a missing file"}};
        i.ports = {{8000, std::nullopt}};
        i.torch.hasMkldnn = false;
        i.torch.blas = "reference";
        i.probes = {
            {.precision = "bf16", .device = "cpu", .relativeError = 0.5, .gflops = 3, .error = {}},
            {.precision = "int8", .device = "cpu", .relativeError = 0.001, .gflops = 12, .ok = true, .error = {}}};
    });
    with(cpuMachine(), [](auto& i) {
        i.nvidiaDriverLoaded = true;
        i.torch.blas = "somethingelse";
        i.torch.cxx11Abi = false;
        i.variables["DISPLAY"] = ":0";
        i.torch.threads = 99;
        i.system.cpuQuotaCores = 2;
    });
    with(cpuMachine(), [](auto& i) {
        i.gpuError = Error{ErrorCode::Device,
                           "NVIDIA's management library does not start: Driver/library version mismatch (code 18)", ""};
        i.torch.version = "2.1";
        i.torch.blas = "openblas-serial";
    });
    with(cpuMachine(), [](auto& i) { i.torch.cpuCapability = "DEFAULT"; });
    for (const char* message : {"libcudart.so.12: missing", "GLIBC_2.38 missing", "undefined symbol: x", "'x.so'"})
        with(cpuMachine(), [&](auto& i) {
            i.torch.loadError = std::string("the engine module '/x' could not be loaded: '") + message + "'";
        });
    with(cpuMachine(), [](auto& i) { i.torch.loadError = "'x'", i.torch.endedBySignal = SIGILL; });
    with(cpuMachine(), [](auto& i) { i.torch.loadError = "'x'", i.torch.endedBySignal = SIGSEGV; });
    with(gpuMachine(), [](auto& i) { i.gpus->devices.clear(); });
    with(gpuMachine(), [](auto& i) { i.torch.devices.clear(); });
    with(gpuMachine(), [](auto& i) { i.torch.devices.clear(), i.variables["CUDA_VISIBLE_DEVICES"] = "-1"; });
    with(gpuMachine(), [](auto& i) { i.torch.cudaArchitectures = {"sm_80", "compute_80"}; });
    with(gpuMachine(), [](auto& i) { i.torch.devices[0].capability = "7.0"; });
    with(gpuMachine(), [](auto& i) { i.torch.devices[0].capability = "", i.torch.cudnnVersion = "9.1"; });
    with(gpuMachine(), [](auto& i) { i.torch.cudaArchitectures.clear(), i.torch.cudaVersion = "13.0"; });
    with(gpuMachine(), [](auto& i) {
        i.torch.cudaVersion = "12.4", i.gpus->driverVersion = "400", i.gpus->cudaDriverVersion = "10";
    });
    with(gpuMachine(), [](auto& i) { i.torch.cudaVersion = ""; });
    with(gpuMachine(), [](auto& i) { i.gpus->devices[0].processes.reset(), i.compatibility.reset(); });
    return all;
}

}  // namespace

class TestCoreSentences : public QObject {
    Q_OBJECT
  private slots:
    void sourcesAreRead();
    void everySentenceOfCoreHasAnEntry();
    void everyEntryIsTranslated();
    void errorsInChinese();
    void findingsInChinese();
    void partsAreTranslatedOneByOne();
    void englishStaysAsCoreSaysIt();
    void lookingUpIsCheap();
};

void TestCoreSentences::sourcesAreRead() {
    const auto found = sentencesIn("a.cpp", QStringLiteral(R"x(// "not this one here"
#include "nor this one"
return fail(Code::X, concat("'", p, "' was left; it is "
    "kept \"here\" now"), '"', R"(a raw one
there)" /* "nor here either" */, "word");)x"));
    QStringList words;
    for (const auto& [file, line, text] : found)
        words << QStringLiteral("%1 %2").arg(line).arg(text);
    QCOMPARE(words, QStringList({"3 was left", "3 it is kept \"here\" now", "4 a raw one\nthere"}));
}

void TestCoreSentences::everySentenceOfCoreHasAnEntry() {
    const QStringList texts = fixedTexts();
    const auto found = sourceSentences(AUTOGLM_SOURCE, "core");
    QVERIFY(found.size() > 400);
    QStringList missing;
    for (const SourceSentence& sentence : found)
        if (isSeen(sentence) && !isHeld(texts, sentence.words))
            missing << QStringLiteral("%1:%2 says \"%3\"").arg(sentence.file).arg(sentence.line).arg(sentence.words);
    missing.removeDuplicates();
    QVERIFY2(
        missing.isEmpty(),
        qPrintable("The window cannot translate these sentences:\n  " + missing.join("\n  ") +
                   "\nFor each, add the whole sentence (or its part between two \"; \") to the table of its subject in "
                   "ui/models/core_sentences_*.cpp,\n    QT_TRANSLATE_NOOP(\"CoreSentences\", \"... '%1' ...\"),\n"
                   "with %1 to %9 for what varies, then build update_translations and translate it in "
                   "resources/translations/autoglm_zh_CN.ts.\nWhat no one reads in the window belongs into "
                   "unseenFiles or noSentence of this test."));
    for (const auto& [file, why] : unseenFiles)
        QVERIFY2(std::ranges::any_of(found, [&](const auto& one) { return one.file.startsWith(file); }),
                 qPrintable(file));
}

void TestCoreSentences::everyEntryIsTranslated() {
    QFile file(AUTOGLM_SOURCE "/resources/translations/autoglm_zh_CN.ts");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    std::map<QString, QString> pairs;
    QString context, source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("source")) source = xml.readElementText();
        if (xml.name() != QLatin1String("translation") || context != QLatin1String("CoreSentences")) continue;
        const bool isFinished = xml.attributes().value("type").isEmpty();
        const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        if (isFinished) pairs[source] = text;
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    const auto placeholders = [](const QString& text) {
        static const QRegularExpression placeholder("%\\d+");
        std::multiset<QString> found;
        for (auto all = placeholder.globalMatch(text); all.hasNext();)
            found.insert(all.next().captured());
        return found;
    };
    QStringList wrong;
    std::set<QString> sources;
    for (const char* pattern : ui::corePatterns()) {
        const QString english = QString::fromUtf8(pattern);
        if (!sources.insert(english).second) wrong << english + " (twice in the tables)";
        if (pairs[english].isEmpty())
            wrong << english + " (no finished translation)";
        else if (placeholders(english) != placeholders(pairs[english]))
            wrong << english + " (other placeholders)";
        if (placeholders(english).contains("%10")) wrong << english + " (%1 to %9 only)";
    }
    QVERIFY2(wrong.isEmpty(),
             qPrintable("resources/translations/autoglm_zh_CN.ts, CoreSentences:\n  " + wrong.join("\n  ")));
}

void TestCoreSentences::errorsInChinese() {
    const TemporaryFolder folder;
    Errors errors;
    modelErrors(errors, folder);
    fileErrors(errors, folder);
    textErrors(errors, folder);
    runErrors(errors);
    for (const std::string& sentence : quotedSentences)
        errors.all.push_back({ErrorCode::Internal, sentence, ""});
    QVERIFY(errors.all.size() > 100);
    const Chinese chinese;
    QStringList english;
    for (const Error& error : errors.all) {
        const QString text = ui::sentenceOf(error);
        if (qEnvironmentVariableIsSet("SHOW_SENTENCES")) qInfo().noquote() << text;
        if (const QString words = englishIn(text);
            !words.isEmpty() || !ui::isKnownCoreSentence(QString::fromStdString(error.message)))
            english << text + "\n      of " + QString::fromStdString(describe(error));
    }
    QVERIFY2(english.isEmpty(), qPrintable("English is left in\n  " + english.join("\n  ")));
}

void TestCoreSentences::findingsInChinese() {
    const Chinese chinese;
    QStringList english;
    std::set<std::string> ids;
    for (const environment::EnvironmentInputs& inputs : machines()) {
        const auto findings = environment::collectFindings(inputs);
        for (const environment::Finding& finding : findings) {
            ids.insert(finding.id);
            const environment::Finding words = ui::translated(finding);
            QCOMPARE(words.command, finding.command);
            for (const std::string* text : {&words.title, &words.seen, &words.why, &words.advice}) {
                if (qEnvironmentVariableIsSet("SHOW_SENTENCES")) qInfo().noquote() << text->c_str();
                if (const QString left = englishIn(QString::fromStdString(*text)); !left.isEmpty())
                    english << QString::fromStdString(finding.id + ": " + *text);
            }
            for (const std::string* text : {&finding.why, &finding.advice})
                if (!text->empty() && !ui::isKnownCoreSentence(QString::fromStdString(*text)))
                    english << QString::fromStdString(*text);
        }
        const QString text = ui::findingsText(findings);
        QVERIFY2(!text.contains("why:") && !text.contains(" pass"), qPrintable(text));
    }
    english.removeDuplicates();
    QVERIFY2(english.isEmpty(), qPrintable("English is left in\n  " + english.join("\n  ")));
    QVERIFY2(ids.size() >= 19, qPrintable(QString::number(ids.size())));
}

void TestCoreSentences::partsAreTranslatedOneByOne() {
    const Chinese chinese;
    const auto words = [](const char* text) { return ui::coreSentence(QString::fromUtf8(text)); };
    // What is quoted is left alone, whatever it says.
    QCOMPARE(words("'/a; not found, none' is empty; JSON was expected"),
             QStringLiteral("“/a; not found, none”为空；应为 JSON"));
    // A placeholder's text is not searched for placeholders.
    QCOMPARE(words("tensor '%2' is stored as %1; download it again"), QStringLiteral("张量“%2”以 %1 存储；请重新下载"));
    QCOMPARE(words("cannot open '/a': Permission denied; check its permissions with 'ls -l'"),
             QStringLiteral("无法打开“/a”：权限不足；请用 ls -l 检查其权限"));
    // What nobody knows stays, and so does the part of a sentence that nobody knows.
    QCOMPARE(words("nobody says this; nor this"), QStringLiteral("nobody says this; nor this"));
    QCOMPARE(words("'/a' is not valid JSON: a word from elsewhere"),
             QStringLiteral("“/a”不是有效的 JSON：a word from elsewhere"));
    QCOMPARE(ui::sentenceOf({ErrorCode::NotFound, "no model is loaded; load one first", "demo"}),
             QStringLiteral("没有加载模型；请先加载模型（demo）"));
}

void TestCoreSentences::englishStaysAsCoreSaysIt() {
    const TemporaryFolder folder;
    Errors errors;
    modelErrors(errors, folder);
    fileErrors(errors, folder);
    textErrors(errors, folder);
    runErrors(errors);
    for (const std::string& sentence : quotedSentences)
        errors.all.push_back({ErrorCode::Internal, sentence, ""});
    for (const Error& error : errors.all)
        QCOMPARE(ui::sentenceOf(error), QString::fromStdString(describe(error)));
    for (const environment::EnvironmentInputs& inputs : machines())
        for (const environment::Finding& finding : environment::collectFindings(inputs))
            QCOMPARE(ui::translated(finding).seen, finding.seen);
}

void TestCoreSentences::lookingUpIsCheap() {
    const Chinese chinese;
    QString longest = "a fault that nobody knows, with a list: ";
    for (int i = 0; i < 20; ++i)  // 800 characters, more than core says at once
        longest += QStringLiteral("one more part, and another (%1); ").arg(i);
    const QString plain = "a sentence of usual length that no entry of the tables knows";
    const QString foreign = QString(4000, 'x');
    QElapsedTimer first;
    first.start();
    ui::coreSentence(plain);  // cuts the tables, where no test before did
    qInfo("first %.0f us", static_cast<double>(first.nsecsElapsed()) / 1e3);
    const auto microseconds = [](const QString& text) {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10; ++i)
            ui::coreSentence(text);
        return static_cast<double>(timer.nsecsElapsed()) / 1e4;
    };
    qInfo("unknown %.0f us, long list of unknown parts %.0f us, one long word %.0f us", microseconds(plain),
          microseconds(longest), microseconds(foreign));
    QVERIFY(microseconds(plain) < 2'000);
    QVERIFY(microseconds(longest) < 10'000);
    QVERIFY(microseconds(foreign) < 5'000);
}

QTEST_MAIN(TestCoreSentences)
#include "tst_core_sentences.moc"
