#include "core/engine/engine_facts.h"

namespace autoglm::engine {
namespace {

/// Facts come from another process: what is missing or of another kind is Corrupt, never an exception.
template <class Value, class Read>
Result<Value> readDocument(const Json& json, const char* subject, const Read& read) {
    try {
        Value value;
        read(json, value);
        return value;
    } catch (const Json::exception& error) {
        return fail(ErrorCode::Corrupt,
                    std::string("the document with the ") + subject + " cannot be read: " + error.what(), subject);
    }
}

DeviceFacts readDevice(const Json& json) {
    DeviceFacts device;
    json.at("id").get_to(device.id);
    json.at("name").get_to(device.name);
    json.at("capability").get_to(device.capability);
    json.at("total_memory_bytes").get_to(device.totalMemoryBytes);
    json.at("precisions").get_to(device.precisions);
    return device;
}

void readFacts(const Json& json, EngineFacts& facts) {
    json.at("name").get_to(facts.name);
    json.at("version").get_to(facts.version);
    json.at("cuda_version").get_to(facts.cudaVersion);
    json.at("cuda_architectures").get_to(facts.cudaArchitectures);
    json.at("cudnn_version").get_to(facts.cudnnVersion);
    json.at("blas").get_to(facts.blas);
    json.at("has_mkldnn").get_to(facts.hasMkldnn);
    json.at("cpu_capability").get_to(facts.cpuCapability);
    json.at("threads").get_to(facts.threads);
    json.at("build_config").get_to(facts.buildConfig);
    for (const Json& device : json.at("devices"))
        facts.devices.push_back(readDevice(device));
}

/// A measurement that could not be made travels as null.
double readNumber(const Json& json) {
    return json.is_null() ? 0.0 : json.get<double>();
}

void readProbe(const Json& json, PrecisionProbe& probe) {
    json.at("precision").get_to(probe.precision);
    json.at("device").get_to(probe.device);
    probe.relativeError = readNumber(json.at("relative_error"));
    probe.tolerance = readNumber(json.at("tolerance"));
    probe.gflops = readNumber(json.at("gflops"));
    json.at("passed").get_to(probe.passed);
    json.at("error").get_to(probe.error);
}

}  // namespace

Json toJson(const EngineFacts& facts) {
    Json devices = Json::array();
    for (const DeviceFacts& device : facts.devices)
        devices.push_back({{"id", device.id},
                           {"name", device.name},
                           {"capability", device.capability},
                           {"total_memory_bytes", device.totalMemoryBytes},
                           {"precisions", device.precisions}});
    return {{"name", facts.name},
            {"version", facts.version},
            {"cuda_version", facts.cudaVersion},
            {"cuda_architectures", facts.cudaArchitectures},
            {"cudnn_version", facts.cudnnVersion},
            {"blas", facts.blas},
            {"has_mkldnn", facts.hasMkldnn},
            {"cpu_capability", facts.cpuCapability},
            {"threads", facts.threads},
            {"build_config", facts.buildConfig},
            {"devices", std::move(devices)}};
}

Json toJson(const PrecisionProbe& probe) {
    return {{"precision", probe.precision},
            {"device", probe.device},
            {"relative_error", finiteOrNull(probe.relativeError)},
            {"tolerance", finiteOrNull(probe.tolerance)},
            {"gflops", finiteOrNull(probe.gflops)},
            {"passed", probe.passed},
            {"error", probe.error}};
}

Result<EngineFacts> engineFactsFromJson(const Json& json) {
    return readDocument<EngineFacts>(json, "engine facts", readFacts);
}

Result<PrecisionProbe> precisionProbeFromJson(const Json& json) {
    return readDocument<PrecisionProbe>(json, "precision probe", readProbe);
}

}  // namespace autoglm::engine
