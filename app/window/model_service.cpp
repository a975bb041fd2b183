#include "app/window/model_service.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "core/base/openssl_digest.h"
#include "core/base/system_info.h"
#include "core/engine/engine_module.h"

namespace autoglm::app {

void SharedFacts::set(engine::EngineFacts facts) {
    const std::lock_guard lock(m_mutex);
    m_facts = std::move(facts);
}

std::optional<engine::EngineFacts> SharedFacts::get() const {
    const std::lock_guard lock(m_mutex);
    return m_facts;
}

engine::EngineFactory installedEngine(std::shared_ptr<SharedFacts> facts) {
    return [facts = std::move(facts)]() -> Result<std::unique_ptr<engine::Engine>> {
        engine::ModuleProbe probe = engine::keptEngineProbe();
        if (!probe.facts) return fail(ErrorCode::Device, probe.error, "engine module");
        const engine::EngineFacts& found = *probe.facts;
        std::string devices;
        for (const engine::DeviceFacts& device : found.devices)
            devices += (devices.empty() ? "" : ", ") + device.id + (device.name.empty() ? "" : " " + device.name);
        spdlog::info("{} {} ({}), {} threads, devices: {}", found.name, found.version,
                     found.cudaVersion.empty() ? "CPU build" : "CUDA " + found.cudaVersion, found.threads, devices);
        facts->set(std::move(*probe.facts));
        return engine::openDefaultEngine();
    };
}

worker::ModelOpener modelByName() {
    return [](const worker::LoadCommand& command) -> Result<worker::ModelAssets> {
        worker::LoadCommand resolved = command;
        AUTOGLM_TRY(resolved.model, model::resolveModel(command.model.string()));
        return worker::openModelAssets(resolved);
    };
}

std::optional<std::uint64_t> freeMemory(const std::string& device) {
    return device == "cpu" ? readAvailableMemory() : std::nullopt;
}

worker::LoadCommand loadCommand(const std::string& model, model::Precision precision, const std::string& device) {
    // Of this window: a file that has not changed since an earlier load is not hashed again.
    static const DigestFactory digests = rememberingDigests();
    worker::LoadCommand command;
    command.model = model;
    command.scheme = model::makeScheme(precision);
    command.device = device;
    command.digests = digests;
    command.freeMemoryBytes = freeMemory(device);
    return command;
}

}  // namespace autoglm::app
