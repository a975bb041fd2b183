// Causal attention of new tokens over a cache, with fewer key-value heads than query heads. Engine thread.
#pragma once

#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// Additive mask [tokens, length] in the type that attend() computes in: new token t sees positions up to
/// length - tokens + t. Undefined for one token, which sees all. Made once for all layers.
at::Tensor causalMask(std::int64_t tokens, std::int64_t length, const at::Tensor& likeQueries);

/// queries: [batch, tokens, heads, headDim], the last `tokens` positions of the cache; keys, values: [batch, kvHeads,
/// length, headDim]. Returns [batch, tokens, heads, headDim] contiguous, in the queries' type. Query head h reads kv
/// head h·kvHeads/heads.
at::Tensor attend(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, const at::Tensor& mask);

}  // namespace autoglm::torch_engine
