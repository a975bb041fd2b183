// The environment findings: what this machine, its driver and its libtorch can do for a model, and what to change.
// gatherInputs() reads the machine (milliseconds, no libtorch); the caller adds what an engine said in a child process;
// collectFindings() is a pure function of both. Any thread. A machine without a GPU passes, with a note.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/nvml.h"
#include "core/base/result.h"
#include "core/base/system_info.h"
#include "core/environment/compatibility.h"
#include "core/environment/finding.h"

namespace autoglm::environment {

struct TorchDevice {
    std::string id;  ///< "cuda:0"; the CPU is not listed
    std::string name;
    std::string capability;  ///< "9.0"
};

/// What libtorch said in a child process. All empty: nobody asked.
struct TorchFacts {
    std::string loadError;  ///< the loader's own message, or how the child ended
    std::optional<int> endedBySignal;
    std::string version;  ///< "2.6.0"
    std::string readAt;   ///< UTC, where this was read by an earlier run and nothing has changed since
    std::optional<bool> cxx11Abi;
    std::string cudaVersion;  ///< built for; empty without CUDA
    std::vector<std::string> cudaArchitectures;
    std::string cudnnVersion;
    std::string blas;  ///< path or name of the library that answers sgemm
    bool hasMkldnn = false;
    std::string cpuCapability;  ///< "AVX2", "AVX512", "DEFAULT"
    std::optional<int> threads;
    std::string buildConfig;
    std::vector<TorchDevice> devices;
};

/// A small matrix product in one precision against float64, as the engine measured it.
struct ProbeFacts {
    std::string precision;
    std::string device;
    double relativeError = 0;  ///< ||C - C64|| / ||C64||
    double tolerance = 0;      ///< 0: probeTolerance(precision)
    double gflops = 0;         ///< 0: not measured
    bool ok = false;
    std::string error;  ///< why it could not run
};

/// Largest relative error that inputs rounded to `precision` and summed in float32 explain: 2^-20 for fp32 (sums of a
/// few hundred terms), 2^-9 for fp16 (10 stored bits), 2^-6 for bf16 (7 stored bits), 0.02 for int8 and 0.2 for int4
/// weights.
std::optional<double> probeTolerance(const std::string& precision);

struct PortFact {
    int port = 0;
    std::optional<bool> inUse;
};

struct FolderFact {
    std::filesystem::path path;
    std::vector<std::string> problems;  ///< a sentence each; empty: readable throughout
};

struct DiskFact {
    std::filesystem::path path;  ///< an existing folder, where the asked one would be created
    std::optional<std::uint64_t> freeBytes;
    bool writable = false;
};

struct EnvironmentInputs {
    SystemInfo system;
    std::optional<NvmlSnapshot> gpus;
    std::optional<Error> gpuError;    ///< why gpus is absent
    bool nvidiaDriverLoaded = false;  ///< the kernel module
    int nvidiaPciDevices = 0;
    std::map<std::uint32_t, std::string> processNames;
    std::uint32_t ownPid = 0;
    TorchFacts torch;
    std::vector<ProbeFacts> probes;
    std::optional<CompatibilityTable> compatibility;
    std::vector<DiskFact> disks;
    std::optional<FolderFact> modelFolder;
    std::vector<PortFact> ports;
    std::map<std::string, std::string> variables;  ///< of the process environment, those set
};

struct GatherRequest {
    std::optional<std::filesystem::path> modelFolder;
    std::vector<std::filesystem::path> dataFolders;  ///< where history, reports and logs go
    std::vector<int> ports = {8000, 8080};
    std::string nvmlLibrary = "libnvidia-ml.so.1";
    std::optional<std::filesystem::path> compatibilityFile;  ///< absent: that of resourceFolder()
    SystemRoots roots;
};

EnvironmentInputs gatherInputs(const GatherRequest& request);

std::vector<Finding> collectFindings(const EnvironmentInputs& inputs);

/// What a finding needs besides gatherInputs(): nothing, what libtorch says of itself, or a probe on one device.
struct FindingNeeds {
    bool torch = false;
    std::string probedDevice;  ///< empty: none
};
FindingNeeds needsOf(const std::string& id);

/// The `system` object of findingsToJson: the machine and its GPUs.
Json systemJson(const EnvironmentInputs& inputs);

}  // namespace autoglm::environment
