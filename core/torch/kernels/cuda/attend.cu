#include "core/torch/kernels/cuda/attend.h"

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

constexpr int laneDims = 8;  // of a head in one lane
constexpr int mostWarpHeads = 8;
constexpr int mostPositionWarps = 4;
constexpr int mostWarps = 8;             // of a block: each lane may have all the registers that CUDA gives one
constexpr int ahead = 2;                 // positions of a lane whose loads are on their way together
constexpr std::int64_t leastSplit = 16;  // positions: below that a share costs more than it saves
constexpr int mostHandedValues = 4096;   // of one position warp's sums in shared memory
constexpr int mostHandedHeads = 64;
constexpr int mostLaneDims = 256 / warpLanes;  // of a head's, in a lane, when shares are merged
constexpr auto team = static_cast<int>(attentionTeam);
static_assert(team <= warpLanes && maximumAttentionSplits / team <= warpLanes, "a lane weighs one share");

/// How a block is cut. A row of a cache lies in `rowLanes` lanes, so a warp takes several positions at once; warps
/// share the positions, and the query heads of a group where they are more than one warp's registers hold.
struct Cut {
    int rowLanes;
    int headWarps;
    int positionWarps;
};

/// What a token sees, and which part of it a block reads.
struct Visible {
    std::int64_t first;
    std::int64_t end;
    std::int64_t each;  // positions of a split

    __device__ Visible(const Attend& call, std::int64_t sequence) {
        end = call.positions[sequence] + 1;
        first = call.window > 0 && end > call.window ? end - call.window : 0;
        each = (end - first + call.splits - 1) / call.splits;
        if (each < leastSplit) each = leastSplit;
    }
    __device__ std::int64_t usedSplits() const { return (end - first + each - 1) / each; }
};

template <class Value>
struct alignas(16) HeadPart {
    Value values[laneDims];
};

/// Σ w·v, Σ w and the highest score, where w = exp(score - highest).
template <int HeadCount>
struct Share {
    float sums[HeadCount][laneDims] = {};
    float weight[HeadCount] = {};
    float highest[HeadCount];

    __device__ Share() {
#pragma unroll
        for (int h = 0; h < HeadCount; ++h)
            highest[h] = -INFINITY;
    }

    __device__ void add(int h, float score, const float (&value)[laneDims]) {
        if (score > highest[h]) {
            rescale(h, expf(highest[h] - score));
            highest[h] = score;
        }
        const float own = expf(score - highest[h]);
        weight[h] += own;
#pragma unroll
        for (int i = 0; i < laneDims; ++i)
            sums[h][i] += own * value[i];
    }
    __device__ void rescale(int h, float by) {
        weight[h] *= by;
#pragma unroll
        for (int i = 0; i < laneDims; ++i)
            sums[h][i] *= by;
    }
    /// What another has summed; either may have seen nothing.
    __device__ void merge(int h, float otherHighest, float otherWeight, const float (&otherSums)[laneDims]) {
        const float both = otherHighest > highest[h] ? otherHighest : highest[h];
        const float other = otherHighest == -INFINITY ? 0.0F : expf(otherHighest - both);
        rescale(h, highest[h] == -INFINITY ? 0.0F : expf(highest[h] - both));
        highest[h] = both;
        weight[h] += other * otherWeight;
#pragma unroll
        for (int i = 0; i < laneDims; ++i)
            sums[h][i] += other * otherSums[i];
    }
    /// The rows that the lanes of a warp took beside one another.
    __device__ void mergeRows(int rowLanes) {
        for (int distance = rowLanes; distance < warpLanes; distance *= 2)
#pragma unroll
            for (int h = 0; h < HeadCount; ++h) {
                float other[laneDims];
#pragma unroll
                for (int i = 0; i < laneDims; ++i)
                    other[i] = __shfl_xor_sync(0xFFFFFFFFU, sums[h][i], distance);
                const float otherHighest = __shfl_xor_sync(0xFFFFFFFFU, highest[h], distance);
                const float otherWeight = __shfl_xor_sync(0xFFFFFFFFU, weight[h], distance);
                merge(h, otherHighest, otherWeight, other);
            }
    }
};

template <class Value>
__device__ inline void loadPart(const void* from, std::int64_t index, bool isThere, float (&out)[laneDims]) {
    HeadPart<Value> part{};
    if (isThere) part = *reinterpret_cast<const HeadPart<Value>*>(static_cast<const Value*>(from) + index);
#pragma unroll
    for (int i = 0; i < laneDims; ++i)
        out[i] = toFloat(part.values[i]);
}

/// One block for each sequence, key-value head and split. A warp's place in it:
struct Place {
    std::int64_t split;
    std::int64_t kvHead;
    std::int64_t sequence;
    int headWarp;
    int positionWarp;
    int lane;

    __device__ Place(const Attend& call, const Cut& cut) {
        const std::int64_t block = blockIdx.x;
        split = block % call.splits;
        kvHead = block / call.splits % call.kvHeads;
        sequence = block / call.splits / call.kvHeads;
        const auto warp = static_cast<int>(threadIdx.x / warpLanes);
        headWarp = warp % cut.headWarps;
        positionWarp = warp / cut.headWarps;
        lane = static_cast<int>(threadIdx.x % warpLanes);
    }
};

/// Scores the positions of a warp and sums their values.
template <class Value, int HeadCount>
__device__ inline void addPositions(const Attend& call, const Cut& cut, const Place& place,
                                    const float (&query)[HeadCount][laneDims], Share<HeadCount>& share) {
    const Visible visible(call, place.sequence);
    const int dim = place.lane % cut.rowLanes * laneDims;
    const bool hasDims = dim < call.headDim;
    const std::int64_t head = place.sequence * call.batchStride + place.kvHead * call.headStride + dim;
    const int warpRows = warpLanes / cut.rowLanes;
    const std::int64_t step = static_cast<std::int64_t>(warpRows) * cut.positionWarps;
    const std::int64_t begin = visible.first + place.split * visible.each;
    const std::int64_t end = begin + visible.each < visible.end ? begin + visible.each : visible.end;
    for (std::int64_t base = begin + place.positionWarp * warpRows; base < end; base += ahead * step) {
        float keys[ahead][laneDims];
        float values[ahead][laneDims];
#pragma unroll
        for (int a = 0; a < ahead; ++a) {
            const std::int64_t position = base + a * step + place.lane / cut.rowLanes;
            const bool isThere = hasDims && position < end;
            loadPart<Value>(call.keys, head + position * call.headDim, isThere, keys[a]);
            loadPart<Value>(call.values, head + position * call.headDim, isThere, values[a]);
        }
#pragma unroll
        for (int a = 0; a < ahead; ++a) {
            const bool isSeen = base + a * step + place.lane / cut.rowLanes < end;
#pragma unroll
            for (int h = 0; h < HeadCount; ++h) {
                float score = 0;
#pragma unroll
                for (int i = 0; i < laneDims; ++i)
                    score += query[h][i] * keys[a][i];
                for (int distance = cut.rowLanes / 2; distance > 0; distance /= 2)
                    score += __shfl_xor_sync(0xFFFFFFFFU, score, distance);
                if (isSeen) share.add(h, score, values[a]);
            }
        }
    }
}

/// The position warps of a block hand their shares to the first of them, one after the other.
template <int HeadCount>
__device__ inline void mergeWarps(const Attend& call, const Cut& cut, const Place& place, Share<HeadCount>& share) {
    __shared__ float handed[mostHandedValues];
    __shared__ float handedHighest[mostHandedHeads];
    __shared__ float handedWeight[mostHandedHeads];
    const int dim = place.lane % cut.rowLanes * laneDims;
    const bool hasDims = dim < call.headDim;
    for (int other = 1; other < cut.positionWarps; ++other) {
        if (place.positionWarp == other && place.lane < cut.rowLanes && hasDims)
#pragma unroll
            for (int h = 0; h < HeadCount; ++h) {
                const int head = place.headWarp * HeadCount + h;
#pragma unroll
                for (int i = 0; i < laneDims; ++i)
                    handed[head * call.headDim + dim + i] = share.sums[h][i];
                handedHighest[head] = share.highest[h];
                handedWeight[head] = share.weight[h];
            }
        __syncthreads();
        if (place.positionWarp == 0 && hasDims)
#pragma unroll
            for (int h = 0; h < HeadCount; ++h) {
                const int head = place.headWarp * HeadCount + h;
                float sums[laneDims];
#pragma unroll
                for (int i = 0; i < laneDims; ++i)
                    sums[i] = handed[head * call.headDim + dim + i];
                share.merge(h, handedHighest[head], handedWeight[head], sums);
            }
        __syncthreads();
    }
}

/// The share of the block's positions, for all heads of its group.
template <class Value, int HeadCount>
__device__ inline void makeShare(const Attend& call, const Cut& cut, const Place& place) {
    const std::int64_t group = call.heads / call.kvHeads;
    const int dim = place.lane % cut.rowLanes * laneDims;
    const bool hasDims = dim < call.headDim;
    const auto headIndex = [&](int h) {
        return place.sequence * call.heads + place.kvHead * group + place.headWarp * HeadCount + h;
    };
    const auto isHead = [&](int h) { return place.headWarp * HeadCount + h < group; };
    const float scale = 1.0F / sqrtf(static_cast<float>(call.headDim));
    float query[HeadCount][laneDims];
#pragma unroll
    for (int h = 0; h < HeadCount; ++h) {
        loadPart<Value>(call.queries, headIndex(h) * call.headDim + dim, hasDims && isHead(h), query[h]);
#pragma unroll
        for (int i = 0; i < laneDims; ++i)
            query[h][i] *= scale;
    }
    Share<HeadCount> share;
    addPositions<Value>(call, cut, place, query, share);
    share.mergeRows(cut.rowLanes);
    mergeWarps(call, cut, place, share);
    if (place.positionWarp > 0 || place.lane >= cut.rowLanes || !hasDims) return;
#pragma unroll
    for (int h = 0; h < HeadCount; ++h) {
        if (!isHead(h)) continue;
        float* to = call.shares + (headIndex(h) * call.splits + place.split) * (call.headDim + 2);
#pragma unroll
        for (int i = 0; i < laneDims; ++i)
            to[dim + i] = share.sums[h][i];
        if (place.lane == 0) {
            to[call.headDim] = share.highest[h];
            to[call.headDim + 1] = share.weight[h];
        }
    }
}

/// Shares of a head that are put together: the first, every step-th behind it. At most a warp's lanes.
struct Members {
    int first;
    int count;
    int step;
};

/// One warp, for one head of all sequences; the sum becomes the first member's share, or, of the last of them, the
/// head's output. Other blocks wrote what is read here: it comes from the second-level cache (__ldcg).
__device__ inline void mergeShares(const Attend& call, std::int64_t head, const Members& members, bool isOutput) {
    const auto lane = static_cast<int>(threadIdx.x % warpLanes);
    const std::int64_t width = call.headDim + 2;
    float* const first = call.shares + (head * call.splits + members.first) * width;
    const float* own = first + lane * members.step * width;
    const bool isMember = lane < members.count;
    const float ownHighest = isMember ? __ldcg(own + call.headDim) : -INFINITY;
    const float ownWeight = isMember ? __ldcg(own + call.headDim + 1) : 0.0F;
    const float highest = highestOfWarp(ownHighest);
    const float factor = isMember ? expf(ownHighest - highest) : 0.0F;
    const float weight = sumOfWarp(factor * ownWeight);
    float sums[mostLaneDims] = {};
#pragma unroll 4
    for (int member = 0; member < members.count; ++member) {
        const float memberFactor = __shfl_sync(0xFFFFFFFFU, factor, member);
        const float* share = first + member * members.step * width;
#pragma unroll
        for (int i = 0; i < mostLaneDims; ++i)
            if (lane + i * warpLanes < call.headDim) sums[i] += memberFactor * __ldcg(share + lane + i * warpLanes);
    }
#pragma unroll
    for (int i = 0; i < mostLaneDims; ++i) {
        const int dim = lane + i * warpLanes;
        if (dim >= call.headDim) continue;
        if (isOutput)
            storeAs(call.out, call.type, head * call.headDim + dim, sums[i] / weight);
        else
            first[dim] = sums[i];
    }
    if (isOutput || lane > 0) return;
    first[call.headDim] = highest;
    first[call.headDim + 1] = weight;
}

/// The heads of the block's group, warp by warp.
__device__ inline void mergeGroup(const Attend& call, const Place& place, const Members& members, bool isOutput) {
    const std::int64_t group = call.heads / call.kvHeads;
    const std::int64_t first = place.sequence * call.heads + place.kvHead * group;
    for (std::int64_t h = threadIdx.x / warpLanes; h < group; h += blockDim.x / warpLanes)
        mergeShares(call, first + h, members, isOutput);
}

/// Each block leaves a share; the last of a team puts its team's together, the last team those of all teams.
template <class Value, int HeadCount>
__global__ void attendKernel(Attend call, Cut cut) {
    letNextBegin();
    awaitInputs();
    const Place place(call, cut);
    const auto used = static_cast<int>(Visible(call, place.sequence).usedSplits());
    const auto split = static_cast<int>(place.split);
    if (split >= used) return;
    makeShare<Value, HeadCount>(call, cut, place);
    const int teams = (used + team - 1) / team;
    const int first = split / team * team;
    const Members members = {first, used - first < team ? used - first : team, 1};
    unsigned* const counters = call.counters + (place.sequence * call.kvHeads + place.kvHead) * attentionCounters;
    if (!isLastOf(counters + 1 + split / team, members.count)) return;
    mergeGroup(call, place, members, teams == 1);
    if (teams > 1 && isLastOf(counters, teams)) mergeGroup(call, place, {0, teams, team}, true);
}

template <class Value, int HeadCount>
const char* startFor(const Attend& call, KernelStream stream) {
    const auto headWarps = static_cast<int>((call.heads / call.kvHeads + HeadCount - 1) / HeadCount);
    Cut cut{1, headWarps, mostWarps / headWarps < mostPositionWarps ? mostWarps / headWarps : mostPositionWarps};
    while (cut.rowLanes * laneDims < call.headDim)
        cut.rowLanes *= 2;
    if (cut.headWarps * HeadCount * call.headDim > mostHandedValues) cut.positionWarps = 1;
    return launch(&attendKernel<Value, HeadCount>, call.batch * call.kvHeads * call.splits,
                  cut.headWarps * cut.positionWarps * warpLanes, stream, call, cut);
}

template <class Value>
const char* startFor(const Attend& call, KernelStream stream) {
    const std::int64_t group = call.heads / call.kvHeads;
    if (group == 1) return startFor<Value, 1>(call, stream);
    if (group == 2) return startFor<Value, 2>(call, stream);
    if (group <= 4) return startFor<Value, 4>(call, stream);
    return startFor<Value, mostWarpHeads>(call, stream);
}

}  // namespace

const char* attend(const Attend& call, KernelStream stream) {
    if (!attends(call.heads, call.kvHeads, call.headDim))
        return "heads of a multiple of 8 dimensions, at most 256, in groups of at most 64 were expected";
    if (call.splits < 1 || call.splits > maximumAttentionSplits) return "1 to 128 splits were expected";
    if (call.type == ValueType::F16) return startFor<__half>(call, stream);
    if (call.type == ValueType::BF16) return startFor<__nv_bfloat16>(call, stream);
    return startFor<float>(call, stream);
}

}  // namespace autoglm::torch_engine::cuda
