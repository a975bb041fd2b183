// What the engine's probe said last, kept in a file for as long as nothing has changed that it was read from: loading
// libtorch only to ask its version takes half a second. A probe that failed, or that saw CUDA (whose devices come and
// go), is not kept. Any thread; processes may share the file.
#pragma once

#include <filesystem>
#include <optional>

#include "core/engine/engine_module.h"

namespace autoglm::engine {

/// What `module` said when it was probed last; nothing where any library it loaded, the loader's cache, the variables
/// that libraries read, the processors or the boot are others than then. `readAt` of the result says when that was.
std::optional<ModuleProbe> keptProbe(const std::filesystem::path& file, const std::filesystem::path& module);

/// Writes `probe` of `module` to `file`; what cannot be kept is not an error, and the file is gone then.
void keepProbe(const std::filesystem::path& file, const std::filesystem::path& module, const ModuleProbe& probe);

}  // namespace autoglm::engine
