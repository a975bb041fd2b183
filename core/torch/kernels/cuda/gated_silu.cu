#include "core/torch/kernels/cuda/gated_silu.h"

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

constexpr int threads = 256;

__global__ void gatedSiluKernel(GatedSilu call) {
    letNextBegin();
    awaitInputs();
    const std::int64_t index = static_cast<std::int64_t>(blockIdx.x) * threads + threadIdx.x;
    if (index >= call.rows * call.columns) return;
    const std::int64_t at = index / call.columns * 2 * call.columns + index % call.columns;
    const float gate = loadAs(call.gateUp, call.type, at);
    const float up = loadAs(call.gateUp, call.type, at + call.columns);
    const float silu = roundedAs(call.type, gate / (1.0F + expf(-gate)));
    storeAs(call.out, call.type, index, silu * up);
}

}  // namespace

const char* gatedSilu(const GatedSilu& call, KernelStream stream) {
    return launch(&gatedSiluKernel, (call.rows * call.columns + threads - 1) / threads, threads, stream, call);
}

}  // namespace autoglm::torch_engine::cuda
