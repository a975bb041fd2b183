// Whether a measurement may be trusted, by METRICS.md: valid, suspect with the reasons, or void. Pure functions.
// What is not known does not speak against a measurement. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/system_info.h"
#include "core/measure/samplers.h"

namespace autoglm::measure {

enum class ValidityState { Valid, Suspect, Void };
/// "valid", "suspect", "void".
const char* validityStateName(ValidityState state);

struct Validity {
    ValidityState state = ValidityState::Valid;
    std::vector<std::string> reasons;  ///< one sentence each
};

struct ValidityInputs {
    std::optional<bool> warmUpConverged;  ///< see warmUpHasConverged()
    std::uint64_t clockReasons = 0;       ///< of the device measured, all samples or-ed (core/base/nvml.h)
    int otherDeviceProcesses = 0;         ///< most that were seen on the device at once
    std::optional<double> otherCpuShare;  ///< mean over the measurement, 0 to 1
    std::optional<bool> governorSavesPower;
    std::optional<std::uint64_t> weightsBytes;
    std::optional<std::uint64_t> lastLevelCacheBytes;  ///< of the device measured
    std::uint64_t nonFiniteLogits = 0;
};

/// More than this share of the machine's CPU time spent by others makes a measurement suspect.
inline constexpr double busyCpuShare = 0.10;
/// Successive warm-up runs that differ by less than this have converged.
inline constexpr double warmUpTolerance = 0.05;

/// True where the last two run times (any unit) differ by at most warmUpTolerance of the smaller; absent for fewer.
std::optional<bool> warmUpHasConverged(std::span<const double> runTimes);

/// Fills the fields that come from the machine: governor and cache, and what the samples saw of CPU and device.
/// `deviceIndex` is absent for the CPU.
void addMachine(ValidityInputs& inputs, const SystemInfo& system, std::span<const SystemSample> samples,
                std::optional<int> deviceIndex);

/// Weights in the last-level cache: their speed says nothing about a model that does not fit, MBU is then absent.
bool weightsFitInCache(const ValidityInputs& inputs);

Validity assessValidity(const ValidityInputs& inputs);

}  // namespace autoglm::measure
