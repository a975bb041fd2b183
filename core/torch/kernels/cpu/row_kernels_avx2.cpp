// Compiled with -mavx2 -mfma -mf16c.
#include <immintrin.h>

#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

struct Avx2 {
    using Vector = __m256;
    static constexpr std::int64_t width = 8;
    static Vector load(StoredF32, const float* at) { return _mm256_loadu_ps(at); }
    static Vector load(StoredF16, const std::uint16_t* at) {
        return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
    }
    static Vector load(StoredBF16, const std::uint16_t* at) {
        const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
        return _mm256_castsi256_ps(_mm256_slli_epi32(wide, 16));
    }
    static Vector load(StoredI8, const std::int8_t* at) {
        return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at))));
    }
    static Vector zero() { return _mm256_setzero_ps(); }
    static Vector broadcast(float value) { return _mm256_set1_ps(value); }
    static Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
    static Vector multiply(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
    static Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
    static float sum(Vector a) {
        const __m128 half = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
        const __m128 quarter = _mm_add_ps(half, _mm_movehl_ps(half, half));
        return _mm_cvtss_f32(_mm_add_ss(quarter, _mm_movehdup_ps(quarter)));
    }
    static void store(float* at, Vector a) { _mm256_storeu_ps(at, a); }
};

}  // namespace

const RowKernels avx2RowKernels = RowKernelsOf<Avx2>::table("avx2");

}  // namespace autoglm::torch_engine::cpu
