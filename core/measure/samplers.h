// Samples of memory, load, clocks and energy, taken in the background while something else is measured.
// Sampler owns its thread, which ends with the object; snapshot() and since() may be called from any thread.
// Values that the machine does not show are absent, never 0. Units are in the names; times are nowNs().
// Sources: proc(5), Documentation/power/powercap of the Linux kernel, core/base/nvml.h.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/nvml.h"
#include "core/base/result.h"
#include "core/base/system_info.h"

namespace autoglm::measure {

struct ProcessMemory {
    std::optional<std::uint64_t> residentBytes;
    std::optional<std::uint64_t> peakResidentBytes;  ///< since the start or the last resetPeakRss()
    std::optional<std::uint64_t> fileBackedBytes;    ///< the part of residentBytes that is mapped files
};

/// Of this process.
ProcessMemory readProcessMemory(const SystemRoots& roots = {});

/// Lets peakResidentBytes start again from the present value; fails where the kernel does not allow it.
Status resetPeakRss(const SystemRoots& roots = {});

struct DeviceSample {
    int index = 0;
    std::optional<std::uint64_t> usedBytes;         ///< by everybody
    std::optional<std::uint64_t> processUsedBytes;  ///< by this process
    std::optional<int> otherProcesses;              ///< that compute on the device
    std::optional<int> utilizationPercent;
    std::optional<int> temperatureCelsius;
    std::optional<double> powerWatts;
    std::optional<double> energyJoules;         ///< a counter: only differences mean something
    std::optional<std::uint64_t> clockReasons;  ///< bits as in core/base/nvml.h
};

/// N of "cuda:N"; nothing for another device.
std::optional<int> cudaIndex(std::string_view device);

struct SystemSample {
    std::int64_t timeNs = 0;
    ProcessMemory memory;
    std::optional<std::uint64_t> availableMemoryBytes;
    std::optional<double> ownCpuShare;      ///< of all CPU time since the sample before, 0 to 1, by this process
    std::optional<double> otherCpuShare;    ///< of all CPU time since the sample before, 0 to 1, by other processes
    std::optional<double> cpuFrequencyHz;   ///< mean over the cores
    std::optional<double> cpuEnergyJoules;  ///< all packages, since the sampler was started
    std::vector<DeviceSample> devices;
};

struct SamplerOptions {
    std::chrono::milliseconds interval{1000};
    std::size_t capacity = 36'000;  ///< the oldest samples go first
    std::shared_ptr<Nvml> nvml;     ///< null: no devices
    SystemRoots roots;
};

class Sampler {
  public:
    /// Takes the first sample at once, then one per interval.
    explicit Sampler(SamplerOptions options);
    ~Sampler();
    Sampler(const Sampler&) = delete;
    Sampler& operator=(const Sampler&) = delete;

    /// Takes a last sample and ends the thread; further calls do nothing.
    void stop();

    std::vector<SystemSample> snapshot() const;
    /// Only those taken after `timeNs`.
    std::vector<SystemSample> since(std::int64_t timeNs) const;

  private:
    struct Counters;
    void run(std::stop_token stop);
    void take();

    SamplerOptions m_options;
    std::unique_ptr<Counters> m_counters;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<SystemSample> m_samples;
    std::jthread m_thread;  // last: it must not outlive what it uses
};

enum class EnergyMethod { Counter, PowerTrapezoid };
const char* energyMethodName(EnergyMethod method);

struct Energy {
    double joules = 0;
    double seconds = 0;  ///< covered by the samples used
    EnergyMethod method = EnergyMethod::Counter;
};

/// Energy of device `index` over the samples' span: the device's counter where the span is at least 2 s, else the
/// trapezoid of its power samples; absent where neither is there.
std::optional<Energy> deviceEnergy(std::span<const SystemSample> samples, int index);

/// The CPU packages' energy over the samples' span (RAPL).
std::optional<Energy> cpuEnergy(std::span<const SystemSample> samples);

}  // namespace autoglm::measure
