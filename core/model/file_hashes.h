// Hashes the weight files of a folder and compares with what is expected. Reading, cancel and progress per 16 MiB.
// One thread per file, as many as the machine has cores; the callback may come from any of them, one at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/model/model_folder.h"

namespace autoglm::model {

enum class HashState { Match, Mismatch, Unknown };
const char* hashStateName(HashState state);  ///< "match", "mismatch", "unknown"

struct FileHash {
    std::string name;
    std::uint64_t sizeBytes = 0;
    std::string sha256;
    std::optional<ExpectedHash> expected;
    std::string actual;  ///< in the algorithm of `expected` (sha256 where nothing is expected)
    HashState state = HashState::Unknown;
};

struct FolderHashes {
    std::vector<FileHash> files;
    std::int64_t elapsedNs = 0;
    std::uint64_t totalBytes = 0;
    bool hasMismatch() const;
};

/// Works on a folder whose headers are damaged too: takes file names from the folder, not from openModelFolder.
Result<FolderHashes> hashFolder(const std::filesystem::path& folder,
                                const std::optional<std::filesystem::path>& expectFile, const DigestFactory& digests,
                                const ProgressCallback& progress, std::stop_token stop);

}  // namespace autoglm::model
