#include "core/engine/engine_module.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "core/base/paths.h"
#include "core/base/subprocess.h"
#include "core/base/text_format.h"
#include "core/engine/probe_cache.h"

namespace autoglm::engine {
namespace {

constexpr std::chrono::seconds probeTimeout{60};
constexpr const char* keptProbeFile = "engine-facts.json";
constexpr const char* precisionsOption = "--precisions";

/// A text for what the loader or a dying library said last.
std::string lastLine(std::string_view text) {
    const std::string_view trimmed = trim(text);
    const auto lineBreak = trimmed.rfind('\n');
    return sanitizeUtf8(trim(lineBreak == std::string_view::npos ? trimmed : trimmed.substr(lineBreak + 1)));
}

std::string signalText(int signal) {
    const char* name = ::sigabbrev_np(signal);
    const char* description = ::sigdescr_np(signal);
    if (!name || !description) return concat("signal ", signal);
    return concat("signal ", signal, " (SIG", name, ", ", description, ")");
}

ModuleProbe failedProbe(std::string sentence) {
    ModuleProbe probe;
    probe.error = std::move(sentence);
    return probe;
}

Result<ModuleProbe> readProbe(const std::string& output) {
    AUTOGLM_TRY(const Json document, parseJson(output, "the answer of the engine probe"));
    if (!document.is_object()) return fail(ErrorCode::Corrupt, "the answer of the engine probe is not a JSON object");
    if (document.contains("error") && document["error"].is_string())
        return failedProbe(document["error"].get<std::string>());
    ModuleProbe probe;
    AUTOGLM_TRY(probe.facts, engineFactsFromJson(document.value("facts", Json::object())));
    for (const Json& precision : document.value("precisions", Json::array())) {
        AUTOGLM_TRY(PrecisionProbe value, precisionProbeFromJson(precision));
        probe.precisions.push_back(std::move(value));
    }
    for (const Json& library : document.value("libraries", Json::array()))
        if (library.is_string()) probe.libraries.emplace_back(library.get<std::string>());
    return probe;
}

/// Files of what this process has loaded; the program itself and what the kernel provides have no name or no path.
Json loadedLibraries() {
    Json names = Json::array();
    ::dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* out) {
            if (info->dlpi_name && *info->dlpi_name == '/') static_cast<Json*>(out)->push_back(info->dlpi_name);
            return 0;
        },
        &names);
    return names;
}

Json probeDocument(const std::filesystem::path& module, ProbeDepth depth, const std::string& only) {
    auto engine = openEngineModule(module);
    if (!engine) return {{"error", describe(engine.error())}};
    const EngineFacts facts = (*engine)->facts();
    Json precisions = Json::array();
    if (depth == ProbeDepth::FactsAndPrecisions)
        for (const DeviceFacts& device : facts.devices) {
            if (!only.empty() && device.id != only) continue;
            for (const PrecisionProbe& probe : (*engine)->probe(device.id))
                precisions.push_back(toJson(probe));
        }
    return {{"facts", toJson(facts)}, {"precisions", std::move(precisions)}, {"libraries", loadedLibraries()}};
}

/// Libraries print banners while they load; standard output belongs to the answer alone.
class OutputGuard {
  public:
    OutputGuard() : m_output(::dup(STDOUT_FILENO)) { ::dup2(STDERR_FILENO, STDOUT_FILENO); }
    ~OutputGuard() {
        if (m_output >= 0) ::close(m_output);
    }
    OutputGuard(const OutputGuard&) = delete;
    OutputGuard& operator=(const OutputGuard&) = delete;

    bool write(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t count = ::write(m_output, text.data(), text.size());
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

  private:
    int m_output;
};

}  // namespace

Result<std::unique_ptr<Engine>> openEngineModule(const std::filesystem::path& module) {
    const std::string subject = module.string();
    void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char* message = ::dlerror();
        return fail(ErrorCode::Device,
                    concat("the engine module '", subject,
                           "' could not be loaded: ", message ? message : "no reason was given"),
                    subject);
    }
    const auto abi = reinterpret_cast<EngineModuleAbiFunction*>(::dlsym(library, engineModuleAbiSymbol));
    const auto create = reinterpret_cast<EngineModuleCreateFunction*>(::dlsym(library, engineModuleCreateSymbol));
    if (!abi || !create)
        return fail(ErrorCode::Unsupported,
                    concat("'", subject, "' is not an engine module: ",
                           abi ? engineModuleCreateSymbol : engineModuleAbiSymbol, " is missing in it"),
                    subject);
    if (abi() != engineModuleAbi)
        return fail(ErrorCode::Unsupported,
                    concat("the engine module '", subject, "' speaks interface version ", abi(),
                           " while this program speaks ", engineModuleAbi, "; install both from the same build"),
                    subject);
    std::unique_ptr<Engine> engine(create());
    if (!engine)
        return fail(ErrorCode::Device, concat("the engine module '", subject, "' was loaded but made no engine"),
                    subject);
    return engine;
}

Result<std::unique_ptr<Engine>> openDefaultEngine() {
    AUTOGLM_TRY(const std::filesystem::path module, engineModulePath());
    return openEngineModule(module);
}

ModuleProbe probeEngineModule(ProbeDepth depth, const std::string& device) {
    const auto module = engineModulePath();
    if (!module) return failedProbe(describe(module.error()));
    const auto helper = helperPath();
    if (!helper) return failedProbe(describe(helper.error()));
    ModuleProbe probe = probeEngineModule(*helper, *module, depth, probeTimeout, device);
    keepProbe(cacheFolder() / keptProbeFile, *module, probe);
    return probe;
}

ModuleProbe keptEngineProbe() {
    const auto module = engineModulePath();
    if (module)
        if (auto kept = keptProbe(cacheFolder() / keptProbeFile, *module)) return std::move(*kept);
    return probeEngineModule(ProbeDepth::FactsOnly);
}

ModuleProbe probeEngineModule(const std::filesystem::path& helper, const std::filesystem::path& module,
                              ProbeDepth depth, std::chrono::milliseconds timeout, const std::string& device) {
    std::vector<std::string> arguments = {helper.string(), "probe-engine", module.string()};
    if (depth == ProbeDepth::FactsAndPrecisions) arguments.emplace_back(precisionsOption);
    if (depth == ProbeDepth::FactsAndPrecisions && !device.empty()) arguments.push_back(device);
    const auto outcome = runProcess(arguments, "", {.timeout = timeout, .outputBytes = 4U << 20U});
    if (!outcome) return failedProbe(describe(outcome.error()));
    const std::string said = lastLine(outcome->errorOutput);
    const std::string saying = said.empty() ? std::string() : "; its last words: " + said;
    if (outcome->timedOut)
        return failedProbe(concat("the engine module '", module.string(), "' did not load within ",
                                  formatDurationNs(std::chrono::nanoseconds(timeout).count()), saying));
    if (outcome->signal != 0)
        return failedProbe(concat("loading the engine module '", module.string(), "' in a process of its own ended by ",
                                  signalText(outcome->signal), saying));
    auto probe = readProbe(outcome->output);
    if (!probe)
        return failedProbe(concat("the engine probe ended with exit code ", outcome->exitCode,
                                  " and without an answer that can be read: ", describe(probe.error()), saying));
    return std::move(*probe);
}

int probeEngineMain(const std::filesystem::path& module, ProbeDepth depth, const std::string& device) {
    const rlimit none{};
    ::setrlimit(RLIMIT_CORE, &none);  // a crash here is an answer, not something to keep
    const OutputGuard output;
    const Json document = probeDocument(module, depth, device);
    const auto text = dumpJson(document, -1);
    if (!text || !output.write(*text + "\n")) return 2;
    return document.contains("error") ? 1 : 0;
}

}  // namespace autoglm::engine
