// Which driver a CUDA runtime needs and which devices a build of libtorch can serve. Pure but for the loader of the
// table, resources/compatibility/cuda.json (its sources are named in it). Any thread. Errors: those of readJsonFile,
// Corrupt where the table lacks a field.
#pragma once

#include <compare>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace autoglm::environment {

/// Numbers between dots, compared one by one; missing ones count as 0. "2.6.0+cu124" is 2.6.0.
class Version {
  public:
    static std::optional<Version> parse(std::string_view text);
    int major() const { return m_parts.front(); }
    int minor() const { return m_parts.size() > 1 ? m_parts[1] : 0; }
    std::strong_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const { return (*this <=> other) == 0; }

  private:
    std::vector<int> m_parts = {0};  ///< at least one, no trailing zeros
};

struct CudaRelease {
    Version version;
    Version minimumDriver;
    Version releaseDriver;
    std::string minimumDriverText;
    std::string releaseDriverText;
    Version oldestCapability;
    Version newestCapability;
};

struct CompatibilityTable {
    std::vector<CudaRelease> cuda;
    Version oldestLibtorch;
    std::string oldestLibtorchText;

    /// The release of the same major and minor number.
    const CudaRelease* find(const Version& cudaVersion) const;
    /// The newest known release of the same major number: what holds for its minimum driver holds for later ones.
    const CudaRelease* findMajor(const Version& cudaVersion) const;
};

Result<CompatibilityTable> parseCompatibility(const Json& json, const std::string& subject);
Result<CompatibilityTable> loadCompatibility(const std::filesystem::path& file);

enum class ArchitectureMatch { Binary, Ptx, None };

/// How code built for `architectures` ("sm_80", "sm_90a", "compute_90") runs on a device of `capability` ("9.0"):
/// as it is (same major number, minor not above the device's), compiled from PTX by the driver, or not at all.
/// Source: CUDA C++ programming guide, application compatibility.
ArchitectureMatch matchArchitecture(const std::vector<std::string>& architectures, const Version& capability);

}  // namespace autoglm::environment
