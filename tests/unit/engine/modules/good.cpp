// A module that works; as libraries do, it prints while it is loaded.
#include <cstdio>

#include "core/engine/engine_module.h"
#include "core/engine/scripted_engine.h"

namespace {
[[maybe_unused]] const int banner = std::puts("{\"banner\": \"of a library\"}") + std::fflush(stdout);
}

extern "C" int autoglmEngineAbi() {
    return autoglm::engine::engineModuleAbi;
}
extern "C" autoglm::engine::Engine* autoglmCreateEngine() {
    return autoglm::engine::scriptedEngine({})().value().release();
}
