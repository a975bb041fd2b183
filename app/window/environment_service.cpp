#include "app/window/environment_service.h"

#include "app/composition/environment_check.h"

namespace autoglm::app {

ui::EnvironmentServices environmentServices() {
    return {.check =
                [](const std::optional<std::filesystem::path>& modelFolder) {
                    const engine::ModuleProbe probe = engine::probeEngineModule(engine::ProbeDepth::FactsAndPrecisions);
                    return environment::collectFindings(environmentInputs(modelFolder, probe));
                },
            .findAgain = findAgain};
}

}  // namespace autoglm::app
