// What the panes about models need of machine and files, as functions. Those that say so block and are called on a pool
// thread; the others answer at once. Safe to copy.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/engine/engine_facts.h"
#include "core/model/file_hashes.h"
#include "core/model/model_library.h"

namespace autoglm::ui {

struct ModelServices {
    /// Blocks: recent models and every other known place.
    std::function<model::ModelLibrary()> library{};
    /// Blocks: a folder, or whatever else names a model, opened without reading weights.
    std::function<Result<model::ModelFolderPtr>(const std::string& model)> inspect{};
    /// Blocks: SHA-256 of every weight file.
    std::function<Result<model::FolderHashes>(const std::filesystem::path&, const ProgressCallback&, std::stop_token)>
        hash{};
    /// Puts a model on top of the recent ones. Blocks.
    std::function<Status(const std::filesystem::path&, const std::string& name)> remember{};
    /// Bytes free on "cpu" or a device; absent where that is not known.
    std::function<std::optional<std::uint64_t>(const std::string& device)> freeMemory{};
    /// What the engine said of itself; absent before it was asked.
    std::function<std::optional<engine::EngineFacts>()> facts{};
};

}  // namespace autoglm::ui
