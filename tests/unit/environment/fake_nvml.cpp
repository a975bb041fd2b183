// A stand-in for libnvidia-ml.so.1, so that what is read from a driver is tested without one. Set by the environment:
// FAKE_NVML_INIT (code of nvmlInit), FAKE_NVML_DEVICES, FAKE_NVML_PID (of one process), FAKE_NVML_REASONS,
// FAKE_NVML_OLD=1 (a device that answers 'not supported' to all that is optional).
#include <array>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int success = 0;
constexpr int invalidArgument = 2;
constexpr int notSupported = 3;
constexpr int insufficientSize = 7;
constexpr unsigned manyProcesses = 20;  // more than a first guess holds

unsigned long long setting(const char* name, unsigned long long otherwise) {
    const char* value = std::getenv(name);
    return value ? std::strtoull(value, nullptr, 10) : otherwise;
}

bool old() {
    return setting("FAKE_NVML_OLD", 0) != 0;
}

unsigned long long energyMillijoules = 1'000'000;

std::array<int, 8> devices{};

struct Process {
    unsigned int pid;
    unsigned long long usedBytes;
    unsigned int gpuInstance, computeInstance;
};

}  // namespace

extern "C" {

int nvmlInit_v2() {
    return static_cast<int>(setting("FAKE_NVML_INIT", 0));
}
int nvmlShutdown() {
    return success;
}
const char* nvmlErrorString(int code) {
    return code == 9 ? "Driver Not Loaded" : "Driver/library version mismatch";
}

int nvmlSystemGetDriverVersion(char* text, unsigned length) {
    std::strncpy(text, "550.54.15", length);
    return success;
}
int nvmlSystemGetCudaDriverVersion_v2(int* version) {
    *version = 12040;
    return success;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = static_cast<unsigned>(setting("FAKE_NVML_DEVICES", 1));
    return success;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, int** handle) {
    if (index >= devices.size()) return invalidArgument;
    *handle = &devices[index];
    return success;
}
int nvmlDeviceGetName(int*, char* text, unsigned length) {
    std::strncpy(text, "Fake H200", length);
    return success;
}
int nvmlDeviceGetCudaComputeCapability(int*, int* major, int* minor) {
    *major = 9;
    *minor = 0;
    return success;
}
int nvmlDeviceGetMemoryInfo(int*, unsigned long long* memory) {
    memory[0] = 150'000'000'000ULL;  // total, free, used
    memory[1] = 140'000'000'000ULL;
    memory[2] = 10'000'000'000ULL;
    return success;
}
int nvmlDeviceGetUtilizationRates(int*, unsigned* rates) {
    if (old()) return notSupported;
    rates[0] = 73;
    rates[1] = 41;
    return success;
}
int nvmlDeviceGetTemperature(int*, int sensor, unsigned* celsius) {
    if (old() || sensor != 0) return notSupported;
    *celsius = 61;
    return success;
}
int nvmlDeviceGetPowerUsage(int*, unsigned* milliwatts) {
    if (old()) return notSupported;
    *milliwatts = 345'600;
    return success;
}
int nvmlDeviceGetTotalEnergyConsumption(int*, unsigned long long* millijoules) {
    if (old()) return notSupported;
    *millijoules = energyMillijoules;
    energyMillijoules += 5'000;
    return success;
}
int nvmlDeviceGetCurrentClocksThrottleReasons(int*, unsigned long long* reasons) {
    if (old()) return notSupported;
    *reasons = setting("FAKE_NVML_REASONS", 1);
    return success;
}
int nvmlDeviceGetComputeRunningProcesses_v3(int*, unsigned* count, Process* list) {
    if (old()) return notSupported;
    const auto pid = static_cast<unsigned>(setting("FAKE_NVML_PID", 0));
    const unsigned needed = pid == 0 ? manyProcesses : 1;
    const unsigned room = *count;
    *count = needed;
    if (room < needed) return insufficientSize;
    for (unsigned i = 0; i < needed; ++i)
        list[i] = {pid == 0 ? 100 + i : pid, i == 3 ? ~0ULL : 2'000'000'000ULL + i, 0xFFFFFFFFU, 0xFFFFFFFFU};
    return success;
}

}  // extern "C"
