#include "core/model/int4_layout.h"
#include "core/torch/kernels/cuda/gemv.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

/// The value of the four bits of `word` from bit Shift on. Put into the mantissa of 2^(23 - Shift), whose bit Shift
/// counts 1, they are added to it: no conversion, and nothing is rounded.
template <int Shift>
__device__ inline float nibbleAt(unsigned word) {
    constexpr unsigned exponent = (127U + 23U - Shift) << 23U;
    constexpr auto zero = static_cast<float>((1 << (23 - Shift)) + 8);
    return __uint_as_float((word & (0xFU << Shift)) | exponent) - zero;
}

/// A piece holds one run in its lower nibbles, another, half a block further, in its upper ones; each is in one group.
struct Int4Rows {
    static constexpr int runs = 2;
    static constexpr int runColumns = pieceBytes;
    static constexpr std::int64_t piecesPerBlock = model::int4BlockBytes / pieceBytes;

    const std::uint8_t* weights;
    const float* scales;
    std::int64_t bytes;   // of a row
    std::int64_t groups;  // of a row
    int groupShift;       // of a column's number to its group's

    __device__ explicit Int4Rows(const Matrix& matrix)
        : weights(static_cast<const std::uint8_t*>(matrix.weights)),
          scales(matrix.scales),
          bytes((matrix.inFeatures + model::int4BlockColumns - 1) / model::int4BlockColumns * model::int4BlockBytes),
          groups((matrix.inFeatures + matrix.groupColumns - 1) / matrix.groupColumns),
          groupShift(matrix.groupColumns == 32   ? 5
                     : matrix.groupColumns == 64 ? 6
                                                 : 7) {}

    __device__ static std::int64_t column(std::int64_t piece, int run) {
        return piece / piecesPerBlock * model::int4BlockColumns + piece % piecesPerBlock * runColumns +
               run * (model::int4BlockColumns / 2);
    }
    __device__ const uint4* row(std::int64_t feature) const {
        return reinterpret_cast<const uint4*>(weights + feature * bytes);
    }
    /// Values of the four lower, or upper, nibbles of the bytes of a word.
    template <bool IsUpper>
    __device__ static void expandWord(unsigned word, float* out) {
        const unsigned above = word >> 12U;  // bits that lie too high for a mantissa
        out[0] = nibbleAt<IsUpper ? 4 : 0>(word);
        out[1] = nibbleAt<IsUpper ? 12 : 8>(word);
        out[2] = IsUpper ? nibbleAt<8>(above) : nibbleAt<16>(word);
        out[3] = nibbleAt<IsUpper ? 16 : 12>(above);
    }
    template <int RunIndex>
    __device__ void expand(const uint4& piece, float (&out)[runColumns]) const {
        expandWord<RunIndex == 1>(piece.x, out);
        expandWord<RunIndex == 1>(piece.y, out + 4);
        expandWord<RunIndex == 1>(piece.z, out + 8);
        expandWord<RunIndex == 1>(piece.w, out + 12);
    }
    /// Rows are always made of whole pieces.
    __device__ float one(std::int64_t, std::int64_t) const { return 0; }
    __device__ float runScale(std::int64_t feature, std::int64_t k) const {
        return scales[feature * groups + (k >> groupShift)];
    }
    __device__ float endScale(std::int64_t) const { return 1; }
};

}  // namespace

const char* int4Gemv(const Matrix& matrix, const GemvOperands& operands, const GemvLaunch& cut, KernelStream stream) {
    if (const char* why = refusal(matrix, operands, cut)) return why;
    if (matrix.groupColumns != 32 && matrix.groupColumns != 64 && matrix.groupColumns != 128)
        return "INT4 groups of 32, 64 or 128 columns were expected";
    const GemvShape shape = gemvShape(matrix, operands, model::int4RowBytes(matrix.inFeatures));
    if (shape.pieces == 0) return "INT4 weights were expected at a multiple of 16 bytes";
    return startGemvForAny<Int4Rows>(matrix, operands, shape, cut, stream);
}

}  // namespace autoglm::torch_engine::cuda
