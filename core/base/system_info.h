// What the machine is and what of it this process may use: CPU, caches, memory, limits of its control group.
// Any thread; reads /proc and /sys, writes nothing. What cannot be read is absent, never 0.
// Sources: proc(5), cgroups(7), Documentation/admin-guide/pm/cpufreq.rst of the Linux kernel.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace autoglm {

/// Where the kernel's files lie; a test points them at a folder of its own.
struct SystemRoots {
    std::filesystem::path proc = "/proc";
    std::filesystem::path sys = "/sys";
    std::filesystem::path etc = "/etc";
};

struct SystemInfo {
    std::optional<std::string> cpuModel;
    std::optional<int> physicalCores;
    std::optional<int> logicalCores;
    std::optional<int> usableCores;                    ///< by affinity and by the control group's quota, rounded up
    std::optional<double> cpuQuotaCores;               ///< absent where there is no quota
    std::optional<std::vector<std::string>> isaFlags;  ///< those of knownIsaFlags() that the kernel enables
    std::optional<std::uint64_t> lastLevelCacheBytes;  ///< all instances together
    std::optional<std::string> governor;
    std::optional<std::string> frequencyDriver;
    std::optional<std::string> energyPreference;
    std::optional<std::uint64_t> memoryTotalBytes;
    std::optional<std::uint64_t> memoryLimitBytes;      ///< of the control group, where it is below the total
    std::optional<std::uint64_t> memoryAvailableBytes;  ///< without swapping, within the limit
    std::optional<double> loadAverage1;                 ///< runnable tasks, mean of the last minute
    std::optional<std::string> kernel;
    std::optional<std::string> osName;

    bool hasIsa(std::string_view flag) const;
    /// Whether the frequency governor prefers saving power over speed; absent where there is no governor to see.
    std::optional<bool> governorSavesPower() const;
};

SystemInfo readSystemInfo(const SystemRoots& roots = {});

/// The part that changes while running: available memory in bytes, as in SystemInfo.
std::optional<std::uint64_t> readAvailableMemory(const SystemRoots& roots = {});

/// The instruction sets that matter to matrix products and hashing, in the kernel's spelling.
const std::vector<std::string>& knownIsaFlags();

/// Keys are added to, never renamed; absent values are null.
Json toJson(const SystemInfo& info);

/// First line of a small kernel file without white space around it; absent where it cannot be read or is empty.
std::optional<std::string> readKernelLine(const std::filesystem::path& path);
/// The whole of a kernel file (their size on disk says nothing).
std::optional<std::string> readKernelText(const std::filesystem::path& path);
/// A number that fills `text` but for white space around it.
std::optional<std::uint64_t> parseUnsigned(std::string_view text);
/// `"Name:  12 kB"` in a table such as /proc/meminfo or /proc/self/status, in bytes.
std::optional<std::uint64_t> kernelTableBytes(std::string_view table, std::string_view name);

}  // namespace autoglm
