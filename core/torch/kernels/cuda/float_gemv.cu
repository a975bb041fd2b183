#include "core/torch/kernels/cuda/gemv.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

template <class Value>
struct FloatRows {
    static constexpr int runs = 1;
    static constexpr int runColumns = pieceBytes / static_cast<int>(sizeof(Value));

    const Value* weights;
    std::int64_t columns;

    __device__ explicit FloatRows(const Matrix& matrix)
        : weights(static_cast<const Value*>(matrix.weights)), columns(matrix.inFeatures) {}

    __device__ static std::int64_t column(std::int64_t piece, int) { return piece * runColumns; }
    __device__ const uint4* row(std::int64_t feature) const {
        return reinterpret_cast<const uint4*>(weights + feature * columns);
    }
    template <int>
    __device__ void expand(const uint4& piece, float (&out)[runColumns]) const {
        Run<Value, runColumns> run;
        memcpy(&run, &piece, sizeof run);
#pragma unroll
        for (int i = 0; i < runColumns; ++i)
            out[i] = toFloat(run.values[i]);
    }
    __device__ float one(std::int64_t feature, std::int64_t k) const { return toFloat(weights[feature * columns + k]); }
    __device__ float runScale(std::int64_t, std::int64_t) const { return 1; }
    __device__ float endScale(std::int64_t) const { return 1; }
};

template <class Value>
const char* start(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, KernelStream stream) {
    const GemvShape shape = gemvShape(matrix, operands, matrix.inFeatures * static_cast<std::int64_t>(sizeof(Value)));
    if (operands.norm) return startGemv<FloatRows<Value>, Normed>(matrix, operands, shape, cut, stream);
    return startGemv<FloatRows<Value>, Value>(matrix, operands, shape, cut, stream);
}

}  // namespace

const char* floatGemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, KernelStream stream) {
    if (const char* why = refusal(matrix, operands, cut)) return why;
    if (!operands.norm && operands.activationType != matrix.type)
        return "activations of the weights' own type were expected";
    if (matrix.type == ValueType::F16) return start<__half>(matrix, operands, cut, stream);
    if (matrix.type == ValueType::BF16) return start<__nv_bfloat16>(matrix, operands, cut, stream);
    return start<float>(matrix, operands, cut, stream);
}

}  // namespace autoglm::torch_engine::cuda
