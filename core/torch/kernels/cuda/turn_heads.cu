#include "core/torch/kernels/cuda/turn_heads.h"

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

constexpr int warpsPerBlock = 4;

/// A head of one token on its way: values are normed as they are read.
struct Head {
    const TurnHeads& call;
    std::int64_t from;  // its first element in qkv
    const float* norm;
    float factor;

    __device__ float value(std::int64_t k) const {
        const float stored = loadAs(call.qkv, call.type, from + k);
        return norm ? roundedAs(call.type, stored * factor * norm[k]) : stored;
    }
};

__device__ inline float normFactor(const TurnHeads& call, std::int64_t from, int lane) {
    float squares = 0;
    for (std::int64_t k = lane; k < call.headDim; k += warpLanes) {
        const float value = loadAs(call.qkv, call.type, from + k);
        squares += value * value;
    }
    return 1.0F / sqrtf(sumOfWarp(squares) / static_cast<float>(call.headDim) + call.eps);
}

/// `place`: of the token's position.
__device__ inline void turn(const Head& head, std::int64_t place, int lane, void* out, std::int64_t to) {
    const TurnHeads& call = head.call;
    const std::int64_t step = call.isInterleaved ? 2 : 1;
    const std::int64_t secondAt = call.isInterleaved ? 1 : call.half;
    for (std::int64_t i = lane; i < call.half; i += warpLanes) {
        const float cosine = call.cosines[place * call.half + i];
        const float sine = call.sines[place * call.half + i];
        const float first = head.value(i * step);
        const float second = head.value(i * step + secondAt);
        storeAs(out, call.type, to + i * step, first * cosine - second * sine);
        storeAs(out, call.type, to + i * step + secondAt, second * cosine + first * sine);
    }
    for (std::int64_t k = 2 * call.half + lane; k < call.headDim; k += warpLanes)
        storeAs(out, call.type, to + k, head.value(k));
}

/// One warp for each head of each token.
__global__ void turnHeadsKernel(TurnHeads call) {
    letNextBegin();
    awaitInputs();
    const std::int64_t all = call.heads + 2 * call.kvHeads;
    const std::int64_t warp = static_cast<std::int64_t>(blockIdx.x) * warpsPerBlock + threadIdx.x / warpLanes;
    const auto lane = static_cast<int>(threadIdx.x % warpLanes);
    const std::int64_t token = warp / all;  // of all sequences
    if (token >= call.batch * call.tokens) return;
    const std::int64_t head = warp % all;
    const std::int64_t sequence = token / call.tokens;
    const std::int64_t place = call.isPerSequence ? token : token % call.tokens;
    const std::int64_t from = warp * call.headDim;
    const auto cached = [&](std::int64_t kvHead) {
        return sequence * call.batchStride + kvHead * call.headStride + call.positions[place] * call.headDim;
    };
    if (head >= call.heads + call.kvHeads) {
        const std::int64_t to = cached(head - call.heads - call.kvHeads);
        for (std::int64_t k = lane; k < call.headDim; k += warpLanes)
            storeAs(call.values, call.type, to + k, loadAs(call.qkv, call.type, from + k));
        return;
    }
    const bool isQuery = head < call.heads;
    const float* norm = isQuery ? call.queryNorm : call.keyNorm;
    const Head read = {call, from, norm, norm ? normFactor(call, from, lane) : 1.0F};
    if (isQuery)
        turn(read, place, lane, call.queries, (token * call.heads + head) * call.headDim);
    else
        turn(read, place, lane, call.keys, cached(head - call.heads));
}

}  // namespace

const char* turnHeads(const TurnHeads& call, KernelStream stream) {
    const std::int64_t warps = call.batch * call.tokens * (call.heads + 2 * call.kvHeads);
    return launch(&turnHeadsKernel, (warps + warpsPerBlock - 1) / warpsPerBlock, warpsPerBlock * warpLanes, stream,
                  call);
}

}  // namespace autoglm::torch_engine::cuda
