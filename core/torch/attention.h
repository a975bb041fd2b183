// Causal attention of new tokens over a cache, with fewer key-value heads than query heads. Engine thread.
#pragma once

#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// The keys that new tokens look at: a range of the cache and, within it, who sees what. Made once for all layers that
/// look equally far back.
struct VisibleKeys {
    std::int64_t first = 0;
    std::int64_t count = 0;
    at::Tensor mask;  // [tokens, count], added to the scores; undefined where every token sees all of them
};

/// positions: [1, tokens] INT64, the positions of the new tokens, of which the first is `begin`. A token sees itself
/// and what is before it, no more than `window` tokens in all where that is not 0. The mask has the type that attend()
/// computes in for queries of `queryType`.
VisibleKeys visibleKeys(const at::Tensor& positions, std::int64_t begin, std::int64_t window, at::ScalarType queryType);

/// queries: [batch, tokens, heads, headDim]; keys, values: [batch, kvHeads, count, headDim], the visible ones. Returns
/// [batch, tokens, heads, headDim] contiguous, in the queries' type. Query head h reads kv head h·kvHeads/heads.
at::Tensor attend(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, const at::Tensor& mask);

}  // namespace autoglm::torch_engine
