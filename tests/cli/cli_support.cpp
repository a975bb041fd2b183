#include "tests/cli/cli_support.h"

#include <grp.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <algorithm>
#include <fstream>

#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/model/config.h"
#include "core/model/tensor_plan.h"
#include "tests/support/safetensors_builder.h"

namespace autoglm::test {

namespace fs = std::filesystem;

namespace {

constexpr int longestRunMs = 180'000;
constexpr int pollMs = 5;
constexpr uid_t nobody = 65534;

/// All values at a pointer whose parts may be "*".
void collect(const Json& value, const std::vector<std::string>& parts, std::size_t at, std::vector<const Json*>& found,
             bool& isMissing) {
    if (at == parts.size()) {
        found.push_back(&value);
    } else if (parts[at] == "*") {
        if (!value.is_structured() || value.empty())
            isMissing = true;
        else
            for (const Json& item : value)
                collect(item, parts, at + 1, found, isMissing);
    } else if (value.is_object() && value.contains(parts[at])) {
        collect(value[parts[at]], parts, at + 1, found, isMissing);
    } else {
        isMissing = true;
    }
}

bool isOfType(const Json& value, char type) {
    switch (type) {
        case 's':
            return value.is_string() && !value.get<std::string>().empty();
        case 'i':
            return value.is_number_integer();
        case 'n':
            return value.is_number();
        case 'b':
            return value.is_boolean();
        case 'a':
            return value.is_array();
        case 'o':
            return value.is_object();
        default:
            return true;
    }
}

}  // namespace

std::string Outcome::describe() const {
    return concat("exit ", exitCode, crashed ? " (killed by a signal)" : "", timedOut ? " (timed out)" : "",
                  "\nstdout: ", out.left(3000).toStdString(), "\nstderr: ", err.left(3000).toStdString());
}

Program::Program() : m_environment(QProcessEnvironment::systemEnvironment()) {
    for (const char* name : {"HF_HOME", "HF_HUB_CACHE", "MODELSCOPE_CACHE", "AUTOGLM_RESOURCES"})
        m_environment.remove(name);
    setVariable("HOME", m_home.path());
    setVariable("XDG_DATA_HOME", m_home / "data");
    setVariable("XDG_CONFIG_HOME", m_home / "config");
    setVariable("XDG_CACHE_HOME", m_home / "cache");
}

void Program::setVariable(const QString& name, const fs::path& value) {
    m_environment.insert(name, asText(value));
}

Outcome Program::run(const QStringList& arguments) {
    return runWhile(arguments, [](const Running&) { return true; });
}

Outcome Program::runWhile(const QStringList& arguments, const std::function<bool(const Running&)>& during) {
    return watch(asText(programFolder() / "autoglm"), arguments, during);
}

Outcome Program::shell(const QString& script, const QStringList& arguments) {
    return watch("/bin/sh", QStringList{"-c", script, asText(programFolder() / "autoglm")} + arguments,
                 [](const Running&) { return true; });
}

Outcome Program::watch(const QString& program, const QStringList& arguments,
                       const std::function<bool(const Running&)>& during) {
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setStandardInputFile(QProcess::nullDevice());
    if (m_dropsPrivileges && geteuid() == 0)
        process.setChildProcessModifier([] {
            if (setgroups(0, nullptr) != 0 || setgid(nobody) != 0 || setuid(nobody) != 0) _exit(126);
        });
    Running running;
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    process.waitForStarted();
    running.pid = process.processId();
    bool isWatching = true;
    while (process.state() != QProcess::NotRunning && timer.elapsed() < longestRunMs) {
        process.waitForFinished(pollMs);
        running.out += process.readAllStandardOutput();
        running.err += process.readAllStandardError();
        if (isWatching && process.state() != QProcess::NotRunning) isWatching = !during(running);
    }
    Outcome outcome;
    if (process.state() != QProcess::NotRunning) {
        outcome.timedOut = true;
        process.kill();
        process.waitForFinished();
    }
    outcome.out = running.out + process.readAllStandardOutput();
    outcome.err = running.err + process.readAllStandardError();
    outcome.crashed = process.exitStatus() == QProcess::CrashExit || process.error() == QProcess::FailedToStart;
    outcome.exitCode = process.exitCode();
    return outcome;
}

Json Program::json(const QStringList& arguments, int exitCode) {
    const Outcome outcome = run(arguments);
    const auto document = parseJson(
        std::string_view(outcome.out.constData(), static_cast<std::size_t>(outcome.out.size())), "standard output");
    const bool isVersioned = document && document->is_object() && document->contains("schema_version");
    if (outcome.exitCode != exitCode || outcome.crashed || outcome.timedOut || !isVersioned) {
        const std::string message = concat(arguments.join(' ').left(200).toStdString(), "\n", outcome.describe());
        QTest::qFail(message.c_str(), __FILE__, __LINE__);
        return {};
    }
    return *document;
}

QString asText(const fs::path& path) {
    return QString::fromStdString(path.string());
}

fs::path resource(const std::string& name) {
    return fs::path(AUTOGLM_REPOSITORY) / "resources" / name;
}

fs::path copyModel(const fs::path& source, const fs::path& target) {
    fs::create_directories(target);
    for (const char* name : {"config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
                             "chat_template.jinja", "model.safetensors", "model.safetensors.index.json",
                             "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"})
        if (fs::exists(source / name)) fs::copy_file(source / name, target / name);
    return target;
}

void writeSparseModel(const fs::path& folder, const Json& config) {
    fs::create_directories(folder);
    writeBytes(folder / "config.json", config.dump());
    const auto loaded = model::loadModelConfig(folder);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    Json header = Json::object();
    std::uint64_t end = 0;
    for (const model::PlannedTensor& tensor : model::planTensors(*loaded)) {
        std::uint64_t bytes = 2;
        for (const std::int64_t extent : tensor.shape)
            bytes *= static_cast<std::uint64_t>(extent);
        header[tensor.name] = {{"dtype", "BF16"}, {"shape", tensor.shape}, {"data_offsets", {end, end + bytes}}};
        end += bytes;
    }
    const std::string bytes = safetensorsFromHeader(header.dump(), 0);
    writeBytes(folder / "model.safetensors", bytes);
    fs::resize_file(folder / "model.safetensors", bytes.size() + end);
}

Json slowConfig() {
    return {{"architectures", {"GlmForCausalLM"}},
            {"model_type", "glm"},
            {"dtype", "bfloat16"},
            {"attention_bias", true},
            {"head_dim", 64},
            {"hidden_act", "silu"},
            {"hidden_size", 1024},
            {"intermediate_size", 4096},
            {"max_position_embeddings", 8192},
            {"vocab_size", 768},
            {"num_hidden_layers", 6},
            {"num_attention_heads", 16},
            {"num_key_value_heads", 2},
            {"rms_norm_eps", 1e-5},
            {"partial_rotary_factor", 0.5},
            {"rope_theta", 10000.0},
            {"tie_word_embeddings", false},
            {"eos_token_id", {759}}};
}

std::uint64_t bytesRead(qint64 pid) {
    std::ifstream file(concat("/proc/", pid, "/io"));
    std::string key;
    std::uint64_t value = 0;
    while (file >> key >> value)
        if (key == "rchar:") return value;
    return 0;
}

QString countedIds(int count) {
    QStringList ids;
    for (int i = 0; i < count; ++i)
        ids << QString::number(i % 700);
    return ids.join(',');
}

std::string oneSentenceFault(const Outcome& outcome, const std::vector<std::string>& fragments) {
    const std::string said = outcome.err.toStdString();
    if (std::count(said.begin(), said.end(), '\n') != 1 || !said.starts_with("autoglm: ") || !said.ends_with('\n') ||
        said.size() > 700)
        return "one sentence was expected on standard error\n" + outcome.describe();
    for (const std::string& fragment : fragments)
        if (said.find(fragment) == std::string::npos)
            return concat("'", fragment, "' was expected in the sentence\n", outcome.describe());
    return {};
}

std::string shapeFault(const Json& document, const std::vector<std::pair<std::string, char>>& shape) {
    for (const auto& [pointer, type] : shape) {
        std::vector<const Json*> found;
        bool isMissing = false;
        collect(document, split(pointer, '/'), 0, found, isMissing);
        if (isMissing) return concat("the document has no '", pointer, "'");
        for (const Json* value : found)
            if (!isOfType(*value, type))
                return concat("'", pointer, "' is not of type '", type, "': ", value->dump().substr(0, 200));
    }
    return {};
}

}  // namespace autoglm::test
