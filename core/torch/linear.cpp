#include "core/torch/linear.h"

#include "core/torch/kernels/cpu/row_kernels.h"
#include "core/torch/share_out.h"
#ifdef AUTOGLM_CUDA
#include <c10/core/DeviceGuard.h>

#include "core/torch/kernels/cuda/cuda_ops.h"
#include "core/torch/kernels/cuda/cuda_stream.h"
#endif

namespace autoglm::torch_engine {
namespace {

/// Activations of W8A8: every row with a scale of its own.
struct QuantizedActivations {
    at::Tensor values;  // [rows, in] INT8
    at::Tensor scales;  // [rows] FP32
    at::Tensor sums;    // [rows] INT32

    cpu::Int8Activations view() const {
        return {values.const_data_ptr<std::int8_t>(), scales.const_data_ptr<float>(),
                sums.const_data_ptr<std::int32_t>()};
    }
};

/// x: [rows, in] FP32
QuantizedActivations quantizedActivations(const at::Tensor& x) {
    const std::int64_t columns = x.size(1);
    const QuantizedActivations out{at::empty(x.sizes(), at::kChar), at::empty({x.size(0)}, at::kFloat),
                                   at::empty({x.size(0)}, at::kInt)};
    const auto* from = x.const_data_ptr<float>();
    auto* values = out.values.data_ptr<std::int8_t>();
    auto* scales = out.scales.data_ptr<float>();
    auto* sums = out.sums.data_ptr<std::int32_t>();
    at::parallel_for(0, x.size(0), 8, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t m = begin; m < end; ++m)
            scales[m] =
                cpu::bestRowKernels().quantizeActivations(from + m * columns, columns, values + m * columns, sums[m]);
    });
    return out;
}

/// A product on the CPU: x [rows, in] FP32 to out [rows, out] FP32.
struct CpuProduct {
    const cpu::RowKernels& kernels = cpu::bestRowKernels();
    cpu::WeightRows weights;
    const float* x;
    std::optional<QuantizedActivations> quantized;  // in place of x
    float* out;
    std::int64_t rows;
    std::int64_t outFeatures;

    cpu::RowTask task(std::int64_t first, std::int64_t last) const {
        return {weights, first, last, out + first, outFeatures};
    }
};

/// Some tasks for every thread, each of at least 64 KiB of weights: below that the hand-over costs more than it brings.
void multiplyFewRows(const CpuProduct& product) {
    const std::int64_t least = (64 << 10) / product.weights.rowBytes();
    const std::int64_t rows = std::max({std::int64_t{1}, least, product.outFeatures / (4 * at::get_num_threads())});
    const int batch = static_cast<int>(product.rows);
    shareOut(product.outFeatures, rows, [&](const auto& take) {
        for (std::int64_t begin = take(); begin < product.outFeatures; begin = take()) {
            const cpu::RowTask task = product.task(begin, std::min(begin + rows, product.outFeatures));
            if (product.quantized)
                product.kernels.dotRowsInt8(task, product.quantized->view(), batch);
            else
                product.kernels.dotRows(task, product.x, batch);
        }
    });
}

/// Weight rows of a panel: with the sums of all activations it stays in a core's second-level cache.
constexpr std::int64_t panelRows = 96;

void multiplyByPanels(const CpuProduct& product) {
    const cpu::RowKernels& kernels = product.kernels;
    const std::int64_t columns = product.weights.columns;
    const auto bytes = at::TensorOptions(at::kByte);
    const at::Tensor memory = at::empty({kernels.packedBytes(product.rows, columns)}, bytes);
    const cpu::PackedActivations packed{product.rows, columns, static_cast<std::byte*>(memory.data_ptr())};
    const std::int64_t blocks = (product.rows + kernels.blockRows - 1) / kernels.blockRows;
    at::parallel_for(0, blocks, 1, [&](std::int64_t begin, std::int64_t end) {
        if (product.quantized)
            kernels.packInt8(packed, product.quantized->view().values, begin, end);
        else
            kernels.packFloat(packed, product.x, begin, end);
    });
    shareOut(product.outFeatures, panelRows, [&](const auto& take) {
        const c10::InferenceMode inference;  // of this thread
        const at::Tensor scratch = at::empty({kernels.scratchBytes(product.rows, panelRows)}, bytes);
        auto* at = static_cast<std::byte*>(scratch.data_ptr());
        for (std::int64_t begin = take(); begin < product.outFeatures; begin = take()) {
            const cpu::RowTask task = product.task(begin, std::min(begin + panelRows, product.outFeatures));
            if (product.quantized)
                kernels.multiplyInt8(task, packed, product.quantized->view(), at);
            else
                kernels.multiplyFloat(task, packed, at);
        }
    });
}

at::Tensor applyOnCpu(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
    const at::Tensor wide = x.to(at::kFloat).contiguous();  // [rows, in]
    at::Tensor out = at::empty({wide.size(0), linear.outFeatures()}, wide.options());
    CpuProduct product{.weights = weightRows(linear),
                       .x = wide.const_data_ptr<float>(),
                       .quantized = {},
                       .out = out.data_ptr<float>(),
                       .rows = wide.size(0),
                       .outFeatures = linear.outFeatures()};
    if (linear.scheme.precision == model::Precision::Int8Dynamic) product.quantized = quantizedActivations(wide);
    if (product.rows <= cpu::maximumDotBatch)
        multiplyFewRows(product);
    else
        multiplyByPanels(product);
    if (linear.bias.defined()) out.add_(linear.bias);
    return out.to(outType);
}

/// FP32 values of a panel of dequantized weights, beside which the product's own memory is small.
constexpr std::int64_t panelValues = 16 << 20;

/// cuBLAS has no products of quantized weights with 16-bit activations: of many rows, blocks of weights are expanded.
at::Tensor multiplyDequantized(const Linear& linear, const at::Tensor& x) {
    at::Tensor out = at::empty({x.size(0), linear.outFeatures()}, x.options().dtype(at::kFloat));
    const std::int64_t rows = std::max<std::int64_t>(1, panelValues / linear.inFeatures);
    for (std::int64_t first = 0; first < linear.outFeatures(); first += rows) {
        const std::int64_t count = std::min(rows, linear.outFeatures() - first);
        const at::Tensor weight = dequantizedRows(linear, first, count, x.scalar_type());  // [count, in]
        out.narrow(1, first, count).copy_(at::mm(x, weight.t()));
    }
    return out;
}

#ifdef AUTOGLM_CUDA
/// Few rows by the weights as they are stored, bias and rounding to `outType` in the same pass.
at::Tensor multiplyFewRowsOnCuda(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
    at::Tensor out = at::empty({x.size(0), linear.outFeatures()}, x.options().dtype(outType));
    const at::Tensor input = x.contiguous();
    const c10::DeviceGuard onDevice(x.device());  // our kernel starts on the current one, which need not be this
    cuda::GemvOperands operands{};
    operands.activations = input.const_data_ptr();
    operands.activationType = cuda::valueType(input.scalar_type());
    operands.bias = linear.bias.defined() ? linear.bias.const_data_ptr<float>() : nullptr;
    operands.out = out.data_ptr();
    operands.outType = cuda::valueType(outType);
    operands.rows = static_cast<int>(x.size(0));
    const char* refused = cuda::gemv(cuda::matrixOf(linear), operands, {}, cuda::currentStream(x.device().index()));
    TORCH_CHECK(!refused, "CUDA did not start the product: ", refused);
    return out;
}
#endif

at::Tensor applyOnDevice(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
#ifdef AUTOGLM_CUDA
    if (x.size(0) <= cuda::maximumGemvRows) return multiplyFewRowsOnCuda(linear, x, outType);
#endif
    at::Tensor out = linear.scheme.isQuantized() ? multiplyDequantized(linear, x) : at::mm(x, linear.weight.t());
    if (linear.bias.defined()) out = out.to(at::kFloat).add_(linear.bias);
    return out.to(outType);
}

}  // namespace

cpu::WeightType storedType(at::ScalarType type) {
    switch (type) {
        case at::kHalf:
            return cpu::WeightType::F16;
        case at::kBFloat16:
            return cpu::WeightType::BF16;
        case at::kChar:
            return cpu::WeightType::I8;
        case at::kByte:
            return cpu::WeightType::I4;
        default:
            return cpu::WeightType::F32;
    }
}

cpu::WeightRows weightRows(const Linear& linear) {
    return {.type = storedType(linear.weight.scalar_type()),
            .weights = linear.weight.const_data_ptr(),
            .scales = linear.scales.defined() ? linear.scales.const_data_ptr<float>() : nullptr,
            .columns = linear.inFeatures,
            .groupColumns = linear.scheme.int4Group()};
}

bool runsOn(const at::Device& device, const model::Scheme& scheme) {
    return device.is_cpu() || scheme.precision != model::Precision::Int8Dynamic;
}

at::Tensor applyLinear(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
    return x.device().is_cpu() ? applyOnCpu(linear, x, outType) : applyOnDevice(linear, x, outType);
}

}  // namespace autoglm::torch_engine
