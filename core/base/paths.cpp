#include "core/base/paths.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/text_format.h"

namespace autoglm {

namespace fs = std::filesystem;

namespace {

fs::path fromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    return value && *value ? fs::path(value) : fs::path();
}

Result<fs::path> firstExisting(const std::vector<fs::path>& candidates, const std::string& what) {
    std::vector<std::string> tried;
    std::error_code ignored;
    for (const fs::path& candidate : candidates) {
        if (fs::exists(candidate, ignored)) return fs::weakly_canonical(candidate, ignored);
        tried.push_back("'" + candidate.string() + "'");
    }
    return fail(ErrorCode::NotFound, what + " was not found; looked at " + join(tried, " and "), what);
}

fs::path userFolder(const char* variable, const char* fallback) {
    const fs::path base = fromEnvironment(variable);
    return (base.is_absolute() ? base : homeFolder() / fallback) / "autoglm-workbench";
}

}  // namespace

fs::path programFolder() {
    if (fs::path folder = fromEnvironment("AUTOGLM_BIN_DIR"); !folder.empty()) return folder;
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

Result<fs::path> resourceFolder() {
    if (fs::path folder = fromEnvironment("AUTOGLM_RESOURCES"); !folder.empty())
        return firstExisting({folder}, "the resource folder");
    const fs::path program = programFolder();
    // Installed; built into build/NAME, or into a folder of the clone.
    return firstExisting({program / "../share/autoglm", program / "../../../resources", program / "../../resources"},
                         "the resource folder");
}

Result<fs::path> engineModulePath() {
    const fs::path program = programFolder();
    return firstExisting(
        {program / "libautoglm_engine_torch.so", program / "../lib/autoglm/libautoglm_engine_torch.so"},
        "the engine module libautoglm_engine_torch.so");
}

Result<fs::path> helperPath() {
    const fs::path program = programFolder();
    return firstExisting({program / "autoglm-helper", program / "../libexec/autoglm/autoglm-helper"},
                         "the program autoglm-helper");
}

fs::path homeFolder() {
    const fs::path home = fromEnvironment("HOME");
    return home.empty() ? fs::path("/") : home;
}

fs::path configFolder() {
    return userFolder("XDG_CONFIG_HOME", ".config");
}
fs::path dataFolder() {
    return userFolder("XDG_DATA_HOME", ".local/share");
}
fs::path cacheFolder() {
    return userFolder("XDG_CACHE_HOME", ".cache");
}

}  // namespace autoglm
