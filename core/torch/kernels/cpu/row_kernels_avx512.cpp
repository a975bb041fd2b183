// Compiled with -mavx512f -mavx512bw -mavx512vl -mavx512dq.
#include "core/torch/kernels/cpu/row_kernels_avx512_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

/// Two columns per lane, widened to 16 bits.
struct Int8ByWords : Avx512IntSums {
    using PanelValue = std::int16_t;
    static constexpr std::int64_t dotColumns = 32;
    static constexpr std::int32_t offset = 0;
    static Vector loadWeights(const std::int8_t* at) {
        return _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)));
    }
    static Vector dot(Vector sums, Vector w, const std::int8_t* x) { return multiplyAdd(w, loadWeights(x), sums); }
    static Vector multiplyAdd(Vector w, Vector x, Vector sums) {
        return _mm512_add_epi32(sums, _mm512_madd_epi16(w, x));
    }
};

}  // namespace

const RowKernels avx512RowKernels = RowKernelsOf<Avx512<Int8ByWords>>::table("avx512");

}  // namespace autoglm::torch_engine::cpu
