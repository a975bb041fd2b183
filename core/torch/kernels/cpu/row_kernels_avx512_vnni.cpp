// Compiled with the flags of row_kernels_avx512.cpp and -mavx512vnni. Only what VNNI does otherwise is here, the rest
// is that set's: each set takes half a minute to compile.
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
using Fixed = FixedPointKernels<Kernels>;

}  // namespace

const RowKernels& avx512VnniRowKernels() {
    static const RowKernels kernels = [] {
        RowKernels own = Kernels::withInt8Products(avx512RowKernels);
        own.name = "avx512-vnni";
        own.dotRows = Fixed::dotRows;
        own.preparedBytes = Fixed::preparedBytes;
        own.prepare = Fixed::prepare;
        own.dotPrepared = Fixed::dotPrepared;
        return own;
    }();
    return kernels;
}

}  // namespace autoglm::torch_engine::cpu
