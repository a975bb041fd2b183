// Random weights for a config.json, so that the speed and memory of a shape can be measured without its weights.
// Writes shards beside and renames them; a cancelled or failed run leaves nothing. One thread per call.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/base/progress.h"
#include "core/model/precision.h"

namespace autoglm::model {

struct MakeModelOptions {
    std::uint64_t seed = 0;
    DType dtype = DType::BF16;                             ///< F32, F16 or BF16
    std::uint64_t shardBytes = 2'000'000'000;
};

struct MadeModel {
    std::uint64_t parameterCount = 0;
    std::uint64_t sizeBytes = 0;
    std::size_t fileCount = 0;
};

/// Copies config.json (and tokenizer files where there are any) from `configFolder` to `out` and adds weights drawn from
/// N(0, 0.02²), norms of one, biases of zero, and SHA256SUMS. `out` must not hold weights already.
Result<MadeModel> makeModel(const std::filesystem::path& configFolder, const std::filesystem::path& out, const MakeModelOptions& options,
                            const ProgressCallback& progress, std::stop_token stop);

}  // namespace autoglm::model
