// Where things lie: the running program, the shipped resources, the user's configuration, data and cache folders (XDG).
// Any thread. Overrides for tests and odd installations: AUTOGLM_BIN_DIR, AUTOGLM_RESOURCES.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace autoglm {

/// Folder of the running executable, or AUTOGLM_BIN_DIR.
std::filesystem::path programFolder();

/// resources/ of the build tree or share/autoglm of an installation; NotFound names the places looked at.
Result<std::filesystem::path> resourceFolder();

/// libautoglm_engine_torch.so beside the program or in lib/autoglm; NotFound where it was not built.
Result<std::filesystem::path> engineModulePath();

/// The program autoglm-helper, which tries the engine and renders templates apart from this process.
Result<std::filesystem::path> helperPath();

std::filesystem::path homeFolder();
/// $XDG_CONFIG_HOME/autoglm-workbench, $XDG_DATA_HOME/..., $XDG_CACHE_HOME/...; not created here.
std::filesystem::path configFolder();
std::filesystem::path dataFolder();
std::filesystem::path cacheFolder();

}  // namespace autoglm
