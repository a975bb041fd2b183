// SHA-256 and git's blob SHA-1 through OpenSSL's EVP (which uses the CPU's SHA instructions). Library autoglm_hash.
#pragma once

#include "core/base/digest.h"

namespace autoglm {

/// A DigestFactory; throws std::bad_alloc only.
std::unique_ptr<Digest> makeOpensslDigest(DigestAlgorithm algorithm, const FileIdentity& file);

/// makeOpensslDigest with a memory of its own, shared by copies: a file that was hashed in whole and has not changed
/// since is known. For one piece of work; any thread.
DigestFactory rememberingDigests();

/// SHA-256 of bytes in memory, lower-case hexadecimal.
std::string sha256Hex(std::span<const std::byte> bytes);

}  // namespace autoglm
