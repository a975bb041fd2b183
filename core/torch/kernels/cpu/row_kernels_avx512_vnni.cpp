// Compiled with the flags of row_kernels_avx512.cpp and -mavx512vnni.
#include "core/torch/kernels/cpu/fixed_point_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

/// Four columns per lane. The instruction takes unsigned values on one side: weights count 128 more than they are, and
/// 128 times the sum of the activations is taken away at the end.
struct Int8ByBytes : Avx512IntSums {
    using PanelValue = std::uint8_t;
    static constexpr std::int64_t dotColumns = 64;
    static constexpr std::int32_t offset = 128;
    static Vector loadWeights(const std::int8_t* at) {
        return _mm512_xor_si512(_mm512_loadu_si512(at), _mm512_set1_epi8(-128));
    }
    static Vector dot(Vector sums, Vector w, const std::int8_t* x) {
        return multiplyAdd(w, _mm512_loadu_si512(x), sums);
    }
    static Vector multiplyAdd(Vector w, Vector x, Vector sums) { return _mm512_dpbusd_epi32(sums, w, x); }
};

using Kernels = RowKernelsOf<Avx512<Int8ByBytes>>;

constexpr RowKernels withFixedPoint(RowKernels kernels) {
    using Fixed = FixedPointKernels<Kernels>;
    kernels.dotRows = Fixed::dotRows;
    kernels.preparedBytes = Fixed::preparedBytes;
    kernels.prepare = Fixed::prepare;
    kernels.dotPrepared = Fixed::dotPrepared;
    return kernels;
}

}  // namespace

const RowKernels avx512VnniRowKernels = withFixedPoint(Kernels::table("avx512-vnni"));

}  // namespace autoglm::torch_engine::cpu
