// Compiled with -mavx512f -mavx512bw -mavx512vl -mavx512dq.
#include <immintrin.h>

#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

struct Avx512 {
    using Vector = __m512;
    static constexpr std::int64_t width = 16;
    static Vector load(StoredF32, const float* at) { return _mm512_loadu_ps(at); }
    static Vector load(StoredF16, const std::uint16_t* at) {
        return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)));
    }
    static Vector load(StoredBF16, const std::uint16_t* at) {
        const __m512i wide = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)));
        return _mm512_castsi512_ps(_mm512_slli_epi32(wide, 16));
    }
    static Vector load(StoredI8, const std::int8_t* at) {
        return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))));
    }
    static Vector zero() { return _mm512_setzero_ps(); }
    static Vector broadcast(float value) { return _mm512_set1_ps(value); }
    static Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
    static Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
    static Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
    static float sum(Vector a) { return _mm512_reduce_add_ps(a); }
    static void store(float* at, Vector a) { _mm512_storeu_ps(at, a); }
};

}  // namespace

const RowKernels avx512RowKernels = RowKernelsOf<Avx512>::table("avx512");

}  // namespace autoglm::torch_engine::cpu
