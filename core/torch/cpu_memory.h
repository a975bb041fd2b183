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

/// While one lives, the large blocks that tensors free wait for tensors of about their size: the C library would hand
/// them to the system and take fresh ones of every layer, a page fault for each 4 KiB. They are not counted meanwhile,
/// and go when the last one does.
class FreedTensorsKept {
  public:
    FreedTensorsKept();
    ~FreedTensorsKept();
    FreedTensorsKept(const FreedTensorsKept&) = delete;
    FreedTensorsKept& operator=(const FreedTensorsKept&) = delete;
};

struct CpuMemory {
    std::uint64_t allocatedBytes = 0;
    std::uint64_t peakAllocatedBytes = 0;  ///< since resetCpuPeak()
};
CpuMemory cpuMemory();
void resetCpuPeak();

}  // namespace autoglm::torch_engine
