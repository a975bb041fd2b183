#include "core/measure/validity.h"

#include <algorithm>
#include <cmath>

#include "core/base/text_format.h"

namespace autoglm::measure {

const char* validityStateName(ValidityState state) {
    switch (state) {
        case ValidityState::Valid:
            return "valid";
        case ValidityState::Suspect:
            return "suspect";
        case ValidityState::Void:
            return "void";
    }
    return "void";
}

std::optional<bool> warmUpHasConverged(std::span<const double> runTimes) {
    if (runTimes.size() < 2) return std::nullopt;
    const double last = runTimes.back();
    const double before = runTimes[runTimes.size() - 2];
    return std::abs(last - before) <= warmUpTolerance * std::min(last, before);
}

void addMachine(ValidityInputs& inputs, const SystemInfo& system, std::span<const SystemSample> samples,
                std::optional<int> deviceIndex) {
    inputs.governorSavesPower = system.governorSavesPower();
    if (!deviceIndex) inputs.lastLevelCacheBytes = system.lastLevelCacheBytes;

    double share = 0;
    int shares = 0;
    // A sample's share covers the time since the sample before it, so the first one says nothing of this span.
    for (std::size_t i = 1; i < samples.size(); ++i) {
        if (!samples[i].otherCpuShare) continue;
        share += *samples[i].otherCpuShare;
        ++shares;
    }
    if (shares > 0) inputs.otherCpuShare = share / shares;

    for (const SystemSample& sample : samples) {
        for (const DeviceSample& device : sample.devices) {
            if (!deviceIndex || device.index != *deviceIndex) continue;
            inputs.clockReasons |= device.clockReasons.value_or(0);
            inputs.otherDeviceProcesses = std::max(inputs.otherDeviceProcesses, device.otherProcesses.value_or(0));
        }
    }
}

bool weightsFitInCache(const ValidityInputs& inputs) {
    return inputs.weightsBytes && inputs.lastLevelCacheBytes && *inputs.weightsBytes <= *inputs.lastLevelCacheBytes;
}

Validity assessValidity(const ValidityInputs& inputs) {
    Validity out;
    const auto add = [&out](ValidityState state, std::string reason) {
        out.state = std::max(out.state, state);
        out.reasons.push_back(std::move(reason));
    };
    if (inputs.nonFiniteLogits > 0) add(ValidityState::Void, concat(inputs.nonFiniteLogits, " logits were not finite"));
    if (inputs.warmUpConverged == false)
        add(ValidityState::Suspect, concat("warm-up did not converge: its last two runs differ by more than ",
                                           fixed(warmUpTolerance * 100, 0), " %"));
    if (const std::uint64_t slow = inputs.clockReasons & nvmlSlowdownReasons; slow != 0)
        add(ValidityState::Suspect, "the device's clocks were throttled: " + join(clockReasonNames(slow), ", "));
    if (inputs.otherDeviceProcesses > 0)
        add(ValidityState::Suspect,
            concat("another process used the device (", inputs.otherDeviceProcesses, " seen at once)"));
    if (inputs.otherCpuShare && *inputs.otherCpuShare > busyCpuShare)
        add(ValidityState::Suspect, concat("the CPU was loaded: other processes took ",
                                           fixed(*inputs.otherCpuShare * 100, 0), " % of its time"));
    if (inputs.governorSavesPower == true) add(ValidityState::Suspect, "the CPU's frequency governor saves power");
    if (weightsFitInCache(inputs))
        add(ValidityState::Suspect,
            concat("the weights (", formatBytes(*inputs.weightsBytes), ") fit in the last-level cache (",
                   formatBytes(*inputs.lastLevelCacheBytes), "): this speed says nothing about a larger model"));
    return out;
}

}  // namespace autoglm::measure
