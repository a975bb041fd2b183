#include "core/torch/cpu_memory.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>
#include <sys/mman.h>

#include <atomic>
#include <map>
#include <mutex>

namespace autoglm::torch_engine {
namespace {

std::atomic<std::uint64_t> allocated = 0;
std::atomic<std::uint64_t> peak = 0;

/// Blocks that nobody uses, by size.
class KeptBlocks {
  public:
    void begin() {
        const std::scoped_lock lock(m_mutex);
        ++m_users;
    }
    void end() {
        const std::scoped_lock lock(m_mutex);
        if (--m_users > 0) return;
        for (const auto& [size, memory] : m_blocks)
            c10::free_cpu(memory);
        m_blocks.clear();
    }
    /// Null where none fits. Layers ask for the same again; what is larger would be counted as more than was asked for.
    void* take(std::size_t bytes) {
        if (bytes < least || m_users == 0) return nullptr;
        const std::scoped_lock lock(m_mutex);
        const auto found = m_blocks.lower_bound(bytes);
        if (found == m_blocks.end() || found->first - bytes > bytes / 16) return nullptr;
        void* const memory = found->second;
        m_blocks.erase(found);
        return memory;
    }
    bool keep(void* memory, std::size_t bytes) {
        if (bytes < least || m_users == 0) return false;
        const std::scoped_lock lock(m_mutex);
        if (m_users == 0) return false;
        m_blocks.emplace(bytes, memory);
        return true;
    }

  private:
    static constexpr std::size_t least = 64 << 10;  // smaller ones stay with the C library
    std::mutex m_mutex;
    std::atomic<int> m_users = 0;
    std::multimap<std::size_t, void*> m_blocks;
};

KeptBlocks& keptBlocks() {
    static auto* const blocks = new KeptBlocks;  // tensors may outlive everything else
    return *blocks;
}

void release(void* memory) {
    if (!memory) return;
    const std::size_t bytes = malloc_usable_size(memory);
    allocated -= bytes;
    if (!keptBlocks().keep(memory, bytes)) c10::free_cpu(memory);
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
        void* memory = keptBlocks().take(bytes);
        if (!memory) memory = c10::alloc_cpu(bytes);
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

FreedTensorsKept::FreedTensorsKept() {
    keptBlocks().begin();
}

FreedTensorsKept::~FreedTensorsKept() {
    keptBlocks().end();
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
