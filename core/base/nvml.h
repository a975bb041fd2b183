// NVIDIA's management library, found at run time: what the driver says of its devices. Without the library everything
// else works and open() says so. One Nvml may be used from any thread. Errors: NotFound (no library: no driver is
// installed), Device (the library is there and refuses: its own words), Unsupported (a function is missing).
// Values a device does not report are absent, never 0. Source: NVML API reference guide; only the few functions below.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace autoglm {

struct NvmlProcess {
    std::uint32_t pid = 0;
    std::optional<std::uint64_t> usedBytes;
};

struct NvmlDevice {
    int index = 0;
    std::string name;
    std::optional<std::string> capability;  ///< compute capability, "9.0"
    std::optional<std::uint64_t> memoryTotalBytes;
    std::optional<std::uint64_t> memoryUsedBytes;
    std::optional<std::uint64_t> memoryFreeBytes;
    std::optional<int> utilizationPercent;
    std::optional<int> temperatureCelsius;
    std::optional<double> powerWatts;
    std::optional<double> energyJoules;  ///< since the driver was loaded
    std::optional<std::uint64_t> clockReasons;
    std::optional<std::vector<NvmlProcess>> processes;  ///< those that compute
};

struct NvmlSnapshot {
    std::string driverVersion;                     ///< "570.86.10"
    std::optional<std::string> cudaDriverVersion;  ///< newest CUDA that the driver serves, "12.8"
    std::vector<NvmlDevice> devices;
};

/// The bits of clockReasons that hold the clocks below what was asked for: power cap, heat, power brake.
inline constexpr std::uint64_t nvmlSlowdownReasons = 0x04 | 0x08 | 0x20 | 0x40 | 0x80;

/// Names of the bits, for example "software power cap".
std::vector<std::string> clockReasonNames(std::uint64_t reasons);

class Nvml {
  public:
    static Result<std::shared_ptr<Nvml>> open(const std::string& library = "libnvidia-ml.so.1");
    ~Nvml();
    Nvml(const Nvml&) = delete;
    Nvml& operator=(const Nvml&) = delete;

    int deviceCount() const;
    NvmlDevice device(int index) const;
    NvmlSnapshot snapshot() const;

  private:
    struct Library;
    explicit Nvml(std::unique_ptr<Library> library);
    std::unique_ptr<Library> m_library;
};

Json toJson(const NvmlSnapshot& snapshot);

}  // namespace autoglm
