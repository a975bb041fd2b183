// A running hash over bytes, as an interface so that the engine can verify files without a cryptography library of its
// own. One thread at a time per object. Implementations: core/base/openssl_digest.h.
#pragma once

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
};

/// Makes a digest for a file of `sizeBytes` (git's blob hash starts with the size).
using DigestFactory = std::function<std::unique_ptr<Digest>(DigestAlgorithm algorithm, std::uint64_t sizeBytes)>;

}  // namespace autoglm
