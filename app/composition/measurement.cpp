#include "app/composition/measurement.h"

#include <algorithm>
#include <mutex>

namespace autoglm::app {

namespace {

/// Measured once per process; a probe that was stopped is none.
struct KnownBandwidth {
    std::mutex mutex;
    std::optional<Result<measure::ReadBandwidth>> measured;
};

KnownBandwidth& knownBandwidth() {
    static KnownBandwidth known;
    return known;
}

std::optional<double> cpuReadBandwidth(const std::stop_token& stop) {
    KnownBandwidth& known = knownBandwidth();
    const std::scoped_lock lock(known.mutex);
    if (!known.measured) {
        Result<measure::ReadBandwidth> measured = measure::measureReadBandwidth({}, stop);
        if (stop.stop_requested()) return std::nullopt;
        known.measured = std::move(measured);
    }
    const Result<measure::ReadBandwidth>& measured = *known.measured;
    return measured ? std::optional(measured->bestBytesPerS) : std::nullopt;
}

}  // namespace

bool needsBandwidthProbe(const std::vector<std::string>& devices) {
    const auto isCpu = [](const std::string& device) { return !measure::cudaIndex(device); };
    if (std::ranges::none_of(devices, isCpu)) return false;
    KnownBandwidth& known = knownBandwidth();
    const std::scoped_lock lock(known.mutex);
    return !known.measured;
}

MachineWatch::MachineWatch(const std::vector<std::string>& devices, const std::stop_token& stop)
    : m_system(readSystemInfo()) {
    for (const std::string& device : devices) {
        if (const auto index = measure::cudaIndex(device))
            m_deviceIndices.push_back(*index);
        else
            m_usesCpu = true;
    }
    // A GPU's own bandwidth is not what reading main memory reaches: without a device probe MBU stays absent there.
    if (m_usesCpu) m_readBandwidth = cpuReadBandwidth(stop);
    if (Result<std::shared_ptr<Nvml>> nvml = Nvml::open()) m_nvml = *nvml;
    measure::SamplerOptions options;
    options.nvml = m_nvml;
    m_sampler = std::make_shared<measure::Sampler>(std::move(options));
}

template <class Plan>
void MachineWatch::completeCommon(Plan& plan) const {
    plan.readBandwidthBytesPerS = m_readBandwidth;
    if (m_usesCpu) plan.lastLevelCacheBytes = m_system.lastLevelCacheBytes;
    plan.addMachine = [system = m_system, sampler = m_sampler, usesCpu = m_usesCpu,
                       indices = m_deviceIndices](measure::ValidityInputs& inputs) {
        const std::vector<measure::SystemSample> samples = sampler->snapshot();
        if (usesCpu) measure::addMachine(inputs, system, samples, std::nullopt);
        for (const int index : indices)
            measure::addMachine(inputs, system, samples, index);
    };
}

void MachineWatch::complete(evaluate::BenchPlan& plan) const {
    completeCommon(plan);
    plan.freeMemoryBytes = readAvailableMemory();
}

void MachineWatch::complete(evaluate::ComparisonPlan& plan) const {
    completeCommon(plan);
    plan.memorySnapshot = [sampler = m_sampler, total = m_system.memoryTotalBytes](const std::string& measured) {
        evaluate::MemorySnapshot snapshot;
        snapshot.process = measure::readProcessMemory();
        static_cast<void>(measure::resetPeakRss());  // the next phase's peak is its own, where the kernel allows it
        snapshot.availableSystemBytes = readAvailableMemory();
        snapshot.totalSystemBytes = total;
        const std::vector<measure::SystemSample> samples = sampler->snapshot();
        const auto index = measure::cudaIndex(measured);
        if (!index || samples.empty()) return snapshot;
        for (const measure::DeviceSample& device : samples.back().devices) {
            if (device.index != *index) continue;
            snapshot.deviceInUseBytes = device.usedBytes;
            snapshot.deviceProcessBytes = device.processUsedBytes;
        }
        return snapshot;
    };
}

}  // namespace autoglm::app
