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

/// Sequences of more steps than this are refused: each goes over the whole text.
inline constexpr std::size_t maximumSteps = 64;

/// Positions within a text are kept in 32 bits.
inline constexpr std::size_t textLimitBytes = std::size_t{1} << 30U;

inline std::string componentType(const ComponentJson& component) {
    return component.at("type").get<std::string>();
}

/// Steps that lengthen a text multiply: those that may make more than so many times of it are refused.
inline constexpr double maximumGrowth = 1000;

/// For example refuse("the pre-tokenizer", "UnicodeScripts", "Split, ByteLevel and Sequence").
inline std::unexpected<Error> refuse(const std::string& what, const std::string& found, const std::string& supported) {
    return fail(ErrorCode::Unsupported, what + " '" + found +
                                            "' of this tokenizer is not supported by this release, which knows " +
                                            supported + "; choose a model whose tokenizer.json does without");
}

inline Status checkGrowth(const std::string& what, double growth) {
    if (growth <= maximumGrowth) return {};
    return refuse(what, "Sequence", "steps that make a text at most 1000 times as long");
}

/// What "normalizers", "pretokenizers" or "decoders" of sequences within sequences hold, in order. `add` takes one
/// component that is no Sequence.
template <class Add>
Status eachComponent(const ComponentJson& component, const char* listKey, const std::string& what, const Add& add,
                     int depth = 0) {
    if (component.is_null()) return {};
    if (componentType(component) != "Sequence") return add(component);
    if (depth >= maximumSequenceDepth) return refuse(what, "Sequence", "sequences within at most 8 others");
    for (const ComponentJson& part : component.at(listKey))
        AUTOGLM_CHECK(eachComponent(part, listKey, what, add, depth + 1));
    return {};
}

/// A key that is there and not null.
inline const ComponentJson* findSet(const ComponentJson& component, const char* key) {
    const auto found = component.find(key);
    return found == component.end() || found->is_null() ? nullptr : &*found;
}

}  // namespace autoglm::text
