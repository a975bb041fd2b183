#include "core/torch/linear.h"

#include "core/torch/kernels/cpu/row_kernels.h"
#include "core/torch/share_out.h"
#ifdef AUTOGLM_CUDA
#include <c10/core/DeviceGuard.h>

#include "core/torch/kernels/cuda/cuda_stream.h"
#include "core/torch/kernels/cuda/w8a16_gemv.h"
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

#ifdef AUTOGLM_CUDA
/// cuBLAS has no INT8 weights with 16-bit activations: few rows go through our kernel, many through a dequantized
/// block.
at::Tensor applyQuantizedOnCuda(const Linear& linear, const at::Tensor& x) {
    if (x.size(0) <= cuda::maximumGemvRows) {
        at::Tensor out = at::empty({x.size(0), linear.outFeatures()}, x.options().dtype(at::kFloat));
        const at::Tensor input = x.contiguous();
        const c10::DeviceGuard onDevice(x.device());  // our kernel starts on the current one, which need not be this
        const char* refused = cuda::w8a16Gemv(
            {linear.weight.const_data_ptr<std::int8_t>(), linear.scales.const_data_ptr<float>(), input.const_data_ptr(),
             static_cast<int>(input.element_size()), input.scalar_type() == at::kBFloat16, out.data_ptr<float>(),
             static_cast<int>(x.size(0)), linear.outFeatures(), linear.inFeatures},
            cuda::currentStream(x.device().index()));
        TORCH_CHECK(!refused, "CUDA did not start the INT8 product: ", refused);
        return out;
    }
    const at::Tensor weight =
        linear.weight.to(x.scalar_type()).mul_(linear.scales.to(x.scalar_type()).unsqueeze(1));  // [out, in]
    return at::mm(x, weight.t()).to(at::kFloat);
}
#endif

at::Tensor applyOnDevice(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
    at::Tensor out;
#ifdef AUTOGLM_CUDA
    if (linear.scales.defined()) out = applyQuantizedOnCuda(linear, x);
#endif
    if (!out.defined()) out = at::mm(x, linear.weight.t()).to(at::kFloat);
    if (linear.bias.defined()) out.add_(linear.bias);
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
    return device.is_cpu() || (scheme.int4Group() == 0 && scheme.precision != model::Precision::Int8Dynamic);
}

at::Tensor applyLinear(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
    return x.device().is_cpu() ? applyOnCpu(linear, x, outType) : applyOnDevice(linear, x, outType);
}

}  // namespace autoglm::torch_engine
