#include "core/torch/cpu_memory.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>
#include <sys/mman.h>

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

void count(std::uint64_t bytes) {
    const std::uint64_t now = allocated += bytes;
    std::uint64_t before = peak;
    while (now > before && !peak.compare_exchange_weak(before, now)) {
    }
}

/// libtorch's own allocation with a counter beside it; the size is what the C library set aside.
class CountingAllocator final : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t bytes) override {
        void* memory = c10::alloc_cpu(bytes);
        if (memory) count(malloc_usable_size(memory));
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

void* mapCounted(std::size_t bytes) {
    void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    count(bytes);
    return memory;
}

void unmapCounted(void* memory, std::size_t bytes) {
    ::munmap(memory, bytes);
    allocated -= bytes;
}

CpuMemory cpuMemory() {
    return {allocated, peak};
}

void resetCpuPeak() {
    peak = allocated.load();
}

}  // namespace autoglm::torch_engine
