#include "core/torch/cpu_memory.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>

#include <atomic>

namespace autoglm::torch_engine {
namespace {

std::atomic<std::uint64_t> allocated = 0;
std::atomic<std::uint64_t> peak = 0;

void release(void* memory) {
    if (!memory) return;
    allocated -= malloc_usable_size(memory);
    c10::free_cpu(memory);
}

/// libtorch's own allocation with a counter beside it; the size is what the C library set aside.
class CountingAllocator final : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t bytes) override {
        void* memory = c10::alloc_cpu(bytes);
        if (memory) {
            const std::uint64_t size = malloc_usable_size(memory);
            const std::uint64_t now = allocated += size;
            std::uint64_t before = peak;
            while (now > before && !peak.compare_exchange_weak(before, now)) {
            }
        }
        return {memory, memory, &release, c10::Device(c10::DeviceType::CPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
    void copy_data(void* to, const void* from, std::size_t bytes) const override { default_copy_data(to, from, bytes); }
};

}  // namespace

void countCpuMemory() {
    static CountingAllocator* const counting = [] {
        auto* made = new CountingAllocator;  // tensors may outlive everything else
        c10::SetCPUAllocator(made, /*priority=*/100);
        return made;
    }();
    static_cast<void>(counting);
}

CpuMemory cpuMemory() {
    return {allocated, peak};
}

void resetCpuPeak() {
    peak = allocated.load();
}

}  // namespace autoglm::torch_engine
