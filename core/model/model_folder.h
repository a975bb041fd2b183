// One model folder in Hugging Face layout, opened and checked without reading weights: configuration, weight files and
// their tensors, expected hashes, and the plan that says which tensor goes where. Immutable; shared between threads.
// A head that is stored though it is tied is the one exception: it is compared with the embedding. Errors name the file
// and, where known, the tensor: NotFound, Corrupt, Unsupported, PermissionDenied.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/config.h"
#include "core/model/expected_hashes.h"
#include "core/model/safetensors.h"
#include "core/model/tensor_plan.h"

namespace autoglm::model {

/// Says which shard holds which tensor.
inline constexpr const char* shardIndexName = "model.safetensors.index.json";

struct WeightFile {
    std::filesystem::path path;
    std::string name;  ///< relative to the folder
    std::uint64_t sizeBytes = 0;
    std::uint64_t dataOffsetBytes = 0;
    std::optional<ExpectedHash> expected;
};

struct ModelFolder {
    std::filesystem::path path;
    std::string name;  ///< what people call it: folder name or Hugging Face id
    ModelConfig config;
    GenerationConfig generation;
    std::vector<WeightFile> files;           ///< in the order of their names
    std::vector<TensorInfo> tensors;         ///< by file, then by offset: reading in this order reads each file once
    std::vector<PlannedTensor> plan;         ///< every tensor the engine needs; plan[i].source indexes `tensors`
    std::vector<std::string> unusedTensors;  ///< in the files, needed by nothing
    std::vector<std::string> warnings;       ///< sentences on what config.json and the files do not agree about
    std::uint64_t parameterCount = 0;        ///< distinct parameters: a tied head counts once

    std::vector<std::int64_t> eosIds() const { return generation.eosIds.empty() ? config.eosIds : generation.eosIds; }
};

using ModelFolderPtr = std::shared_ptr<const ModelFolder>;

/// Opens model.safetensors or the shards of model.safetensors.index.json and checks all of it against config.json.
Result<ModelFolderPtr> openModelFolder(const std::filesystem::path& path,
                                       const std::optional<std::filesystem::path>& expectFile = std::nullopt);

/// A configuration without weights, for the memory it would need: `files` and `tensors` are empty.
Result<ModelFolderPtr> openShape(const std::filesystem::path& path);

/// MODEL as the command line takes it: a folder, "demo", a name in models.json of the configuration folder, or an id
/// ("org/name") in the Hugging Face or ModelScope cache. The error says where was looked.
Result<std::filesystem::path> resolveModel(const std::string& model);

}  // namespace autoglm::model
