// What an engine says of itself and of the devices it sees: plain values, safe to pass between threads and processes as
// JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace autoglm::engine {

struct DeviceFacts {
    std::string id;  ///< "cpu", "cuda:0"
    std::string name;
    std::string capability;               ///< "9.0" on CUDA, the ATen CPU capability on a CPU
    std::uint64_t totalMemoryBytes = 0;   ///< 0 where unknown
    std::vector<std::string> precisions;  ///< "fp32", ...: those that run here
};

struct EngineFacts {
    std::string name;                            ///< "libtorch"
    std::string version;                         ///< "2.6.0"
    std::string cudaVersion;                     ///< built for; empty without CUDA
    std::vector<std::string> cudaArchitectures;  ///< "sm_80", ...
    std::string cudnnVersion;
    std::string blas;  ///< library that answers sgemm, by path, and its name
    bool hasMkldnn = false;
    std::string cpuCapability;
    int threads = 0;
    std::string buildConfig;  ///< the library's own description
    std::vector<DeviceFacts> devices;
};

struct PrecisionProbe {
    std::string precision;
    std::string device;
    double relativeError = 0;  ///< ||C - C64|| / ||C64||
    double tolerance = 0;
    double gflops = 0;
    bool passed = false;
    std::string error;  ///< where it could not run
};

Json toJson(const EngineFacts& facts);
Json toJson(const PrecisionProbe& probe);
Result<EngineFacts> engineFactsFromJson(const Json& json);
Result<PrecisionProbe> precisionProbeFromJson(const Json& json);

}  // namespace autoglm::engine
