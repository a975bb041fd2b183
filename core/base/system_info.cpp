#include "core/base/system_info.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "core/base/text_format.h"

namespace autoglm {

namespace fs = std::filesystem;

std::optional<std::string> readKernelText(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string text{std::istreambuf_iterator<char>(file), {}};
    return file.bad() || text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::string> readKernelLine(const fs::path& path) {
    const auto text = readKernelText(path);
    if (!text) return std::nullopt;
    const std::string_view line = trim(std::string_view(*text).substr(0, text->find('\n')));
    return line.empty() ? std::nullopt : std::optional<std::string>(line);
}

std::optional<std::uint64_t> parseUnsigned(std::string_view text) {
    text = trim(text);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

namespace {

/// The text after "name" and a colon, or after "name" and a blank, on a line of its own.
std::optional<std::string_view> tableValue(std::string_view table, std::string_view name) {
    for (std::size_t begin = 0; begin < table.size();) {
        const std::size_t end = std::min(table.find('\n', begin), table.size());
        std::string_view line = table.substr(begin, end - begin);
        begin = end + 1;
        if (!line.starts_with(name)) continue;
        line.remove_prefix(name.size());
        if (line.empty() || std::string_view(" \t:").find(line.front()) == std::string_view::npos) continue;
        line = trim(line);
        if (line.starts_with(':')) line.remove_prefix(1);
        return trim(line);
    }
    return std::nullopt;
}

std::optional<std::string> tableText(std::string_view table, std::string_view name) {
    const auto value = tableValue(table, name);
    return value && !value->empty() ? std::optional<std::string>(*value) : std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> kernelTableBytes(std::string_view table, std::string_view name) {
    auto value = tableValue(table, name);
    if (!value) return std::nullopt;
    const bool kibibytes = value->ends_with(" kB");
    if (kibibytes) value->remove_suffix(3);
    const auto number = parseUnsigned(*value);
    if (!number || *number > (UINT64_MAX >> 10U)) return std::nullopt;
    return kibibytes ? *number * 1024 : *number;
}

namespace {

/// Entries of a kernel list such as "0-3,8"; absent where it is malformed.
std::optional<int> countOfList(std::string_view list) {
    std::uint64_t count = 0;
    for (const std::string& part : split(trim(list), ',')) {
        const auto dash = part.find('-');
        const auto first = parseUnsigned(std::string_view(part).substr(0, dash));
        const auto last = dash == std::string::npos ? first : parseUnsigned(std::string_view(part).substr(dash + 1));
        if (!first || !last || *last < *first || *last > 1'000'000) return std::nullopt;
        count += *last - *first + 1;
    }
    return static_cast<int>(count);
}

/// Folders of this process's control group for `controller`, innermost first: every level can set a limit.
struct ControlGroup {
    std::vector<fs::path> folders;
    bool unified = false;
};

ControlGroup controlGroup(const SystemRoots& roots, std::string_view controller) {
    const std::string table = readKernelText(roots.proc / "self/cgroup").value_or("");
    std::string versionOne;
    std::string path = "/";
    bool unified = true;
    for (const std::string& line : split(table, '\n')) {
        const auto parts = split(line, ':');
        if (parts.size() < 3) continue;
        const auto controllers = split(parts[1], ',');
        if (std::find(controllers.begin(), controllers.end(), controller) != controllers.end()) {
            versionOne = parts[1];
            path = parts[2];
            unified = false;
        } else if (parts[1].empty() && unified) {
            path = parts[2];
        }
    }
    ControlGroup group{.folders = {}, .unified = unified};
    const fs::path top = roots.sys / "fs/cgroup";
    std::error_code ignored;
    fs::path mount = top;
    if (!unified) mount = fs::exists(top / versionOne, ignored) ? top / versionOne : top / std::string(controller);
    // Inside a container the path can be the host's and absent here; the mount itself is then the group.
    for (fs::path relative = fs::path(path).relative_path(); !relative.empty(); relative = relative.parent_path())
        if (fs::exists(mount / relative, ignored)) group.folders.push_back(mount / relative);
    group.folders.push_back(mount);
    return group;
}

std::optional<double> readCpuQuota(const SystemRoots& roots) {
    const ControlGroup group = controlGroup(roots, "cpu");
    std::optional<double> smallest;
    for (const fs::path& folder : group.folders) {
        std::optional<std::uint64_t> quota;
        std::optional<std::uint64_t> period;
        if (group.unified) {
            const auto parts = split(readKernelLine(folder / "cpu.max").value_or(""), ' ');
            if (parts.size() == 2) quota = parseUnsigned(parts[0]), period = parseUnsigned(parts[1]);
        } else {
            quota = parseUnsigned(readKernelLine(folder / "cpu.cfs_quota_us").value_or(""));  // "-1": none
            period = parseUnsigned(readKernelLine(folder / "cpu.cfs_period_us").value_or(""));
        }
        if (!quota || !period || *quota == 0 || *period == 0) continue;
        const double cores = static_cast<double>(*quota) / static_cast<double>(*period);
        smallest = smallest ? std::min(*smallest, cores) : cores;
    }
    return smallest;
}

struct MemoryLimit {
    std::optional<std::uint64_t> limitBytes;
    std::optional<std::uint64_t> roomBytes;  ///< left below the limit, page cache that can be dropped counted as free
};

MemoryLimit readMemoryLimit(const SystemRoots& roots) {
    const ControlGroup group = controlGroup(roots, "memory");
    MemoryLimit result;
    for (const fs::path& folder : group.folders) {
        const auto limit = parseUnsigned(
            readKernelLine(folder / (group.unified ? "memory.max" : "memory.limit_in_bytes")).value_or(""));
        if (!limit || *limit >= (1ULL << 60U)) continue;  // version 1 writes 'no limit' as a huge number
        result.limitBytes = std::min(result.limitBytes.value_or(UINT64_MAX), *limit);
        const auto used = parseUnsigned(
            readKernelLine(folder / (group.unified ? "memory.current" : "memory.usage_in_bytes")).value_or(""));
        if (!used) continue;
        const std::string statistics = readKernelText(folder / "memory.stat").value_or("");
        const auto cache =
            kernelTableBytes(statistics, group.unified ? "inactive_file" : "total_inactive_file").value_or(0);
        const std::uint64_t held = *used - std::min(*used, cache);
        result.roomBytes = std::min(result.roomBytes.value_or(UINT64_MAX), *limit - std::min(*limit, held));
    }
    return result;
}

void readCpuTable(const SystemRoots& roots, SystemInfo& info) {
    const auto table = readKernelText(roots.proc / "cpuinfo");
    if (!table) return;
    info.cpuModel = tableText(*table, "model name");
    std::set<std::pair<std::string, std::string>> cores;
    int logical = 0;
    std::string package;
    for (const std::string& line : split(*table, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        const std::string_view key = trim(std::string_view(line).substr(0, colon));
        const std::string value(trim(std::string_view(line).substr(colon + 1)));
        if (key == "processor") ++logical;
        if (key == "physical id") package = value;
        if (key == "core id") cores.emplace(package, value);
    }
    if (logical > 0) info.logicalCores = logical;
    if (!cores.empty()) info.physicalCores = static_cast<int>(cores.size());
    if (const auto flags = tableText(*table, "flags")) {
        const auto present = split(*flags, ' ');
        info.isaFlags.emplace();
        for (const std::string& flag : knownIsaFlags())
            if (std::find(present.begin(), present.end(), flag) != present.end()) info.isaFlags->push_back(flag);
    }
}

/// "36608K" or "32M".
std::optional<std::uint64_t> cacheSize(std::string_view text) {
    std::uint64_t unit = 1;
    if (text.ends_with('K')) unit = 1024;
    if (text.ends_with('M')) unit = 1024 * 1024;
    if (unit > 1) text.remove_suffix(1);
    const auto number = parseUnsigned(text);
    if (!number || *number > (1ULL << 40U)) return std::nullopt;
    return *number * unit;
}

std::optional<std::uint64_t> readLastLevelCache(const SystemRoots& roots) {
    std::uint64_t deepest = 0;
    std::uint64_t bytes = 0;
    std::set<std::string> seen;  // one cache is listed under every core that shares it
    std::error_code ignored;
    for (const auto& cpu : fs::directory_iterator(roots.sys / "devices/system/cpu", ignored)) {
        if (!cpu.path().filename().string().starts_with("cpu")) continue;
        for (const auto& index : fs::directory_iterator(cpu.path() / "cache", ignored)) {
            const auto level = parseUnsigned(readKernelLine(index.path() / "level").value_or(""));
            const auto size = cacheSize(readKernelLine(index.path() / "size").value_or(""));
            if (!level || !size || *level < deepest) continue;
            if (readKernelLine(index.path() / "type") == "Instruction") continue;
            if (*level > deepest) {
                deepest = *level;
                bytes = 0;
                seen.clear();
            }
            if (seen.insert(readKernelLine(index.path() / "shared_cpu_list").value_or(cpu.path())).second)
                bytes += *size;
        }
    }
    return bytes > 0 ? std::optional(bytes) : std::nullopt;
}

void readFrequencyPolicy(const SystemRoots& roots, SystemInfo& info) {
    const fs::path folder = roots.sys / "devices/system/cpu/cpu0/cpufreq";
    info.governor = readKernelLine(folder / "scaling_governor");
    info.frequencyDriver = readKernelLine(folder / "scaling_driver");
    info.energyPreference = readKernelLine(folder / "energy_performance_preference");
}

std::optional<std::string> readOsName(const SystemRoots& roots) {
    for (const std::string& line : split(readKernelText(roots.etc / "os-release").value_or(""), '\n')) {
        if (!line.starts_with("PRETTY_NAME=")) continue;
        std::string name = line.substr(12);
        std::erase(name, '"');
        return name.empty() ? std::nullopt : std::optional(sanitizeUtf8(name));
    }
    return std::nullopt;
}

std::optional<double> parseLoad(const std::optional<std::string>& line) {
    if (!line) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(line->data(), line->data() + line->size(), value);
    return error == std::errc() && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

const std::vector<std::string>& knownIsaFlags() {
    static const std::vector<std::string> flags = {"avx2",        "f16c",        "fma",         "avx512f",  "avx512bw",
                                                   "avx512_vnni", "avx512_bf16", "avx512_fp16", "avx_vnni", "amx_tile",
                                                   "amx_int8",    "amx_bf16",    "sha_ni"};
    return flags;
}

bool SystemInfo::hasIsa(std::string_view flag) const {
    return isaFlags && std::find(isaFlags->begin(), isaFlags->end(), flag) != isaFlags->end();
}

std::optional<bool> SystemInfo::governorSavesPower() const {
    if (!governor) return std::nullopt;
    if (*governor == "conservative") return true;
    if (*governor != "powersave") return false;
    // Where the CPU picks its own frequency, "powersave" is the ordinary governor and the preference decides.
    if (frequencyDriver && (*frequencyDriver == "intel_pstate" || *frequencyDriver == "amd-pstate-epp"))
        return energyPreference == "power" || energyPreference == "balance_power";
    return true;
}

std::optional<std::uint64_t> readAvailableMemory(const SystemRoots& roots) {
    const std::string table = readKernelText(roots.proc / "meminfo").value_or("");
    const auto available = kernelTableBytes(table, "MemAvailable");
    if (!available) return std::nullopt;
    return std::min(*available, readMemoryLimit(roots).roomBytes.value_or(UINT64_MAX));
}

SystemInfo readSystemInfo(const SystemRoots& roots) {
    SystemInfo info;
    readCpuTable(roots, info);
    readFrequencyPolicy(roots, info);
    info.lastLevelCacheBytes = readLastLevelCache(roots);
    info.cpuQuotaCores = readCpuQuota(roots);
    info.usableCores = countOfList(
        tableValue(readKernelText(roots.proc / "self/status").value_or(""), "Cpus_allowed_list").value_or("?"));
    if (info.cpuQuotaCores) {
        const int quota = static_cast<int>(std::min(std::ceil(*info.cpuQuotaCores), 1e6));
        info.usableCores = std::min(info.usableCores.value_or(quota), quota);
    }
    info.memoryTotalBytes = kernelTableBytes(readKernelText(roots.proc / "meminfo").value_or(""), "MemTotal");
    info.memoryAvailableBytes = readAvailableMemory(roots);
    const auto limit = readMemoryLimit(roots).limitBytes;
    if (limit && (!info.memoryTotalBytes || *limit < *info.memoryTotalBytes)) info.memoryLimitBytes = limit;
    info.loadAverage1 = parseLoad(readKernelLine(roots.proc / "loadavg"));
    info.kernel = readKernelLine(roots.proc / "sys/kernel/osrelease");
    info.osName = readOsName(roots);
    return info;
}

namespace {

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Json toJson(const SystemInfo& info) {
    return Json{{"os", orNull(info.osName)},
                {"kernel", orNull(info.kernel)},
                {"cpu_model", orNull(info.cpuModel)},
                {"physical_cores", orNull(info.physicalCores)},
                {"logical_cores", orNull(info.logicalCores)},
                {"usable_cores", orNull(info.usableCores)},
                {"cpu_quota_cores", orNull(info.cpuQuotaCores)},
                {"isa", orNull(info.isaFlags)},
                {"last_level_cache_bytes", orNull(info.lastLevelCacheBytes)},
                {"governor", orNull(info.governor)},
                {"memory_total_bytes", orNull(info.memoryTotalBytes)},
                {"memory_limit_bytes", orNull(info.memoryLimitBytes)},
                {"memory_available_bytes", orNull(info.memoryAvailableBytes)},
                {"load_average_1min", orNull(info.loadAverage1)}};
}

}  // namespace autoglm
