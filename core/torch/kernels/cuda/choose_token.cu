#include "core/torch/kernels/cuda/choose_token.h"

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

constexpr int threads = 256;
constexpr int warps = threads / warpLanes;
constexpr int noToken = 0x7FFFFFFF;

__device__ inline bool isNan(float value) {
    return value != value;
}

__device__ inline bool isLikelier(const Candidate& one, const Candidate& other) {
    if (isNan(one.logit) != isNan(other.logit)) return isNan(other.logit);
    if (one.logit > other.logit) return true;
    return !(one.logit < other.logit) && one.token < other.token;
}

/// In every lane the likeliest of all.
__device__ inline Candidate likeliestOfWarp(Candidate own) {
    for (int distance = warpLanes / 2; distance > 0; distance /= 2) {
        const Candidate other = {__shfl_xor_sync(0xFFFFFFFFU, own.logit, distance),
                                 __shfl_xor_sync(0xFFFFFFFFU, own.token, distance)};
        if (isLikelier(other, own)) own = other;
    }
    return own;
}

/// The last block of a sequence chooses of what all have found.
__global__ void chooseTokenKernel(ChooseToken call) {
    letNextBegin();
    awaitInputs();
    __shared__ Candidate ofWarps[warps];
    const auto thread = static_cast<int>(threadIdx.x);
    const auto parts = static_cast<int>(gridDim.x / call.batch);
    const std::int64_t sequence = blockIdx.x / parts;
    const auto part = static_cast<int>(blockIdx.x % parts);
    const float* logits = call.logits + sequence * call.vocabSize;
    const Candidate none = {NAN, noToken};
    Candidate best = none;
    for (std::int64_t token = part * threads + thread; token < call.vocabSize; token += parts * threads) {
        const Candidate one = {logits[token], static_cast<int>(token)};
        if (isLikelier(one, best)) best = one;
    }
    best = likeliestOfWarp(best);
    if (thread % warpLanes == 0) ofWarps[thread / warpLanes] = best;
    __syncthreads();
    Candidate* const found = call.candidates + sequence * mostChoosingBlocks;
    if (thread < warpLanes) {
        best = likeliestOfWarp(thread < warps ? ofWarps[thread] : none);
        if (thread == 0) found[part] = best;
    }
    if (!isLastOf(call.counters + sequence, parts) || thread >= warpLanes) return;
    best = none;
    if (thread < parts) best = {__ldcg(&found[thread].logit), __ldcg(&found[thread].token)};
    best = likeliestOfWarp(best);
    if (thread > 0) return;
    call.tokens[sequence] = call.chosen[sequence] = best.token;
    ++call.positions[sequence];
}

}  // namespace

const char* chooseToken(const ChooseToken& call, KernelStream stream) {
    static_assert(mostChoosingBlocks == warpLanes, "a lane takes the candidate of a block");
    const std::int64_t needed = (call.vocabSize + threads - 1) / threads;
    return launch(&chooseTokenKernel, call.batch * (needed < mostChoosingBlocks ? needed : mostChoosingBlocks), threads,
                  stream, call);
}

}  // namespace autoglm::torch_engine::cuda
