// The environment as both programs ask for it: the machine read here, libtorch asked in a child process. Any thread;
// blocks for as long as the child needs (about a second, more with CUDA).
#pragma once

#include <optional>

#include "core/engine/engine_module.h"
#include "core/environment/findings.h"

namespace autoglm::app {

/// What the engine module said, as the environment module takes it.
environment::TorchFacts torchFacts(const engine::ModuleProbe& probe);
std::vector<environment::ProbeFacts> probeFacts(const engine::ModuleProbe& probe);

/// Everything collectFindings() wants. `probe` absent: libtorch is not asked.
environment::EnvironmentInputs environmentInputs(const std::optional<std::filesystem::path>& modelFolder,
                                                 const std::optional<engine::ModuleProbe>& probe);

/// The one finding as it is now, taking only what it needs: libtorch is asked where it speaks of libtorch, and probed
/// on its device alone. Absent where there is no such finding any more.
std::optional<environment::Finding> findAgain(const std::string& id,
                                              const std::optional<std::filesystem::path>& modelFolder);

/// The environment that a measurement is recorded with: findings, system, engine.
Json environmentDocument(const engine::EngineFacts& facts);

}  // namespace autoglm::app
