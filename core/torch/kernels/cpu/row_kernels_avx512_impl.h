// What both AVX-512 sets share. Included by their files only.
#pragma once

#include <immintrin.h>

#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

inline __m512 halves(const void* at) {
    return _mm512_cvtph_ps(_mm256_loadu_si256(static_cast<const __m256i*>(at)));
}

struct Avx512Float {
    using Vector = __m512;
    using PanelValue = float;
    static constexpr std::int64_t lanes = 16;
    static Vector zero() { return _mm512_setzero_ps(); }
    static Vector loadSums(const std::byte* at) { return _mm512_loadu_ps(at); }
    static void storeSums(std::byte* at, Vector a) { _mm512_storeu_ps(at, a); }
    static Vector broadcastUnit(const std::byte* at) { return _mm512_set1_ps(*reinterpret_cast<const float*>(at)); }
    static Vector multiplyAdd(Vector w, Vector x, Vector sums) { return _mm512_fmadd_ps(w, x, sums); }
};

struct Avx512IntSums {
    using Vector = __m512i;
    static constexpr std::int64_t lanes = 16;
    static Vector zero() { return _mm512_setzero_si512(); }
    static Vector loadSums(const std::byte* at) { return _mm512_loadu_si512(at); }
    static void storeSums(std::byte* at, Vector a) { _mm512_storeu_si512(at, a); }
    static Vector broadcastUnit(const std::byte* at) {
        return _mm512_set1_epi32(*reinterpret_cast<const std::int32_t*>(at));
    }
    static std::int32_t sum(Vector a) { return _mm512_reduce_add_epi32(a); }
};

template <class Int8Products>
struct Avx512 {
    using Vector = __m512;
    using Float = Avx512Float;
    using Int8 = Int8Products;
    static constexpr std::int64_t width = 16;
    static constexpr int tileRows = 12;
    static constexpr int sumRegisters = 28;
    static Vector load(StoredF32, const float* at) { return _mm512_loadu_ps(at); }
    static Vector load(StoredF16, const std::uint16_t* at) { return halves(at); }
    static Vector load(StoredBF16, const std::uint16_t* at) {
        const __m512i wide = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)));
        return _mm512_castsi512_ps(_mm512_slli_epi32(wide, 16));
    }
    static Vector load(StoredI8, const std::int8_t* at) {
        return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))));
    }
    /// A permutation looks at the lowest four bits of each index alone: it takes the scaled values of nibbles from a
    /// register.
    template <int Groups>
    static void int4Block(const std::uint8_t* block, const float* scales, Vector out[8]) {
        const Vector values = _mm512_set_ps(7, 6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5, -6, -7, -8);
        Vector scaled[Groups];
        AUTOGLM_UNROLL
        for (int group = 0; group < Groups; ++group)
            scaled[group] = _mm512_mul_ps(values, _mm512_set1_ps(scales[group]));
        AUTOGLM_UNROLL
        for (int i = 0; i < 4; ++i) {
            const __m512i bytes =
                _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i)));
            out[i] = _mm512_permutexvar_ps(bytes, scaled[i / 2 * Groups / 4]);
            out[4 + i] = _mm512_permutexvar_ps(_mm512_srli_epi32(bytes, 4), scaled[(2 + i / 2) * Groups / 4]);
        }
    }
    static Vector zero() { return _mm512_setzero_ps(); }
    static Vector broadcast(float value) { return _mm512_set1_ps(value); }
    static Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
    static Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
    static Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
    static float sum(Vector a) { return _mm512_reduce_add_ps(a); }
    /// sum() of each, in its order: halves, quarters, and so on.
    static void fourSums(const Vector v[4], float* out) {
        const auto halves = [](Vector a, Vector b) {
            return _mm512_add_ps(_mm512_shuffle_f32x4(a, b, 0x44), _mm512_shuffle_f32x4(a, b, 0xEE));
        };
        const Vector ab = halves(v[0], v[1]);
        const Vector cd = halves(v[2], v[3]);
        Vector sums = _mm512_add_ps(_mm512_shuffle_f32x4(ab, cd, 0x88), _mm512_shuffle_f32x4(ab, cd, 0xDD));
        sums = _mm512_add_ps(sums, _mm512_permute_ps(sums, 0x4E));
        sums = _mm512_add_ps(sums, _mm512_permute_ps(sums, 0xB1));
        const __m512i first = _mm512_set_epi32(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 8, 4, 0);
        _mm_storeu_ps(out, _mm512_castps512_ps128(_mm512_permutexvar_ps(first, sums)));
    }
    static void store(float* at, Vector a) { _mm512_storeu_ps(at, a); }
    static void storeHalves(std::uint16_t* at, Vector a) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), _mm512_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT));
    }
};

}  // namespace
}  // namespace autoglm::torch_engine::cpu
