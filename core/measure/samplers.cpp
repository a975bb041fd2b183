#include "core/measure/samplers.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <utility>

#include "core/base/clock.h"
#include "core/base/text_format.h"

namespace autoglm::measure {

namespace fs = std::filesystem;

std::optional<int> cudaIndex(std::string_view device) {
    constexpr std::string_view prefix = "cuda:";
    if (!device.starts_with(prefix)) return std::nullopt;
    int index = 0;
    std::from_chars(device.data() + prefix.size(), device.data() + device.size(), index);
    return index;
}

ProcessMemory readProcessMemory(const SystemRoots& roots) {
    // Not smaps_rollup: it walks the page tables, which takes tens of milliseconds once weights are resident.
    const std::string table = readKernelText(roots.proc / "self/status").value_or("");
    ProcessMemory memory;
    memory.residentBytes = kernelTableBytes(table, "VmRSS");
    memory.peakResidentBytes = kernelTableBytes(table, "VmHWM");
    memory.fileBackedBytes = kernelTableBytes(table, "RssFile");
    return memory;
}

Status resetPeakRss(const SystemRoots& roots) {
    const fs::path path = roots.proc / "self/clear_refs";
    std::ofstream file(path);
    file << "5" << std::flush;
    if (!file)
        return fail(ErrorCode::Unsupported, "the peak of resident memory could not be reset; it counts from the start",
                    path.string());
    return {};
}

struct CpuTicks {
    std::uint64_t busy = 0;
    std::uint64_t total = 0;
    std::uint64_t self = 0;
};

namespace {

/// Clock ticks of the machine and of this process. Time stolen by a hypervisor counts as busy: it is somebody else's.
std::optional<CpuTicks> readCpuTicks(const SystemRoots& roots) {
    const auto machine = readKernelLine(roots.proc / "stat");
    const auto process = readKernelLine(roots.proc / "self/stat");
    if (!machine || !process || !machine->starts_with("cpu ")) return std::nullopt;

    std::vector<std::uint64_t> fields;  // user nice system idle iowait irq softirq steal; guest is inside user
    for (const std::string& part : split(trim(std::string_view(*machine).substr(4)), ' '))
        if (const auto value = parseUnsigned(part)) fields.push_back(*value);
    if (fields.size() < 8) return std::nullopt;
    CpuTicks ticks;
    for (std::size_t i = 0; i < 8; ++i) {
        ticks.total += fields[i];
        if (i != 3 && i != 4) ticks.busy += fields[i];
    }

    // The program's name stands in brackets and may contain anything, so fields are counted after the last one.
    const auto bracket = process->rfind(')');
    if (bracket == std::string::npos || bracket + 2 > process->size()) return std::nullopt;
    const auto parts = split(std::string_view(*process).substr(bracket + 2), ' ');
    if (parts.size() < 13) return std::nullopt;
    const auto user = parseUnsigned(parts[11]);
    const auto system = parseUnsigned(parts[12]);
    if (!user || !system) return std::nullopt;
    ticks.self = *user + *system;
    return ticks;
}

struct CpuShares {
    std::optional<double> own;
    std::optional<double> other;
};

CpuShares cpuShares(const std::optional<CpuTicks>& before, const std::optional<CpuTicks>& now) {
    if (!before || !now || now->total <= before->total || now->busy < before->busy || now->self < before->self)
        return {};
    const double busy = static_cast<double>(now->busy - before->busy);
    const double self = static_cast<double>(now->self - before->self);
    const auto total = static_cast<double>(now->total - before->total);
    return {std::clamp(self / total, 0.0, 1.0), std::clamp((busy - self) / total, 0.0, 1.0)};
}

std::vector<fs::path> sortedEntries(const fs::path& folder, const std::string& prefix) {
    std::vector<fs::path> out;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().filename().string().starts_with(prefix)) out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

std::optional<double> meanFrequencyHz(const std::vector<fs::path>& files) {
    double sum = 0;
    int count = 0;
    for (const fs::path& file : files) {
        if (const auto kilohertz = parseUnsigned(readKernelLine(file).value_or(""))) {
            sum += static_cast<double>(*kilohertz) * 1e3;
            ++count;
        }
    }
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

DeviceSample sampleDevice(const NvmlDevice& device) {
    DeviceSample sample;
    sample.index = device.index;
    sample.usedBytes = device.memoryUsedBytes;
    sample.utilizationPercent = device.utilizationPercent;
    sample.temperatureCelsius = device.temperatureCelsius;
    sample.powerWatts = device.powerWatts;
    sample.energyJoules = device.energyJoules;
    sample.clockReasons = device.clockReasons;
    if (device.processes) {
        sample.otherProcesses = 0;
        for (const NvmlProcess& process : *device.processes) {
            if (process.pid == static_cast<std::uint32_t>(getpid()))
                sample.processUsedBytes = process.usedBytes;
            else
                ++*sample.otherProcesses;
        }
    }
    return sample;
}

}  // namespace

struct Sampler::Counters {
    /// One RAPL package; its counter starts again from 0 after `range`.
    struct Package {
        fs::path counter;
        std::uint64_t range = 0;
        std::uint64_t last = 0;
        double joules = 0;
    };

    void findPackages(const SystemRoots& roots);
    std::optional<double> readEnergy();

    std::optional<CpuTicks> ticks;
    std::vector<Package> packages;
    std::vector<fs::path> frequencyFiles;
};

void Sampler::Counters::findPackages(const SystemRoots& roots) {
    for (const fs::path& zone : sortedEntries(roots.sys / "class/powercap", "intel-rapl:")) {
        if (!readKernelLine(zone / "name").value_or("").starts_with("package-")) continue;
        const auto now = parseUnsigned(readKernelLine(zone / "energy_uj").value_or(""));
        const auto range = parseUnsigned(readKernelLine(zone / "max_energy_range_uj").value_or(""));
        if (now && range) packages.push_back({zone / "energy_uj", *range, *now, 0});
    }
}

std::optional<double> Sampler::Counters::readEnergy() {
    double sum = 0;
    for (Package& package : packages) {
        const auto now = parseUnsigned(readKernelLine(package.counter).value_or(""));
        if (!now) return std::nullopt;
        const std::uint64_t step = *now >= package.last ? *now - package.last : *now + package.range - package.last;
        package.last = *now;
        package.joules += static_cast<double>(step) / 1e6;
        sum += package.joules;
    }
    return packages.empty() ? std::nullopt : std::optional(sum);
}

Sampler::Sampler(SamplerOptions options) : m_options(std::move(options)), m_counters(std::make_unique<Counters>()) {
    const SystemRoots& roots = m_options.roots;
    m_options.capacity = std::max<std::size_t>(m_options.capacity, 2);
    m_counters->findPackages(roots);
    for (const fs::path& cpu : sortedEntries(roots.sys / "devices/system/cpu", "cpu"))
        if (std::error_code ignored; fs::exists(cpu / "cpufreq/scaling_cur_freq", ignored))
            m_counters->frequencyFiles.push_back(cpu / "cpufreq/scaling_cur_freq");
    m_counters->ticks = readCpuTicks(roots);
    take();
    m_thread = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

Sampler::~Sampler() {
    stop();
}

void Sampler::stop() {
    if (!m_thread.joinable()) return;
    m_thread.request_stop();
    m_thread.join();
    take();
}

std::vector<SystemSample> Sampler::snapshot() const {
    const std::lock_guard lock(m_mutex);
    return {m_samples.begin(), m_samples.end()};
}

std::vector<SystemSample> Sampler::since(std::int64_t timeNs) const {
    const std::lock_guard lock(m_mutex);
    auto first = m_samples.end();
    while (first != m_samples.begin() && std::prev(first)->timeNs > timeNs)
        --first;
    return {first, m_samples.end()};
}

void Sampler::run(std::stop_token stop) {
    auto due = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        // Times are counted from the start, so that slow samples do not stretch the interval.
        due = std::max(due + m_options.interval, std::chrono::steady_clock::now());
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_until(lock, stop, due, [] { return false; });
        }
        if (!stop.stop_requested()) take();
    }
}

void Sampler::take() {
    const SystemRoots& roots = m_options.roots;
    SystemSample sample;
    sample.timeNs = nowNs();
    sample.memory = readProcessMemory(roots);
    sample.availableMemoryBytes = readAvailableMemory(roots);
    sample.cpuFrequencyHz = meanFrequencyHz(m_counters->frequencyFiles);
    sample.cpuEnergyJoules = m_counters->readEnergy();
    const auto ticks = readCpuTicks(roots);
    const CpuShares shares = cpuShares(m_counters->ticks, ticks);
    sample.ownCpuShare = shares.own;
    sample.otherCpuShare = shares.other;
    m_counters->ticks = ticks;
    if (m_options.nvml)
        for (int i = 0; i < m_options.nvml->deviceCount(); ++i)
            sample.devices.push_back(sampleDevice(m_options.nvml->device(i)));

    const std::lock_guard lock(m_mutex);
    if (m_samples.size() == m_options.capacity) m_samples.pop_front();
    m_samples.push_back(std::move(sample));
}

const char* energyMethodName(EnergyMethod method) {
    return method == EnergyMethod::Counter ? "counter" : "power_trapezoid";
}

namespace {

/// Energy counters are renewed only every so often; shorter spans are rather integrated from power.
constexpr double shortestCounterSpanS = 2.0;

double secondsBetween(const SystemSample& a, const SystemSample& b) {
    return static_cast<double>(b.timeNs - a.timeNs) / 1e9;
}

const DeviceSample* deviceOf(const SystemSample& sample, int index) {
    for (const DeviceSample& device : sample.devices)
        if (device.index == index) return &device;
    return nullptr;
}

}  // namespace

std::optional<Energy> deviceEnergy(std::span<const SystemSample> samples, int index) {
    if (samples.size() < 2) return std::nullopt;
    const double seconds = secondsBetween(samples.front(), samples.back());
    if (seconds <= 0) return std::nullopt;
    const DeviceSample* first = deviceOf(samples.front(), index);
    const DeviceSample* last = deviceOf(samples.back(), index);
    if (seconds >= shortestCounterSpanS && first && last && first->energyJoules && last->energyJoules &&
        *last->energyJoules >= *first->energyJoules)
        return Energy{*last->energyJoules - *first->energyJoules, seconds, EnergyMethod::Counter};

    double joules = 0;
    for (std::size_t i = 0; i + 1 < samples.size(); ++i) {
        const DeviceSample* a = deviceOf(samples[i], index);
        const DeviceSample* b = deviceOf(samples[i + 1], index);
        if (!a || !b || !a->powerWatts || !b->powerWatts) return std::nullopt;
        joules += (*a->powerWatts + *b->powerWatts) / 2 * secondsBetween(samples[i], samples[i + 1]);
    }
    return Energy{joules, seconds, EnergyMethod::PowerTrapezoid};
}

std::optional<Energy> cpuEnergy(std::span<const SystemSample> samples) {
    if (samples.size() < 2 || !samples.front().cpuEnergyJoules || !samples.back().cpuEnergyJoules) return std::nullopt;
    const double seconds = secondsBetween(samples.front(), samples.back());
    if (seconds <= 0) return std::nullopt;
    return Energy{*samples.back().cpuEnergyJoules - *samples.front().cpuEnergyJoules, seconds, EnergyMethod::Counter};
}

}  // namespace autoglm::measure
