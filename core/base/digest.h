// A running hash over bytes, as an interface so that the engine can verify files without a cryptography library of its
// own. One thread at a time per object. Implementations: core/base/openssl_digest.h.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace autoglm {

enum class DigestAlgorithm { Sha256, GitSha1 };

class Digest {
  public:
    virtual ~Digest() = default;
    virtual void update(std::span<const std::byte> bytes) = 0;
    /// Lower-case hexadecimal; the object is spent afterwards.
    virtual std::string finishHex() = 0;
    /// finishHex() says what the whole file hashes to without an update().
    virtual bool isKnown() const { return false; }
};

/// A file in one state: whoever writes to it changes the time, which unlike the one of modification cannot be set back.
struct FileIdentity {
    std::uint64_t sizeBytes = 0;
    std::uint64_t device = 0;  ///< 0, like inode and time: of no file that is there
    std::uint64_t inode = 0;
    std::int64_t changedNs = 0;
    auto operator<=>(const FileIdentity&) const = default;
};

/// Makes a digest for a file (git's blob hash starts with its size).
using DigestFactory = std::function<std::unique_ptr<Digest>(DigestAlgorithm algorithm, const FileIdentity& file)>;

}  // namespace autoglm
