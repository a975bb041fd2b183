// SHA-256 and git's blob SHA-1 through OpenSSL's EVP (which uses the CPU's SHA instructions). Library autoglm_hash.
#pragma once

#include "core/base/digest.h"

namespace autoglm {

/// A DigestFactory; throws std::bad_alloc only.
std::unique_ptr<Digest> makeOpensslDigest(DigestAlgorithm algorithm, std::uint64_t sizeBytes);

/// SHA-256 of bytes in memory, lower-case hexadecimal.
std::string sha256Hex(std::span<const std::byte> bytes);

}  // namespace autoglm
