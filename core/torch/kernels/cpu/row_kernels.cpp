#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {

std::size_t weightTypeBytes(WeightType type) {
    switch (type) {
        case WeightType::F32:
            return 4;
        case WeightType::F16:
        case WeightType::BF16:
            return 2;
        case WeightType::I8:
            return 1;
    }
    return 4;
}

RowKernelList availableRowKernels() {
    RowKernelList list{{&portableRowKernels, nullptr, nullptr}, 1};
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
        list.sets[list.count++] = &avx2RowKernels;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        list.sets[list.count++] = &avx512RowKernels;
#endif
    return list;
}

const RowKernels& bestRowKernels() {
    static const RowKernelList list = availableRowKernels();
    return *list.sets[list.count - 1];
}

}  // namespace autoglm::torch_engine::cpu
