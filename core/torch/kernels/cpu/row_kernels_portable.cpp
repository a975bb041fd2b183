#include "core/torch/kernels/cpu/row_kernels_impl.h"

namespace autoglm::torch_engine::cpu {
namespace {

struct Scalar {
    using Vector = float;
    static constexpr std::int64_t width = 1;
    template <class Stored>
    static Vector load(Stored, const typename Stored::Bits* at) {
        return Stored::scalar(*at);
    }
    static Vector zero() { return 0.0F; }
    static Vector broadcast(float value) { return value; }
    static Vector add(Vector a, Vector b) { return a + b; }
    static Vector multiply(Vector a, Vector b) { return a * b; }
    static Vector multiplyAdd(Vector a, Vector b, Vector c) { return a * b + c; }
    static float sum(Vector a) { return a; }
    static void store(float* at, Vector a) { *at = a; }
};

}  // namespace

const RowKernels portableRowKernels = RowKernelsOf<Scalar>::table("portable");

}  // namespace autoglm::torch_engine::cpu
