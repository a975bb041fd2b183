// Compiled with -mavx2 -mfma -mf16c.
#include <immintrin.h>

#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

struct Avx2Float {
    using Vector = __m256;
    using PanelValue = float;
    static constexpr std::int64_t lanes = 8;
    static Vector zero() { return _mm256_setzero_ps(); }
    static Vector loadSums(const std::byte* at) { return _mm256_loadu_ps(reinterpret_cast<const float*>(at)); }
    static void storeSums(std::byte* at, Vector a) { _mm256_storeu_ps(reinterpret_cast<float*>(at), a); }
    static Vector broadcastUnit(const std::byte* at) { return _mm256_set1_ps(*reinterpret_cast<const float*>(at)); }
    static Vector multiplyAdd(Vector w, Vector x, Vector sums) { return _mm256_fmadd_ps(w, x, sums); }
};

/// Two columns per lane, widened to 16 bits: the sums of _mm256_maddubs_epi16 would saturate.
struct Avx2Int8 {
    using Vector = __m256i;
    using PanelValue = std::int16_t;
    static constexpr std::int64_t lanes = 8;
    static constexpr std::int64_t dotColumns = 16;
    static constexpr std::int32_t offset = 0;
    static Vector zero() { return _mm256_setzero_si256(); }
    static Vector loadSums(const std::byte* at) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)); }
    static void storeSums(std::byte* at, Vector a) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), a); }
    static Vector broadcastUnit(const std::byte* at) {
        return _mm256_set1_epi32(*reinterpret_cast<const std::int32_t*>(at));
    }
    static Vector loadWeights(const std::int8_t* at) {
        return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
    }
    static Vector dot(Vector sums, Vector w, const std::int8_t* x) { return multiplyAdd(w, loadWeights(x), sums); }
    static Vector multiplyAdd(Vector w, Vector x, Vector sums) {
        return _mm256_add_epi32(sums, _mm256_madd_epi16(w, x));
    }
    static std::int32_t sum(Vector a) {
        const __m128i half = _mm_add_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
        const __m128i quarter = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
        return _mm_cvtsi128_si32(_mm_add_epi32(quarter, _mm_shuffle_epi32(quarter, 0xB1)));
    }
};

struct Avx2 {
    using Vector = __m256;
    using Float = Avx2Float;
    using Int8 = Avx2Int8;
    static constexpr std::int64_t width = 8;
    static constexpr int tileRows = 6;
    static constexpr int sumRegisters = 12;
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
    template <int Groups>
    static void int4Block(const std::uint8_t* block, const float* scales, Vector out[16]) {
        const auto scaled = [&](__m256i nibbles, int run) {
            const __m256i values =
                _mm256_sub_epi32(_mm256_and_si256(nibbles, _mm256_set1_epi32(15)), _mm256_set1_epi32(8));
            return _mm256_mul_ps(_mm256_cvtepi32_ps(values), _mm256_set1_ps(scales[run * Groups / 4]));
        };
        AUTOGLM_UNROLL
        for (int i = 0; i < 8; ++i) {
            const __m256i bytes =
                _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(block + 8 * i)));
            out[i] = scaled(bytes, i / 4);
            out[8 + i] = scaled(_mm256_srli_epi32(bytes, 4), 2 + i / 4);
        }
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
    /// sum() of each, in its order.
    static void fourSums(const Vector v[4], float* out) {
        const auto halves = [](Vector a, Vector b) {
            return _mm256_add_ps(_mm256_permute2f128_ps(a, b, 0x20), _mm256_permute2f128_ps(a, b, 0x31));
        };
        const Vector ab = halves(v[0], v[1]);
        const Vector cd = halves(v[2], v[3]);
        const Vector quarters = _mm256_add_ps(_mm256_shuffle_ps(ab, cd, 0x44), _mm256_shuffle_ps(ab, cd, 0xEE));
        const Vector acbd = _mm256_add_ps(quarters, _mm256_movehdup_ps(quarters));  // at 0, 2, 4 and 6
        const __m128 inOrder = _mm_shuffle_ps(_mm256_castps256_ps128(acbd), _mm256_extractf128_ps(acbd, 1), 0x88);
        _mm_storeu_ps(out, _mm_permute_ps(inOrder, 0xD8));
    }
    static void store(float* at, Vector a) { _mm256_storeu_ps(at, a); }
    static void storeHalves(std::uint16_t* at, Vector a) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(at), _mm256_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT));
    }
};

}  // namespace

const RowKernels avx2RowKernels = RowKernelsOf<Avx2>::table("avx2");

}  // namespace autoglm::torch_engine::cpu
