// Ids as a model takes them. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/engine/engine.h"

namespace autoglm::engine {

/// Ok where a vocabulary of `vocabSize` holds all ids; else InvalidArgument of `subject`, naming the first that it does
/// not hold and its place.
Status checkIds(std::span<const TokenId> ids, std::int64_t vocabSize, const std::string& subject);

}  // namespace autoglm::engine
