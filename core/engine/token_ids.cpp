#include "core/engine/token_ids.h"

#include <algorithm>

#include "core/base/text_format.h"

namespace autoglm::engine {

Status checkIds(std::span<const TokenId> ids, std::int64_t vocabSize, const std::string& subject) {
    const auto unknown = std::ranges::find_if(ids, [=](TokenId id) { return id < 0 || id >= vocabSize; });
    if (unknown == ids.end()) return {};
    return fail(ErrorCode::InvalidArgument,
                concat("token id ", *unknown, " at position ", unknown - ids.begin(), " is outside the vocabulary of ",
                       vocabSize),
                subject);
}

}  // namespace autoglm::engine
