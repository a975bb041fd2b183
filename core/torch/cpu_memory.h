// What ATen's CPU allocator holds: weights, KV cache and every intermediate, as CUDA's allocator counts its own. Any
// thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace autoglm::torch_engine {

/// From now on CPU tensors are counted. Before the first tensor; once per process.
void countCpuMemory();

/// Memory from the system itself, counted as tensors are and given back when it is unmapped: freed memory of the C
/// library's heap may stay with the process. Null where there is none.
void* mapCounted(std::size_t bytes);
void unmapCounted(void* memory, std::size_t bytes);

struct CpuMemory {
    std::uint64_t allocatedBytes = 0;
    std::uint64_t peakAllocatedBytes = 0;  ///< since resetCpuPeak()
};
CpuMemory cpuMemory();
void resetCpuPeak();

}  // namespace autoglm::torch_engine
