// Every model that can be chosen without typing a path: recently used ones, the shipped one, those of the registry and
// of the Hugging Face and ModelScope caches. Each folder once. Any thread; reads folder listings, never weights.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace autoglm::model {

enum class ModelSource { Demo, Recent, Registry, HuggingFace, ModelScope };

struct LibraryModel {
    std::string name;
    std::filesystem::path path;
    ModelSource source = ModelSource::Recent;
    bool isThere = true;        ///< false: no config.json lies there (any more)
    std::string lastUsedUtc{};  ///< empty: never
};

struct ModelLibrary {
    std::vector<LibraryModel> models;  ///< last used first, then by source and name
    std::vector<Error> faults;         ///< places that could not be read; the others are listed
};

/// `recent` as the history remembers it: name, path and time; the rest is filled in here.
ModelLibrary listModels(std::vector<LibraryModel> recent = {});

}  // namespace autoglm::model
