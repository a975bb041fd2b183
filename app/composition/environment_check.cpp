#include "app/composition/environment_check.h"

#include "core/base/paths.h"

namespace autoglm::app {

environment::TorchFacts torchFacts(const engine::ModuleProbe& probe) {
    environment::TorchFacts out;
    out.loadError = probe.error;
    if (!probe.facts) return out;
    const engine::EngineFacts& facts = *probe.facts;
    out.version = facts.version;
    out.readAt = probe.readAt;
    out.cxx11Abi = true;  // a module of the old ABI could not have been linked
    out.cudaVersion = facts.cudaVersion;
    out.cudaArchitectures = facts.cudaArchitectures;
    out.cudnnVersion = facts.cudnnVersion;
    out.blas = facts.blas;
    out.hasMkldnn = facts.hasMkldnn;
    out.cpuCapability = facts.cpuCapability;
    out.threads = facts.threads;
    out.buildConfig = facts.buildConfig;
    for (const engine::DeviceFacts& device : facts.devices)
        if (device.id != "cpu") out.devices.push_back({device.id, device.name, device.capability});
    return out;
}

std::vector<environment::ProbeFacts> probeFacts(const engine::ModuleProbe& probe) {
    std::vector<environment::ProbeFacts> out;
    for (const engine::PrecisionProbe& one : probe.precisions)
        out.push_back({one.precision, one.device, one.relativeError, one.tolerance, one.gflops, one.passed, one.error});
    return out;
}

environment::EnvironmentInputs environmentInputs(const std::optional<std::filesystem::path>& modelFolder,
                                                 const std::optional<engine::ModuleProbe>& probe) {
    environment::GatherRequest request;
    request.modelFolder = modelFolder;
    request.dataFolders = {dataFolder(), cacheFolder()};
    environment::EnvironmentInputs inputs = environment::gatherInputs(request);
    if (probe) {
        inputs.torch = torchFacts(*probe);
        inputs.probes = probeFacts(*probe);
    }
    return inputs;
}

std::optional<environment::Finding> findAgain(const std::string& id,
                                              const std::optional<std::filesystem::path>& modelFolder) {
    using engine::ProbeDepth;
    const environment::FindingNeeds needs = environment::needsOf(id);
    std::optional<engine::ModuleProbe> probe;
    if (needs.torch)
        probe = engine::probeEngineModule(
            needs.probedDevice.empty() ? ProbeDepth::FactsOnly : ProbeDepth::FactsAndPrecisions, needs.probedDevice);
    for (environment::Finding& finding : environment::collectFindings(environmentInputs(modelFolder, probe)))
        if (finding.id == id) return std::move(finding);
    return std::nullopt;
}

Json environmentDocument(const engine::EngineFacts& facts) {
    engine::ModuleProbe probe;
    probe.facts = facts;
    const environment::EnvironmentInputs inputs = environmentInputs(std::nullopt, probe);
    Json document = environment::findingsToJson(environment::collectFindings(inputs), environment::systemJson(inputs));
    document["engine"] = engine::toJson(facts);
    return document;
}

}  // namespace autoglm::app
