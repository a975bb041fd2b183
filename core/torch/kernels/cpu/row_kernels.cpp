#include <vector>

#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {

std::int64_t WeightRows::rowBytes() const {
    switch (type) {
        case WeightType::F32:
            return 4 * columns;
        case WeightType::F16:
        case WeightType::BF16:
            return 2 * columns;
        case WeightType::I8:
            return columns;
        case WeightType::I4:
            break;
    }
    return model::int4RowBytes(columns);
}

std::byte* threadScratch(std::size_t bytes) {
    static thread_local std::vector<std::byte> memory;
    constexpr std::size_t alignment = 64;
    if (memory.size() < bytes + alignment) memory.resize(bytes + alignment);
    const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
    return memory.data() + (alignment - address % alignment) % alignment;
}

RowKernelList availableRowKernels() {
    RowKernelList list{{&portableRowKernels, nullptr, nullptr, nullptr}, 1};
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
        list.sets[list.count++] = &avx2RowKernels;
    const bool hasAvx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    if (hasAvx512) list.sets[list.count++] = &avx512RowKernels;
    if (hasAvx512 && __builtin_cpu_supports("avx512vnni")) list.sets[list.count++] = &avx512VnniRowKernels();
#endif
    return list;
}

const RowKernels& bestRowKernels() {
    static const RowKernelList list = availableRowKernels();
    return *list.sets[list.count - 1];
}

}  // namespace autoglm::torch_engine::cpu
