#include "tests/torch/memory_check.h"

#include "core/torch/cpu_memory.h"
#include "core/torch/precompiled.h"

namespace autoglm::test {

std::vector<std::string> keptMemoryFaults() {
    using namespace torch_engine;
    countCpuMemory();
    std::vector<std::string> faults;
    const auto expect = [&](bool holds, const char* what) {
        if (!holds) faults.emplace_back(what);
    };
    constexpr std::int64_t size = 3 << 20;
    const auto make = [](std::int64_t bytes) { return at::empty({bytes}, at::kByte); };
    const std::uint64_t before = cpuMemory().allocatedBytes;
    at::Tensor outlives;
    {
        const FreedTensorsKept kept;
        const FreedTensorsKept nested;
        at::Tensor first = make(size);
        const void* const block = first.data_ptr();
        first.reset();
        expect(cpuMemory().allocatedBytes == before, "a block that waits is counted");
        const at::Tensor small = make(size / 2);
        expect(small.data_ptr() != block, "half as much was given a block of twice its size");
        at::Tensor again = make(size - 100);
        expect(again.data_ptr() == block, "a block that waits was not taken");
        const at::Tensor other = make(size);
        expect(other.data_ptr() != block, "a block was given twice");
        const std::uint64_t counted = cpuMemory().allocatedBytes - before;
        expect(counted >= 2 * size + size / 2 - 100 && counted <= 2 * size + size / 2 + (64 << 10),
               "what is in use is not what is counted");
        outlives = std::move(again);
        outlives.fill_(7);
    }
    expect(outlives[size - 101].item<int>() == 7, "a tensor of that time did not outlive it");
    outlives.reset();
    expect(cpuMemory().allocatedBytes == before, "something stays counted");
    return faults;
}

}  // namespace autoglm::test
