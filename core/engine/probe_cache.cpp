#include "core/engine/probe_cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <thread>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/system_info.h"

namespace autoglm::engine {
namespace {

constexpr int formatVersion = 1;

/// Which file it is and whether it was written since; null where there is none.
Json identityOf(const std::filesystem::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return nullptr;
    return Json::array({status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec});
}

/// Variables that the loader, libtorch or a library below it reads.
Json libraryVariables() {
    constexpr std::array<std::string_view, 12> prefixes = {"LD_",  "ATEN_", "CUDA",  "NVIDIA", "OMP_",     "GOMP_",
                                                           "KMP_", "MKL_",  "DNNL_", "ONEDNN", "OPENBLAS", "TORCH"};
    std::vector<std::string> found;
    for (char** variable = environ; *variable; ++variable)
        if (std::ranges::any_of(prefixes, [text = std::string_view(*variable)](std::string_view prefix) {
                return text.starts_with(prefix);
            }))
            found.emplace_back(*variable);
    std::ranges::sort(found);
    return found;
}

Json situation(const std::filesystem::path& module, const std::vector<std::filesystem::path>& libraries) {
    Json files = Json::object();
    files[module.string()] = identityOf(module);
    files["/etc/ld.so.cache"] = identityOf("/etc/ld.so.cache");
    for (const std::filesystem::path& library : libraries)
        files[library.string()] = identityOf(library);
    return {{"format", formatVersion},
            {"abi", engineModuleAbi},
            {"boot", readKernelText("/proc/sys/kernel/random/boot_id").value_or("")},
            {"processors", std::thread::hardware_concurrency()},
            {"variables", libraryVariables()},
            {"files", std::move(files)}};
}

}  // namespace

std::optional<ModuleProbe> keptProbe(const std::filesystem::path& file, const std::filesystem::path& module) {
    const auto document = readJsonFile(file);
    if (!document || !document->is_object()) return {};
    const Json facts = document->value("facts", Json());
    const Json libraries = document->value("libraries", Json());
    const Json readAt = document->value("read_at", Json());
    if (!facts.is_object() || !libraries.is_array() || !readAt.is_string()) return {};
    ModuleProbe probe;
    for (const Json& library : libraries) {
        if (!library.is_string()) return {};
        probe.libraries.emplace_back(library.get<std::string>());
    }
    if (document->value("situation", Json()) != situation(module, probe.libraries)) return {};
    auto parsed = engineFactsFromJson(facts);
    if (!parsed) return {};
    probe.facts = std::move(*parsed);
    probe.readAt = readAt.get<std::string>();
    return probe;
}

void keepProbe(const std::filesystem::path& file, const std::filesystem::path& module, const ModuleProbe& probe) {
    std::error_code ignored;
    const auto keep = [&]() -> Status {
        Json names = Json::array();
        for (const std::filesystem::path& library : probe.libraries)
            names.push_back(library.string());
        AUTOGLM_TRY(const std::string text, dumpJson({{"situation", situation(module, probe.libraries)},
                                                      {"libraries", std::move(names)},
                                                      {"read_at", utcNow()},
                                                      {"facts", toJson(*probe.facts)}}));
        std::filesystem::create_directories(file.parent_path(), ignored);
        return writeFileAtomically(file, text);
    };
    const bool canBeKept = probe.facts && probe.facts->cudaVersion.empty() && !probe.libraries.empty();
    if (!canBeKept || !keep()) std::filesystem::remove(file, ignored);
}

}  // namespace autoglm::engine
