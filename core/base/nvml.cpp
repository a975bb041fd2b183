#include "core/base/nvml.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text_format.h"

namespace autoglm {

namespace {

// Our own declarations of NVML's C interface; names, order and sizes are those of its reference guide.
using Return = int;
using Handle = struct OpaqueDevice*;
struct Memory {
    unsigned long long total, free, used;
};
struct Utilization {
    unsigned int gpu, memory;
};
struct ProcessV1 {
    unsigned int pid;
    unsigned long long usedBytes;
};
struct ProcessV2 {
    unsigned int pid;
    unsigned long long usedBytes;
    unsigned int gpuInstance, computeInstance;
};
constexpr Return success = 0;
constexpr Return insufficientSize = 7;
constexpr unsigned long long valueNotAvailable = ~0ULL;
constexpr int temperatureOfGpu = 0;

}  // namespace

struct Nvml::Library {
    void* handle = nullptr;
    bool initialized = false;
    Return (*init)() = nullptr;
    Return (*shutdown)() = nullptr;
    const char* (*errorString)(Return) = nullptr;
    Return (*driverVersion)(char*, unsigned int) = nullptr;
    Return (*cudaDriverVersion)(int*) = nullptr;
    Return (*count)(unsigned int*) = nullptr;
    Return (*handleByIndex)(unsigned int, Handle*) = nullptr;
    Return (*name)(Handle, char*, unsigned int) = nullptr;
    Return (*memory)(Handle, Memory*) = nullptr;
    Return (*utilization)(Handle, Utilization*) = nullptr;
    Return (*temperature)(Handle, int, unsigned int*) = nullptr;
    Return (*power)(Handle, unsigned int*) = nullptr;
    Return (*energy)(Handle, unsigned long long*) = nullptr;
    Return (*clockReasons)(Handle, unsigned long long*) = nullptr;
    Return (*capability)(Handle, int*, int*) = nullptr;
    Return (*processesV2)(Handle, unsigned int*, ProcessV2*) = nullptr;
    Return (*processesV1)(Handle, unsigned int*, ProcessV1*) = nullptr;

    Library() = default;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() {
        if (initialized) shutdown();
        if (handle) dlclose(handle);
    }

    /// The first of `names` that the library has; older drivers lack the newer ones.
    template <class Function>
    bool resolve(Function& function, std::initializer_list<const char*> names) {
        for (const char* symbol : names) {
            function = reinterpret_cast<Function>(dlsym(handle, symbol));
            if (function) return true;
        }
        return false;
    }
    void resolveOptional() {
        resolve(cudaDriverVersion, {"nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion"});
        resolve(memory, {"nvmlDeviceGetMemoryInfo"});
        resolve(utilization, {"nvmlDeviceGetUtilizationRates"});
        resolve(temperature, {"nvmlDeviceGetTemperature"});
        resolve(power, {"nvmlDeviceGetPowerUsage"});
        resolve(energy, {"nvmlDeviceGetTotalEnergyConsumption"});
        resolve(clockReasons, {"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"});
        resolve(capability, {"nvmlDeviceGetCudaComputeCapability"});
        resolve(processesV2, {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2"});
        resolve(processesV1, {"nvmlDeviceGetComputeRunningProcesses"});
    }
};

Nvml::Nvml(std::unique_ptr<Library> library) : m_library(std::move(library)) {}
Nvml::~Nvml() = default;

Result<std::shared_ptr<Nvml>> Nvml::open(const std::string& path) {
    auto library = std::make_unique<Library>();
    library->handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library->handle) {
        const char* reason = dlerror();
        return fail(ErrorCode::NotFound,
                    concat("NVIDIA's management library could not be loaded: ", reason ? reason : "no reason given"),
                    path);
    }
    Library& lib = *library;
    const bool complete = lib.resolve(lib.init, {"nvmlInit_v2"}) && lib.resolve(lib.shutdown, {"nvmlShutdown"}) &&
                          lib.resolve(lib.errorString, {"nvmlErrorString"}) &&
                          lib.resolve(lib.driverVersion, {"nvmlSystemGetDriverVersion"}) &&
                          lib.resolve(lib.count, {"nvmlDeviceGetCount_v2"}) &&
                          lib.resolve(lib.handleByIndex, {"nvmlDeviceGetHandleByIndex_v2"}) &&
                          lib.resolve(lib.name, {"nvmlDeviceGetName"});
    if (!complete)
        return fail(ErrorCode::Unsupported, "NVIDIA's management library lacks a function of its version 5 and later",
                    path);
    lib.resolveOptional();
    if (const Return code = lib.init(); code != success) {
        const char* words = lib.errorString(code);
        return fail(ErrorCode::Device,
                    concat("NVIDIA's management library does not start: ", words ? words : "no reason given", " (code ",
                           code, ")"),
                    path);
    }
    lib.initialized = true;
    return std::shared_ptr<Nvml>(new Nvml(std::move(library)));
}

int Nvml::deviceCount() const {
    unsigned int count = 0;
    return m_library->count(&count) == success ? static_cast<int>(count) : 0;
}

namespace {

/// Asks twice: the number of processes can grow between the question and the answer.
template <class Process>
std::optional<std::vector<NvmlProcess>> listProcesses(Return (*function)(Handle, unsigned int*, Process*),
                                                      Handle handle) {
    if (!function) return std::nullopt;
    std::vector<Process> found(16);
    for (int attempt = 0; attempt < 4; ++attempt) {
        auto count = static_cast<unsigned int>(found.size());
        const Return code = function(handle, &count, found.data());
        if (code == insufficientSize && count <= 100'000) {
            found.resize(std::max<std::size_t>(count, found.size()) * 2);
            continue;
        }
        if (code != success || count > found.size()) return std::nullopt;
        std::vector<NvmlProcess> out;
        for (unsigned int i = 0; i < count; ++i) {
            NvmlProcess process{.pid = found[i].pid, .usedBytes = found[i].usedBytes};
            if (found[i].usedBytes == valueNotAvailable) process.usedBytes.reset();
            out.push_back(process);
        }
        return out;
    }
    return std::nullopt;
}

/// The value that `function(handle, &value)` gives, absent where it is missing or refuses.
template <class Value>
std::optional<Value> ask(Return (*function)(Handle, Value*), Handle handle) {
    Value value{};
    if (!function || function(handle, &value) != success) return std::nullopt;
    return value;
}

}  // namespace

NvmlDevice Nvml::device(int index) const {
    const Library& lib = *m_library;
    NvmlDevice out;
    out.index = index;
    Handle handle = nullptr;
    if (lib.handleByIndex(static_cast<unsigned int>(index), &handle) != success) return out;
    std::array<char, 128> name{};
    if (lib.name(handle, name.data(), name.size() - 1) == success) out.name = sanitizeUtf8(name.data());
    int major = 0;
    int minor = 0;
    if (lib.capability && lib.capability(handle, &major, &minor) == success) out.capability = concat(major, ".", minor);
    if (const auto memory = ask(lib.memory, handle)) {
        out.memoryTotalBytes = memory->total;
        out.memoryUsedBytes = memory->used;
        out.memoryFreeBytes = memory->free;
    }
    if (const auto load = ask(lib.utilization, handle)) out.utilizationPercent = static_cast<int>(load->gpu);
    unsigned int celsius = 0;
    if (lib.temperature && lib.temperature(handle, temperatureOfGpu, &celsius) == success)
        out.temperatureCelsius = static_cast<int>(celsius);
    if (const auto milliwatts = ask(lib.power, handle)) out.powerWatts = *milliwatts / 1e3;
    if (const auto millijoules = ask(lib.energy, handle)) out.energyJoules = static_cast<double>(*millijoules) / 1e3;
    if (const auto reasons = ask(lib.clockReasons, handle)) out.clockReasons = *reasons;
    out.processes = lib.processesV2 ? listProcesses(lib.processesV2, handle) : listProcesses(lib.processesV1, handle);
    return out;
}

NvmlSnapshot Nvml::snapshot() const {
    NvmlSnapshot out;
    std::array<char, 128> version{};
    if (m_library->driverVersion(version.data(), version.size() - 1) == success) out.driverVersion = version.data();
    int cuda = 0;
    if (m_library->cudaDriverVersion && m_library->cudaDriverVersion(&cuda) == success && cuda > 0)
        out.cudaDriverVersion = concat(cuda / 1000, ".", cuda % 1000 / 10);
    for (int i = 0; i < deviceCount(); ++i)
        out.devices.push_back(device(i));
    return out;
}

std::vector<std::string> clockReasonNames(std::uint64_t reasons) {
    static constexpr std::array<std::pair<std::uint64_t, const char*>, 9> names = {{{0x01, "idle"},
                                                                                    {0x02, "application clocks"},
                                                                                    {0x04, "software power cap"},
                                                                                    {0x08, "hardware slowdown"},
                                                                                    {0x10, "sync boost"},
                                                                                    {0x20, "software thermal slowdown"},
                                                                                    {0x40, "hardware thermal slowdown"},
                                                                                    {0x80, "hardware power brake"},
                                                                                    {0x100, "display clocks"}}};
    std::vector<std::string> out;
    for (const auto& [bit, name] : names)
        if (reasons & bit) out.emplace_back(name);
    return out;
}

namespace {

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Json toJson(const NvmlSnapshot& snapshot) {
    Json devices = Json::array();
    for (const NvmlDevice& device : snapshot.devices)
        devices.push_back(Json{{"index", device.index},
                               {"name", device.name},
                               {"capability", orNull(device.capability)},
                               {"memory_total_bytes", orNull(device.memoryTotalBytes)},
                               {"memory_used_bytes", orNull(device.memoryUsedBytes)},
                               {"utilization_percent", orNull(device.utilizationPercent)},
                               {"temperature_celsius", orNull(device.temperatureCelsius)},
                               {"power_watts", orNull(device.powerWatts)}});
    return Json{{"driver_version", snapshot.driverVersion},
                {"cuda_driver_version", orNull(snapshot.cudaDriverVersion)},
                {"devices", std::move(devices)}};
}

}  // namespace autoglm
