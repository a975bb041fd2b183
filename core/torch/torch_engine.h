// The libtorch engine behind core/engine/engine.h. Engine thread only.
#pragma once

#include "core/engine/engine.h"

namespace autoglm::torch_engine {

/// Made by the module's entry point; tests link it directly.
std::unique_ptr<engine::Engine> createTorchEngine();

}  // namespace autoglm::torch_engine
