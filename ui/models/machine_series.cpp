#include "ui/models/machine_series.h"

#include <algorithm>
#include <limits>

namespace autoglm::ui {
namespace {

constexpr std::size_t machineMarkersKept = 512;
constexpr std::size_t holdingsKept = 512;

template <class Value>
std::optional<double> realOf(const std::optional<Value>& value, double factor = 1) {
    return value ? std::optional(factor * static_cast<double>(*value)) : std::nullopt;
}

}  // namespace

void MachineSeries::hold(const Holding& holding) {
    m_holdings.push_back(holding);
    if (m_holdings.size() > holdingsKept) m_holdings.pop_front();
}

void MachineSeries::mark(MarkerKind kind, std::int64_t timeNs) {
    m_markers.push_back({kind, timeNs});
    if (m_markers.size() > machineMarkersKept) m_markers.erase(m_markers.begin());
}

void MachineSeries::add(const std::vector<measure::SystemSample>& samples) {
    for (const measure::SystemSample& sample : samples) {
        m_points.push_back(pointOf(sample));
        m_last = sample;
        m_hasGpu = m_hasGpu || !sample.devices.empty();
        if (m_points.size() > m_capacity) m_points.pop_front();
    }
}

MachinePoint MachineSeries::pointOf(const measure::SystemSample& sample) const {
    MachinePoint out;
    out.timeNs = sample.timeNs;
    const auto held = std::find_if(m_holdings.rbegin(), m_holdings.rend(),
                                   [&](const Holding& one) { return one.timeNs <= sample.timeNs; });
    const Holding holding = held == m_holdings.rend() ? Holding{} : *held;
    const auto device = std::ranges::find(sample.devices, holding.device.value_or(0), &measure::DeviceSample::index);
    const bool hasDevice = device != sample.devices.end();
    std::optional<double> inUse = realOf(sample.memory.residentBytes);
    if (holding.device) inUse = hasDevice ? realOf(device->usedBytes) : std::nullopt;
    // Never more than is in use: pages that were never written, of a cache for instance, are not there yet.
    const double inUseBytes = inUse.value_or(std::numeric_limits<double>::infinity());
    out.weights = std::min(static_cast<double>(holding.weightsBytes), inUseBytes);
    out.kvCache = std::min(static_cast<double>(holding.kvCacheBytes), inUseBytes - *out.weights);
    if (inUse) out.rest = *inUse - *out.weights - *out.kvCache;
    out.ownCpu = realOf(sample.ownCpuShare, 100);
    out.otherCpu = realOf(sample.otherCpuShare, 100);
    if (out.ownCpu && out.otherCpu) out.allCpu = std::min(100.0, *out.ownCpu + *out.otherCpu);
    if (hasDevice) {
        out.gpu = realOf(device->utilizationPercent);
        out.temperature = realOf(device->temperatureCelsius);
        out.gpuWatts = device->powerWatts;
    }
    if (m_last && m_last->cpuEnergyJoules && sample.cpuEnergyJoules && sample.timeNs > m_last->timeNs)
        out.cpuWatts = (*sample.cpuEnergyJoules - *m_last->cpuEnergyJoules) * 1e9 /
                       static_cast<double>(sample.timeNs - m_last->timeNs);
    return out;
}

}  // namespace autoglm::ui
