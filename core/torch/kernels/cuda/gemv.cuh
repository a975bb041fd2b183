// What the products of a few rows share: runs of activations, the end of a sum, one kernel for each number of rows.
#pragma once

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::torch_engine::cuda {

constexpr int warpsPerBlock = 4;
constexpr int runColumns = 16;

/// Neighbouring activations as they lie in memory, fetched by 16-byte loads.
template <class Activation>
struct alignas(16) Run {
    Activation values[runColumns];
};

/// `from` need not be aligned, nor all of the run be there: `count` of it are, the others are 0.
template <class Activation>
__device__ inline void loadRun(const Activation* from, bool isAligned, std::int64_t count, float (&out)[runColumns]) {
    if (isAligned && count >= runColumns) {
        const auto run = *reinterpret_cast<const Run<Activation>*>(from);
#pragma unroll
        for (int i = 0; i < runColumns; ++i)
            out[i] = toFloat(run.values[i]);
        return;
    }
#pragma unroll
    for (int i = 0; i < runColumns; ++i)
        out[i] = i < count ? toFloat(from[i]) : 0.0F;
}

__device__ inline void storeSum(const GemvOperands& operands, int row, std::int64_t feature, float sum) {
    if (operands.bias) sum += operands.bias[feature];
    storeAs(operands.out, operands.outType, row * operands.outFeatures + feature, sum);
}

/// Runs at multiples of 16 columns of every row begin at addresses for 16-byte loads.
inline bool hasAlignedRuns(const GemvOperands& operands) {
    constexpr std::int64_t alignment = 16;
    const std::int64_t bytes = operands.activationType == ValueType::F32 ? 4 : 2;
    return reinterpret_cast<std::uintptr_t>(operands.activations) % alignment == 0 &&
           operands.inFeatures * bytes % alignment == 0;
}

/// start(activation, rows): both told by types, Rows<n>::count and a value of the activation's type.
template <int N>
struct Rows {
    static constexpr int count = N;
};
template <class Activation, class Start>
const char* startForRows(int rows, const Start& start) {
    switch (rows) {
        case 1:
            return start(Activation{}, Rows<1>{});
        case 2:
            return start(Activation{}, Rows<2>{});
        case 3:
            return start(Activation{}, Rows<3>{});
        case 4:
            return start(Activation{}, Rows<4>{});
        case 5:
            return start(Activation{}, Rows<5>{});
        case 6:
            return start(Activation{}, Rows<6>{});
        case 7:
            return start(Activation{}, Rows<7>{});
        case 8:
            return start(Activation{}, Rows<8>{});
        default:
            return "1 to 8 rows of activations were expected";
    }
}
template <class Start>
const char* startFor(const GemvOperands& operands, const Start& start) {
    if (operands.activationType == ValueType::F16) return startForRows<__half>(operands.rows, start);
    if (operands.activationType == ValueType::BF16) return startForRows<__nv_bfloat16>(operands.rows, start);
    return startForRows<float>(operands.rows, start);
}

}  // namespace autoglm::torch_engine::cuda
