#include <csignal>

#include "core/base/paths.h"
#include "tests/ui/sample_sentences.h"

namespace autoglm::test {
namespace {

environment::EnvironmentInputs cpuMachine() {
    environment::EnvironmentInputs inputs;
    SystemInfo& system = inputs.system;
    system.cpuModel = "Test CPU";
    system.physicalCores = 8;
    system.logicalCores = 16;
    system.usableCores = 12;
    system.isaFlags = {"avx2", "fma"};
    system.memoryTotalBytes = 64'000'000'000;
    system.memoryAvailableBytes = 60'000'000'000;
    system.memoryLimitBytes = 62'000'000'000;
    system.loadAverage1 = 0.3;
    system.governor = "performance";
    inputs.gpuError =
        Error{ErrorCode::NotFound, "NVIDIA's management library could not be loaded: no reason given", ""};
    inputs.torch.version = "2.6.0";
    inputs.torch.cxx11Abi = true;
    inputs.torch.blas = "openblas";
    inputs.torch.hasMkldnn = true;
    inputs.torch.cpuCapability = "AVX2";
    inputs.torch.threads = 8;
    inputs.compatibility = environment::loadCompatibility(*resourceFolder() / "compatibility/cuda.json").value();
    inputs.disks = {{"/data", 500'000'000'000, true}, {"/full", 1'000, false}};
    inputs.ports = {{8000, false}, {8080, true}};
    return inputs;
}

environment::EnvironmentInputs gpuMachine() {
    environment::EnvironmentInputs inputs = cpuMachine();
    inputs.gpuError.reset();
    NvmlDevice device;
    device.name = "NVIDIA H200";
    device.capability = "9.0";
    device.memoryTotalBytes = 150'000'000'000;
    device.memoryFreeBytes = 149'000'000'000;
    device.temperatureCelsius = 40;
    device.clockReasons = 0x44;
    device.processes = std::vector<NvmlProcess>{{4242, 3'100'000'000}};
    inputs.gpus = NvmlSnapshot{"550.54.15", "12.4", {device}};
    inputs.torch.version = "2.6.0+cu124";
    inputs.torch.cudaVersion = "12.4";
    inputs.torch.cudaArchitectures = {"sm_80", "sm_90"};
    inputs.torch.devices = {{"cuda:0", "NVIDIA H200", "9.0"}};
    return inputs;
}

}  // namespace

std::vector<environment::EnvironmentInputs> sampleMachines() {
    std::vector<environment::EnvironmentInputs> all = {{}, cpuMachine(), gpuMachine()};
    const auto with = [&all](environment::EnvironmentInputs inputs, auto change) {
        change(inputs);
        all.push_back(std::move(inputs));
    };
    with(cpuMachine(), [](auto& i) {
        i.nvidiaPciDevices = 1;
        i.system.isaFlags = std::vector<std::string>{};
        i.system.memoryAvailableBytes = 900'000'000;
        i.system.loadAverage1 = 30;
        i.system.governor = "powersave";
        i.system.frequencyDriver = "intel_pstate";
        i.system.energyPreference = "power";
        i.variables["OMP_NUM_THREADS"] = "99";
        i.disks = {{"/b", std::nullopt, true}};
        i.modelFolder =
            environment::FolderFact{"/m", {"'a' cannot be read by this user", "'b' is a link to a missing file"}};
        i.ports = {{8000, std::nullopt}};
        i.torch.hasMkldnn = false;
        i.torch.blas = "reference";
        i.probes = {
            {.precision = "bf16", .device = "cpu", .relativeError = 0.5, .gflops = 3, .error = {}},
            {.precision = "int8", .device = "cpu", .relativeError = 0.001, .gflops = 12, .ok = true, .error = {}},
            {.precision = "int8-dynamic",
             .device = "cpu",
             .relativeError = 0.001,
             .gflops = 9,
             .ok = true,
             .error = {}}};
    });
    with(cpuMachine(), [](auto& i) {
        i.nvidiaDriverLoaded = true;
        i.torch.blas = "somethingelse";
        i.torch.cxx11Abi = false;
        i.variables["DISPLAY"] = ":0";
        i.torch.threads = 99;
        i.system.cpuQuotaCores = 2;
    });
    with(cpuMachine(), [](auto& i) {
        i.gpuError = Error{ErrorCode::Device,
                           "NVIDIA's management library does not start: Driver/library version mismatch (code 18)", ""};
        i.torch.version = "2.1";
        i.torch.blas = "openblas-serial";
    });
    with(cpuMachine(), [](auto& i) { i.torch.cpuCapability = "DEFAULT"; });
    for (const char* message : {"libcudart.so.12: missing", "GLIBC_2.38 missing", "undefined symbol: x", "'x.so'"})
        with(cpuMachine(), [&](auto& i) {
            i.torch.loadError = std::string("the engine module '/x' could not be loaded: '") + message + "'";
        });
    with(cpuMachine(), [](auto& i) { i.torch.loadError = "'x'", i.torch.endedBySignal = SIGILL; });
    with(cpuMachine(), [](auto& i) { i.torch.loadError = "'x'", i.torch.endedBySignal = SIGSEGV; });
    with(gpuMachine(), [](auto& i) { i.gpus->devices.clear(); });
    with(gpuMachine(), [](auto& i) { i.torch.devices.clear(); });
    with(gpuMachine(), [](auto& i) { i.torch.devices.clear(), i.variables["CUDA_VISIBLE_DEVICES"] = "-1"; });
    with(gpuMachine(), [](auto& i) { i.torch.cudaArchitectures = {"sm_80", "compute_80"}; });
    with(gpuMachine(), [](auto& i) { i.torch.devices[0].capability = "7.0"; });
    with(gpuMachine(), [](auto& i) { i.torch.devices[0].capability = "", i.torch.cudnnVersion = "9.1"; });
    with(gpuMachine(), [](auto& i) { i.torch.cudaArchitectures.clear(), i.torch.cudaVersion = "13.0"; });
    with(gpuMachine(), [](auto& i) {
        i.torch.cudaVersion = "12.4", i.gpus->driverVersion = "400", i.gpus->cudaDriverVersion = "10";
    });
    with(gpuMachine(), [](auto& i) { i.torch.cudaVersion = ""; });
    with(gpuMachine(), [](auto& i) { i.gpus->devices[0].processes.reset(), i.compatibility.reset(); });
    return all;
}

}  // namespace autoglm::test
