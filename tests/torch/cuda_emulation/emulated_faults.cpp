#include "tests/torch/cuda_emulation/emulated_faults.h"

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::test {

using namespace torch_engine::cuda;

namespace {

__global__ void missedBarrier() {
    if (threadIdx.x % 2 == 0) __syncthreads();
}

__global__ void endedLane() {
    if (threadIdx.x == 7) return;
    (void)sumOfWarp(1.0F);
}

}  // namespace

const char* runMissedBarrier() {
    return launch(&missedBarrier, 1, 64, nullptr);
}

const char* runEndedLane() {
    return launch(&endedLane, 1, warpLanes, nullptr);
}

}  // namespace autoglm::test
