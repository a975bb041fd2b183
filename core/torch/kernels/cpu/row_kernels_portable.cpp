#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

struct ScalarFloat {
    using Vector = float;
    using PanelValue = float;
    static constexpr std::int64_t lanes = 1;
    static Vector zero() { return 0.0F; }
    static Vector loadSums(const std::byte* at) { return *reinterpret_cast<const float*>(at); }
    static void storeSums(std::byte* at, Vector a) { *reinterpret_cast<float*>(at) = a; }
    static Vector broadcastUnit(const std::byte* at) { return loadSums(at); }
    static Vector multiplyAdd(Vector w, Vector x, Vector sums) { return w * x + sums; }
};

/// The definition of the integer products: one column after the other.
struct ScalarInt8 {
    using Vector = std::int32_t;
    using PanelValue = std::int32_t;
    static constexpr std::int64_t lanes = 1;
    static constexpr std::int64_t dotColumns = 1;
    static constexpr std::int32_t offset = 0;
    static Vector zero() { return 0; }
    static Vector loadSums(const std::byte* at) { return *reinterpret_cast<const std::int32_t*>(at); }
    static void storeSums(std::byte* at, Vector a) { *reinterpret_cast<std::int32_t*>(at) = a; }
    static Vector broadcastUnit(const std::byte* at) { return loadSums(at); }
    static Vector loadWeights(const std::int8_t* at) { return *at; }
    static Vector dot(Vector sums, Vector w, const std::int8_t* x) { return multiplyAdd(w, *x, sums); }
    static Vector multiplyAdd(Vector w, Vector x, Vector sums) { return w * x + sums; }
    static std::int32_t sum(Vector a) { return a; }
};

struct Scalar {
    using Vector = float;
    using Float = ScalarFloat;
    using Int8 = ScalarInt8;
    static constexpr std::int64_t width = 1;
    static constexpr int tileRows = 4;
    static constexpr int sumRegisters = 8;
    template <class Stored>
    static Vector load(Stored, const typename Stored::Bits* at) {
        return Stored::scalar(*at);
    }
    template <int Groups>
    static void int4Block(const std::uint8_t* block, const float* scales, Vector out[128]) {
        for (std::int64_t k = 0; k < model::int4BlockColumns; ++k)
            out[k] = static_cast<float>(int4Value(block, k)) * scales[k * Groups / model::int4BlockColumns];
    }
    static Vector zero() { return 0.0F; }
    static Vector broadcast(float value) { return value; }
    static Vector add(Vector a, Vector b) { return a + b; }
    static Vector multiply(Vector a, Vector b) { return a * b; }
    static Vector multiplyAdd(Vector a, Vector b, Vector c) { return a * b + c; }
    static float sum(Vector a) { return a; }
    static void fourSums(const Vector v[4], float* out) {
        for (int i = 0; i < 4; ++i)
            out[i] = v[i];
    }
    static void store(float* at, Vector a) { *at = a; }
    static void storeHalves(std::uint16_t* at, Vector a) { *at = floatToHalfBits(a); }
};

}  // namespace

const RowKernels portableRowKernels = RowKernelsOf<Scalar>::table("portable");

}  // namespace autoglm::torch_engine::cpu
