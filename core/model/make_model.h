// Random weights for a config.json, so that the speed and memory of a shape can be measured without its weights.
// The same seed gives the same bytes. Writes shards beside and renames them; a cancelled or failed run leaves nothing.
// A second thread draws the next numbers while the caller's writes and hashes. Errors: InvalidArgument (`out` is not
// empty), Io (too little free disk, with the numbers), Cancelled, and those of loadModelConfig.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/base/digest.h"
#include "core/base/progress.h"
#include "core/model/precision.h"

namespace autoglm::model {

struct MakeModelOptions {
    std::uint64_t seed = 0;
    DType dtype = DType::BF16;  ///< F32, F16 or BF16
    std::uint64_t shardBytes = 2'000'000'000;
};

struct MadeModel {
    std::uint64_t parameterCount = 0;
    std::uint64_t sizeBytes = 0;
    std::size_t fileCount = 0;
};

/// Copies config.json (and generation_config.json and tokenizer files where there are any) from `configFolder` to
/// `out`, which must be missing or empty, and adds weights drawn from N(0, 0.02²), norms of one, biases of zero, and
/// SHA256SUMS.
Result<MadeModel> makeModel(const std::filesystem::path& configFolder, const std::filesystem::path& out,
                            const MakeModelOptions& options, const DigestFactory& digests,
                            const ProgressCallback& progress, std::stop_token stop);

}  // namespace autoglm::model
