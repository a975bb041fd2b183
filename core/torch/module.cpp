// The entry points of the engine module; see core/engine/engine_module.h.
#include "core/engine/engine_module.h"
#include "core/torch/torch_engine.h"

extern "C" {

__attribute__((visibility("default"))) int autoglmEngineAbi() {
    return autoglm::engine::engineModuleAbi;
}

__attribute__((visibility("default"))) autoglm::engine::Engine* autoglmCreateEngine() {
    return autoglm::torch_engine::createTorchEngine().release();
}
}
