// What the components of a tokenizer.json share: how they are read and how an unknown one is refused.
// Reading may throw nlohmann's exceptions (a missing key, a wrong type); Tokenizer::fromJson is the wall that catches
// them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/base/result.h"

namespace autoglm::text {

/// Not autoglm::Json: that one keeps insertion order at a cost quadratic in the number of keys, and a vocabulary has
/// 150,000.
using ComponentJson = nlohmann::json;

/// Sequences within sequences deeper than this are refused.
inline constexpr int maximumSequenceDepth = 8;

inline std::string componentType(const ComponentJson& component) {
    return component.at("type").get<std::string>();
}

/// For example refuse("the pre-tokenizer", "Metaspace", "Split, ByteLevel and Sequence").
inline std::unexpected<Error> refuse(const std::string& what, const std::string& found, const std::string& supported) {
    return fail(ErrorCode::Unsupported,
                what + " '" + found + "' of this tokenizer is not supported by this release, which knows " + supported);
}

}  // namespace autoglm::text
