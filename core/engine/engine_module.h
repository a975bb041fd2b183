// The engine as a loadable module: libtorch is linked when it is needed, on the thread that needs it, and a broken
// installation is a finding instead of a program that does not start. The module is never unloaded.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/engine.h"

namespace autoglm::engine {

/// Grows whenever engine.h or a type it carries changes; a module of another number is refused.
inline constexpr int engineModuleAbi = 3;

/// The two functions a module exports, with C linkage.
using EngineModuleAbiFunction = int();
using EngineModuleCreateFunction = Engine*();
inline constexpr const char* engineModuleAbiSymbol = "autoglmEngineAbi";
inline constexpr const char* engineModuleCreateSymbol = "autoglmCreateEngine";

/// dlopens the module and makes its engine; the loader's own message is in the error (Device).
Result<std::unique_ptr<Engine>> openEngineModule(const std::filesystem::path& module);

/// The engine of this installation: engineModulePath() opened.
Result<std::unique_ptr<Engine>> openDefaultEngine();

/// What a child process saw when it loaded the module: facts, or why it could not (loader's message, signal, time-out).
struct ModuleProbe {
    std::optional<EngineFacts> facts;
    std::vector<PrecisionProbe> precisions;        ///< where asked for
    std::string error;                             ///< empty where facts are there
    std::vector<std::filesystem::path> libraries;  ///< what was loaded for it
    std::string readAt;                            ///< UTC, where this was kept from an earlier probe; else empty
};
enum class ProbeDepth { FactsOnly, FactsAndPrecisions };

/// Runs `autoglm-helper probe-engine` on this installation's module, and keeps what it said for keptEngineProbe().
/// Precisions are tried on `device`; on every one where it is empty.
ModuleProbe probeEngineModule(ProbeDepth depth, const std::string& device = {});

/// The facts as read before, where nothing has changed since (see probe_cache.h); else those read now.
ModuleProbe keptEngineProbe();

/// The same with the two files and the limit named.
ModuleProbe probeEngineModule(const std::filesystem::path& helper, const std::filesystem::path& module,
                              ProbeDepth depth, std::chrono::milliseconds timeout, const std::string& device = {});

/// The child's side: loads `module`, prints one JSON document on standard output; returns its exit code. Whatever the
/// loaded libraries print goes to standard error. Leave with std::_Exit: libraries may crash in their destructors.
int probeEngineMain(const std::filesystem::path& module, ProbeDepth depth, const std::string& device = {});

}  // namespace autoglm::engine
