#include "core/torch/kernels/cuda/cuda_ops.h"

#include <c10/core/DeviceGuard.h>

#include "core/torch/kernels/cuda/cuda_stream.h"
#include "core/torch/kernels/cuda/gated_silu.h"
#include "core/torch/kernels/cuda/rms_norm.h"
#include "core/torch/kernels/cuda/turn_heads.h"

namespace autoglm::torch_engine::cuda {
namespace {

/// start(stream) on the device of `tensor`, which need not be the current one.
template <class Start>
void startOn(const at::Tensor& tensor, const Start& start) {
    const c10::DeviceGuard onDevice(tensor.device());
    const char* refused = start(currentStream(tensor.device().index()));
    TORCH_CHECK(!refused, "CUDA did not start a kernel: ", refused);
}

const float* floats(const at::Tensor& tensor) {
    return tensor.defined() ? tensor.const_data_ptr<float>() : nullptr;
}

}  // namespace

ValueType valueType(at::ScalarType type) {
    if (type == at::kHalf) return ValueType::F16;
    if (type == at::kBFloat16) return ValueType::BF16;
    TORCH_CHECK(type == at::kFloat, "FP32, FP16 or BF16 was expected, found ", at::toString(type));
    return ValueType::F32;
}

Matrix matrixOf(const Linear& linear) {
    const bool isInt8 = linear.weight.scalar_type() == at::kChar;
    const bool isInt4 = linear.scheme.int4Group() > 0;
    return {isInt8   ? Matrix::Format::Int8
            : isInt4 ? Matrix::Format::Int4
                     : Matrix::Format::Float,
            isInt8 || isInt4 ? ValueType::F32 : valueType(linear.weight.scalar_type()),
            linear.weight.const_data_ptr(),
            floats(linear.scales),
            linear.scheme.int4Group(),
            linear.outFeatures(),
            linear.inFeatures};
}

at::Tensor addAndNorm(at::Tensor& x, const at::Tensor& added, const at::Tensor& weight, double eps,
                      at::ScalarType outType) {
    x = x.contiguous();
    const at::Tensor addend = added.defined() ? added.contiguous() : at::Tensor{};
    at::Tensor out = at::empty(x.sizes(), x.options().dtype(outType));
    auto* const sum = x.data_ptr<float>();
    RmsNorm call{};
    call.x = sum;
    call.added = addend.defined() ? addend.const_data_ptr() : nullptr;
    call.addedType = addend.defined() ? valueType(addend.scalar_type()) : ValueType::F32;
    call.sum = sum;
    call.weight = weight.const_data_ptr<float>();
    call.eps = static_cast<float>(eps);
    call.out = out.data_ptr();
    call.outType = valueType(outType);
    call.columns = x.size(-1);
    call.rows = x.numel() / call.columns;
    startOn(x, [&](void* stream) { return rmsNorm(call, stream); });
    return out;
}

at::Tensor gatedSilu(const at::Tensor& gateUp) {
    const at::Tensor input = gateUp.contiguous();
    at::Tensor out = at::empty({input.size(0), input.size(1) / 2}, input.options());
    const GatedSilu call{input.const_data_ptr(), out.data_ptr(), valueType(input.scalar_type()), out.size(0),
                         out.size(1)};
    startOn(input, [&](void* stream) { return gatedSilu(call, stream); });
    return out;
}

at::Tensor turnHeads(const HeadsToTurn& heads) {
    const at::Tensor qkv = heads.qkv.contiguous();
    const at::Tensor positions = heads.positions.contiguous();
    const at::Tensor cosines = heads.rotation.cos.contiguous();
    const at::Tensor sines = heads.rotation.sin.contiguous();
    TurnHeads call{};
    call.type = valueType(qkv.scalar_type());
    call.batch = qkv.size(0);
    call.tokens = qkv.size(1);
    call.kvHeads = heads.keys.size(1);
    call.heads = qkv.size(2) - 2 * call.kvHeads;
    call.headDim = qkv.size(3);
    TORCH_CHECK(heads.keys.scalar_type() == qkv.scalar_type() && heads.keys.stride(2) == call.headDim &&
                    heads.keys.strides() == heads.values.strides(),
                "the cache does not hold heads as they are computed");
    at::Tensor queries = at::empty({call.batch, call.tokens, call.heads, call.headDim}, qkv.options());
    call.qkv = qkv.const_data_ptr();
    call.queryNorm = floats(heads.queryNorm);
    call.keyNorm = floats(heads.keyNorm);
    call.eps = static_cast<float>(heads.eps);
    call.positions = positions.const_data_ptr<std::int64_t>();
    call.cosines = cosines.const_data_ptr<float>();
    call.sines = sines.const_data_ptr<float>();
    call.half = cosines.size(-1);
    call.isPerSequence = positions.size(0) > 1;
    call.isInterleaved = heads.isInterleaved;
    call.queries = queries.data_ptr();
    call.keys = heads.keys.data_ptr();
    call.values = heads.values.data_ptr();
    call.batchStride = heads.keys.stride(0);
    call.headStride = heads.keys.stride(1);
    startOn(qkv, [&](void* stream) { return turnHeads(call, stream); });
    return queries;
}

}  // namespace autoglm::torch_engine::cuda
