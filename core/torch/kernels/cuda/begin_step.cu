#include "core/torch/kernels/cuda/begin_step.h"

#include "core/torch/kernels/cuda/device_values.cuh"

namespace autoglm::torch_engine::cuda {
namespace {

constexpr int threads = 256;

/// One thread for each value of a hidden state and for each angle.
__global__ void beginStepKernel(BeginStep call) {
    letNextBegin();
    awaitInputs();
    const std::int64_t each = call.hiddenSize + call.half;
    const std::int64_t index = static_cast<std::int64_t>(blockIdx.x) * threads + threadIdx.x;
    const std::int64_t sequence = index / each;
    if (sequence >= call.batch) return;
    const std::int64_t k = index % each;
    if (k < call.hiddenSize) {
        call.hidden[sequence * call.hiddenSize + k] =
            loadAs(call.embedding, call.embeddingType, call.tokens[sequence] * call.hiddenSize + k);
        return;
    }
    const std::int64_t i = k - call.hiddenSize;
    const float angle = static_cast<float>(call.positions[sequence]) * call.inverse[i];
    call.cosines[sequence * call.half + i] = cosf(angle) * call.factor;
    call.sines[sequence * call.half + i] = sinf(angle) * call.factor;
}

}  // namespace

const char* beginStep(const BeginStep& call, KernelStream stream) {
    const std::int64_t values = call.batch * (call.hiddenSize + call.half);
    return launch(&beginStepKernel, (values + threads - 1) / threads, threads, stream, call);
}

}  // namespace autoglm::torch_engine::cuda
