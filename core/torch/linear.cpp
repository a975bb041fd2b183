#include "core/torch/linear.h"

#include "core/torch/kernels/cpu/row_kernels.h"
#ifdef AUTOGLM_CUDA
#include <c10/core/DeviceGuard.h>

#include "core/torch/kernels/cuda/cuda_stream.h"
#include "core/torch/kernels/cuda/w8a16_gemv.h"
#endif

namespace autoglm::torch_engine {
namespace {

/// Bytes of a thread's FP32 panel: it stays in the core's second-level cache between filling and reading.
constexpr std::int64_t panelBytes = 512 << 10;

cpu::WeightRows rowsOf(const Linear& linear) {
    cpu::WeightRows rows;
    switch (linear.weight.scalar_type()) {
        case at::kHalf:
            rows.type = cpu::WeightType::F16;
            break;
        case at::kBFloat16:
            rows.type = cpu::WeightType::BF16;
            break;
        case at::kChar:
            rows.type = cpu::WeightType::I8;
            break;
        default:
            rows.type = cpu::WeightType::F32;
            break;
    }
    rows.weights = linear.weight.const_data_ptr();
    rows.scales = linear.scales.defined() ? linear.scales.const_data_ptr<float>() : nullptr;
    rows.columns = linear.inFeatures();
    return rows;
}

/// Rows per task, so that a task reads at least 64 KiB of weights: below that the hand-over costs more than it brings.
std::int64_t rowGrain(const Linear& linear) {
    const auto rowBytes = static_cast<std::int64_t>(linear.weight.element_size()) * linear.inFeatures();
    return std::max<std::int64_t>(1, (64 << 10) / rowBytes);
}

void multiplyFewRows(const Linear& linear, const at::Tensor& x, at::Tensor& out) {
    const cpu::WeightRows rows = rowsOf(linear);
    const auto& kernels = cpu::bestRowKernels();
    const float* activations = x.const_data_ptr<float>();
    float* results = out.data_ptr<float>();
    const std::int64_t outFeatures = linear.outFeatures();
    const int batch = static_cast<int>(x.size(0));
    at::parallel_for(0, outFeatures, rowGrain(linear), [&](std::int64_t begin, std::int64_t end) {
        kernels.dotRows(rows, begin, end, activations, batch, results + begin, outFeatures);
    });
}

/// Every thread expands panels of weight rows of its own and multiplies them by a BLAS that stays on its thread: one
/// pool of threads, not BLAS's beside ATen's. Panels depend on the shape alone, so the result does not depend on the
/// threads.
void multiplyByPanels(const Linear& linear, const at::Tensor& x, at::Tensor& out) {
    const cpu::WeightRows rows = rowsOf(linear);
    const auto& kernels = cpu::bestRowKernels();
    const std::int64_t columns = linear.inFeatures();
    const std::int64_t outFeatures = linear.outFeatures();
    const std::int64_t panelRows = std::clamp<std::int64_t>(panelBytes / (4 * columns), 16, 256);
    const std::int64_t panels = (outFeatures + panelRows - 1) / panelRows;
    at::parallel_for(0, panels, 1, [&](std::int64_t begin, std::int64_t end) {
        const c10::InferenceMode inference;  // of this thread
        at::Tensor panel;
        if (rows.type != cpu::WeightType::F32) panel = at::empty({panelRows, columns}, x.options());
        for (std::int64_t index = begin; index < end; ++index) {
            const std::int64_t first = index * panelRows;
            const std::int64_t count = std::min(panelRows, outFeatures - first);
            at::Tensor weights;  // [count, columns]
            if (panel.defined()) {
                kernels.expandRows(rows, first, first + count, panel.data_ptr<float>());
                weights = panel.narrow(0, 0, count);
            } else {
                weights = linear.weight.narrow(0, first, count);
            }
            at::Tensor target = out.narrow(1, first, count);  // [rows, count]
            at::mm_out(target, x, weights.t());
        }
    });
}

at::Tensor applyOnCpu(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
    const at::Tensor wide = x.to(at::kFloat).contiguous();  // [rows, in]
    at::Tensor out = at::empty({wide.size(0), linear.outFeatures()}, wide.options());
    if (wide.size(0) <= cpu::maximumDotBatch)
        multiplyFewRows(linear, wide, out);
    else
        multiplyByPanels(linear, wide, out);
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
             static_cast<int>(x.size(0)), linear.outFeatures(), linear.inFeatures()},
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

at::Tensor applyLinear(const Linear& linear, const at::Tensor& x, at::ScalarType outType) {
    return x.device().is_cpu() ? applyOnCpu(linear, x, outType) : applyOnDevice(linear, x, outType);
}

}  // namespace autoglm::torch_engine
