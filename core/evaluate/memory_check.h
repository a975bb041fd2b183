// Refuses what will not fit before anything is loaded: the ledgers' sum against free memory. Pure; any thread.
// Errors: OutOfMemory with both numbers and the way out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace autoglm::evaluate {

enum class MemoryPolicy { Refuse, Force };

/// Ok where `freeBytes` is unknown, enough, or the policy is Force. `what` names what is to be loaded.
Status checkMemory(std::uint64_t neededBytes, std::optional<std::uint64_t> freeBytes, const std::string& what,
                   const std::string& device, MemoryPolicy policy);

/// Whether it is what checkMemory() says: MemoryPolicy::Force would try all the same.
bool isMemoryRefusal(const Error& error);

}  // namespace autoglm::evaluate
