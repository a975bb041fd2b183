#include "core/evaluate/memory_check.h"

#include "core/base/text_format.h"

namespace autoglm::evaluate {

Status checkMemory(std::uint64_t neededBytes, std::optional<std::uint64_t> freeBytes, const std::string& what,
                   const std::string& device, MemoryPolicy policy) {
    if (policy == MemoryPolicy::Force || !freeBytes || neededBytes <= *freeBytes) return {};
    return fail(
        ErrorCode::OutOfMemory,
        concat(what, " would need ", formatBytes(neededBytes), " while ", formatBytes(*freeBytes), " is free on ",
               device, "; choose a narrower precision or a shorter context, or use --force to try anyway"),
        device);
}

}  // namespace autoglm::evaluate
