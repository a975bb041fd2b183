// The places where models lie beside plain folders, one function for each fact, for looking a name up
// (resolveModel in model_folder.h) and for listing (model_library.h): registry, Hugging Face cache, ModelScope cache.
// Any thread; reads the environment and the file system.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace autoglm::model {

/// Whether the folder holds a config.json.
bool holdsModel(const std::filesystem::path& folder);

/// The configurations without weights that come with the program: their names, and the folder of one.
std::vector<std::string> shippedConfigNames();
std::optional<std::filesystem::path> shippedConfig(const std::string& name);

struct RegisteredModel {
    std::string name;
    std::filesystem::path path;  ///< absolute
};

/// models.json of the configuration folder.
std::filesystem::path registryPath();
/// {"models": [{"name": ..., "path": ...}]}; relative paths start at the configuration folder. A missing file is an
/// empty registry; errors: Corrupt, naming the file.
Result<std::vector<RegisteredModel>> registeredModels();

/// HF_HUB_CACHE, HF_HOME or the user's cache.
std::filesystem::path huggingFaceHub();
/// "org/name" of a folder name such as "models--org--name"; absent for other names.
std::optional<std::string> huggingFaceId(const std::string& folderName);
/// The snapshot that refs/main names; without it (a download by commit) a lone snapshot is unambiguous.
std::optional<std::filesystem::path> huggingFaceSnapshot(const std::filesystem::path& repository);

/// Folders that hold organisation/name in a ModelScope cache.
std::vector<std::filesystem::path> modelScopeBases();
/// ModelScope writes a dot in a name as three underscores.
std::string modelScopeSpelling(const std::string& name);
std::string modelScopeName(const std::string& spelling);

}  // namespace autoglm::model
