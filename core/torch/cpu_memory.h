// What ATen's CPU allocator holds: weights, KV cache and every intermediate, as CUDA's allocator counts its own. Any
// thread.
#pragma once

#include <cstdint>

namespace autoglm::torch_engine {

/// From now on CPU tensors are counted. Before the first tensor; once per process.
void countCpuMemory();

struct CpuMemory {
    std::uint64_t allocatedBytes = 0;
    std::uint64_t peakAllocatedBytes = 0;  ///< since resetCpuPeak()
};
CpuMemory cpuMemory();
void resetCpuPeak();

}  // namespace autoglm::torch_engine
