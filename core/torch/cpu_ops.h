// What happens between the products on a CPU, each in one pass: where ATen takes a handful of operations, whose
// hand-over costs more than their work when a token is decoded. FP32; engine thread, large inputs split over ATen's
// threads; no result depends on how many there are.
#pragma once

#include "core/torch/kernels/cpu/row_kernels.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// RMS norm over the last dimension of x; weight: that dimension, FP32.
at::Tensor rmsNormOnCpu(const at::Tensor& x, const at::Tensor& weight, double eps);

/// silu(gate) · up; gateUp: [rows, 2 · n], gates before ups; returns [rows, n].
at::Tensor gatedSiluOnCpu(const at::Tensor& gateUp);

/// Attention goes over so many positions at a time: their scores stay in the nearest cache, several threads can take
/// one head, and what comes out does not depend on how many do.
constexpr std::int64_t attentionChunk = 512;

constexpr std::int64_t attentionChunks(std::int64_t positions) {
    return (positions + attentionChunk - 1) / attentionChunk;
}

/// Floats of what attendChunk() writes.
constexpr std::int64_t attentionShare(std::int64_t heads, std::int64_t headDim) {
    return heads * (headDim + 2);
}

/// One key-value head: `heads` rows of queries [heads, headDim], scaled already, by `count` rows of keys and values, at
/// most attentionChunk. scores: [maximumDotBatch, count]; share: Σ exp(score − largest) · value [heads, headDim], then
/// the largest score and Σ exp(score − largest) of each head.
void attendChunk(const cpu::WeightRows& keys, const cpu::WeightRows& values, std::int64_t count, const float* queries,
                 std::int64_t heads, float* scores, float* share);

/// Attention [heads, headDim] over all positions, from the shares of their chunks.
void mergeShares(const float* shares, std::int64_t chunks, std::int64_t heads, std::int64_t headDim, float* out);

/// Attention of one token per sequence that sees all keys: queries [batch, 1, heads, headDim]; keys and values
/// [batch, kvHeads, count, headDim] in the cache's type, each head's positions one after the other. Returns
/// [batch, 1, heads, headDim]. Reads the cache once, in its own type.
at::Tensor attendOneOnCpu(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values);

}  // namespace autoglm::torch_engine
