#include "core/torch/kernels/cuda/gemv.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

/// The value of the byte of `word` from bit Shift on, a weight plus 128. Put into the mantissa of 2^(23 - Shift), whose
/// bit Shift counts 1, it is added to it: a GPU converts integers at an eighth of the rate of sums.
template <int Shift>
__device__ inline float byteAt(unsigned word) {
    constexpr unsigned exponent = (127U + 23U - Shift) << 23U;
    constexpr auto zero = static_cast<float>((1 << (23 - Shift)) + 128);
    return __uint_as_float((word & (0xFFU << Shift)) | exponent) - zero;
}

struct Int8Rows {
    static constexpr int runs = 1;
    static constexpr int runColumns = pieceBytes;

    const std::int8_t* weights;
    const float* scales;
    std::int64_t columns;

    __device__ explicit Int8Rows(const Matrix& matrix)
        : weights(static_cast<const std::int8_t*>(matrix.weights)), scales(matrix.scales), columns(matrix.inFeatures) {}

    __device__ static std::int64_t column(std::int64_t piece, int) { return piece * runColumns; }
    __device__ const uint4* row(std::int64_t feature) const {
        return reinterpret_cast<const uint4*>(weights + feature * columns);
    }
    __device__ static void expandWord(unsigned word, float* out) {
        const unsigned positive = word ^ 0x80808080U;
        out[0] = byteAt<0>(positive);
        out[1] = byteAt<8>(positive);
        out[2] = byteAt<0>(positive >> 16U);
        out[3] = byteAt<8>(positive >> 16U);
    }
    template <int>
    __device__ void expand(const uint4& piece, float (&out)[runColumns]) const {
        expandWord(piece.x, out);
        expandWord(piece.y, out + 4);
        expandWord(piece.z, out + 8);
        expandWord(piece.w, out + 12);
    }
    __device__ float one(std::int64_t feature, std::int64_t k) const {
        return static_cast<float>(weights[feature * columns + k]);
    }
    __device__ float runScale(std::int64_t, std::int64_t) const { return 1; }
    __device__ float endScale(std::int64_t feature) const { return scales[feature]; }
};

}  // namespace

const char* int8Gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, KernelStream stream) {
    if (const char* why = refusal(matrix, operands, cut)) return why;
    return startGemvForAny<Int8Rows>(matrix, operands, gemvShape(matrix, operands, matrix.inFeatures), cut, stream);
}

}  // namespace autoglm::torch_engine::cuda
