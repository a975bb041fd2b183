// What the published files should hash to, from whatever the folder itself says: SHA256SUMS, NAME.sha256, the Hugging
// Face cache (a snapshot file is a link to a blob whose name is the SHA-256 of an LFS file, or, with 40 digits, git's
// SHA-1), or a JSON manifest {"files": {"NAME": "<64 hex>"}} (manifest.json in the folder, or any file given). Any
// thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/base/digest.h"
#include "core/base/result.h"

namespace autoglm::model {

struct ExpectedHash {
    DigestAlgorithm algorithm = DigestAlgorithm::Sha256;
    std::string hex;     ///< lower case
    std::string source;  ///< where it was found, for example "SHA256SUMS"
};

/// By file name relative to `folder`. `expectFile` (SHA256SUMS layout or a JSON manifest) overrules what the folder
/// says.
Result<std::map<std::string, ExpectedHash>> findExpectedHashes(
    const std::filesystem::path& folder, const std::optional<std::filesystem::path>& expectFile = std::nullopt);

}  // namespace autoglm::model
