#include "core/evaluate/memory_check.h"

#include "core/base/text_format.h"

namespace autoglm::evaluate {

constexpr const char* advice = "; choose a narrower precision or a shorter context";

Status checkMemory(std::uint64_t neededBytes, std::optional<std::uint64_t> freeBytes, const std::string& what,
                   const std::string& device, MemoryPolicy policy) {
    if (policy == MemoryPolicy::Force || !freeBytes || neededBytes <= *freeBytes) return {};
    return fail(ErrorCode::OutOfMemory,
                concat(what, " would need ", formatBytes(neededBytes), " while ", formatBytes(*freeBytes),
                       " is free on ", device, advice),
                device);
}

bool isMemoryRefusal(const Error& error) {
    return error.code == ErrorCode::OutOfMemory && error.message.ends_with(advice);
}

}  // namespace autoglm::evaluate
