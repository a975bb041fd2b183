#include "core/torch/cuda_decode_step.h"

#include <c10/core/DeviceGuard.h>

#include <algorithm>

#include "core/base/text_format.h"
#include "core/engine/tuned_choice.h"
#include "core/torch/kernels/cuda/attend.h"
#include "core/torch/kernels/cuda/cuda_ops.h"
#include "core/torch/kernels/cuda/cuda_stream.h"

namespace autoglm::torch_engine {
namespace {

using cuda::maximumGemvRows;

const float* floats(const at::Tensor& tensor) {
    return tensor.defined() ? tensor.const_data_ptr<float>() : nullptr;
}

cuda::StepProduct product(const Linear& linear) {
    return {cuda::matrixOf(linear), floats(linear.bias), {}};
}

/// What a measured choice holds for: "int8 27392x4096, rows 1".
std::string problemOf(const cuda::Matrix& matrix, std::int64_t rows) {
    const char* format = matrix.format == cuda::Matrix::Format::Int8   ? "int8"
                         : matrix.format == cuda::Matrix::Format::Int4 ? "int4"
                         : matrix.type == cuda::ValueType::F32         ? "f32"
                         : matrix.type == cuda::ValueType::F16         ? "f16"
                                                                       : "bf16";
    return concat(format, " ", matrix.outFeatures, "x", matrix.inFeatures, ", rows ", rows);
}

}  // namespace

bool CudaDecodeStep::takes(const model::ModelConfig& config, std::int64_t batch) {
    return batch <= maximumGemvRows && cuda::attends(config.headCount, config.kvHeadCount, config.headDim);
}

CudaDecodeStep::CudaDecodeStep(const model::ModelConfig& config, const ModelWeights& weights, at::ScalarType activation,
                               std::filesystem::path tuning)
    : m_config(config),
      m_weights(weights),
      m_activation(activation),
      m_device(weights.embedding.device()),
      m_tuning(std::move(tuning)) {}

void CudaDecodeStep::makeBuffers(const KvCache& cache) {
    const std::int64_t heads = m_config.headCount;
    const std::int64_t half = m_config.rotary.rotatedDim(m_config.headDim) / 2;
    m_most = cache.batch();
    const auto make = [&](std::int64_t columns, at::ScalarType type) {
        return at::zeros({m_most, columns}, at::TensorOptions(m_device).dtype(type));
    };
    const auto pinned = [&](at::IntArrayRef shape, at::ScalarType type) {
        return at::zeros(shape, at::TensorOptions(type).pinned_memory(m_device.is_cuda()));
    };
    std::int64_t shares = 0;
    for (std::int64_t batch = 1; batch <= m_most; ++batch)
        shares = std::max(shares, batch * cuda::attentionSplits(batch, m_config.kvHeadCount, cache.contextLength()));
    m_hostState = pinned({2, maximumGemvRows}, at::kLong);
    m_state = m_hostState.to(m_device, /*non_blocking=*/false, /*copy=*/true);
    m_hidden = make(m_config.hiddenSize, at::kFloat);
    m_added = make(m_config.hiddenSize, at::kFloat);
    m_cosines = make(half, at::kFloat);
    m_sines = make(half, at::kFloat);
    m_qkv = make((heads + 2 * m_config.kvHeadCount) * m_config.headDim, m_activation);
    m_queries = make(heads * m_config.headDim, m_activation);
    m_shares = at::zeros({shares, heads, m_config.headDim + 2}, m_hidden.options());
    m_mixed = make(heads * m_config.headDim, m_activation);
    m_gated = make(m_config.intermediateSize, m_activation);
    m_logits = make(m_config.vocabSize, at::kFloat);
    m_hostLogits = pinned({m_most, m_config.vocabSize}, at::kFloat);
}

cuda::StepBuffers CudaDecodeStep::buffers() const {
    const auto* state = m_state.const_data_ptr<std::int64_t>();
    return {state,
            state + maximumGemvRows,
            m_hidden.data_ptr<float>(),
            m_added.data_ptr<float>(),
            m_cosines.data_ptr<float>(),
            m_sines.data_ptr<float>(),
            m_qkv.data_ptr(),
            m_queries.data_ptr(),
            m_shares.data_ptr<float>(),
            m_mixed.data_ptr(),
            m_gated.data_ptr(),
            m_logits.data_ptr<float>()};
}

cuda::StepPlan CudaDecodeStep::makePlan(const KvCache& cache, const RotaryEmbedding& rotary) const {
    cuda::StepPlan plan{};
    const at::Tensor first = cache.keys(0, 0, cache.contextLength());  // [batch, kvHeads, context, headDim]
    cuda::StepShape& shape = plan.shape;
    shape.batch = cache.batch();
    shape.vocabSize = m_config.vocabSize;
    shape.hiddenSize = m_config.hiddenSize;
    shape.intermediateSize = m_config.intermediateSize;
    shape.heads = m_config.headCount;
    shape.kvHeads = m_config.kvHeadCount;
    shape.headDim = m_config.headDim;
    shape.half = rotary.inverse().numel();
    shape.eps = static_cast<float>(m_config.rmsNormEps);
    shape.isInterleaved = m_config.rotary.interleaved;
    shape.rotationFactor = static_cast<float>(m_config.rotary.attentionFactor);
    shape.batchStride = first.stride(0);
    shape.headStride = first.stride(1);
    shape.splits = cuda::attentionSplits(cache.batch(), m_config.kvHeadCount, cache.contextLength());
    shape.activation = cuda::valueType(m_activation);
    plan.buffers = buffers();
    plan.embedding = m_weights.embedding.const_data_ptr();
    plan.inverse = rotary.inverse().const_data_ptr<float>();
    for (std::int64_t i = 0; i < m_config.layerCount; ++i) {
        const LayerWeights& layer = m_weights.layers[static_cast<std::size_t>(i)];
        plan.layers.push_back(
            {floats(layer.attentionNorm), product(layer.qkv), floats(layer.queryNorm), floats(layer.keyNorm),
             product(layer.attentionOutput), floats(layer.postAttentionNorm), floats(layer.mlpNorm),
             product(layer.gateUp), product(layer.down), floats(layer.postMlpNorm), m_config.window(i),
             cache.keys(i, 0, cache.contextLength()).data_ptr(), cache.values(i, 0, cache.contextLength()).data_ptr()});
    }
    plan.finalNorm = floats(m_weights.finalNorm);
    plan.head = product(m_weights.head);
    return plan;
}

/// Each kind of product on all layers in turn, so that what is read is not what a cache still holds.
void CudaDecodeStep::tune(cuda::StepPlan& plan) const {
    if (m_tuning.empty()) return;
    void* const stream = cuda::currentStream(m_device.index());
    std::vector<std::string> names;
    for (const cuda::GemvLaunch& cut : cuda::gemvLaunches)
        names.push_back(concat(cut.warpFeatures, "x", cut.blockWarps));  // as GemvLaunch has them
    for (const cuda::ProductKind kind : cuda::productKinds) {
        const std::vector<cuda::StepProduct*> products = cuda::productsOf(plan, kind);
        const auto milliseconds = [&](std::size_t candidate) {
            const auto start = [&] { return cuda::startProducts(plan, kind, cuda::gemvLaunches[candidate], stream); };
            return static_cast<double>(cuda::timed(start, stream));
        };
        const std::size_t chosen = engine::tunedChoice(
            m_tuning, {cuda::deviceName(m_device.index()), problemOf(products.front()->matrix, plan.shape.batch)},
            names, milliseconds);
        for (cuda::StepProduct* each : products)
            each->cut = cuda::gemvLaunches[chosen];
    }
}

const char* CudaDecodeStep::start(const cuda::StepPlan& plan, void* stream) const {
    const auto batch = static_cast<std::size_t>(plan.shape.batch);
    if (const char* refused =
            cuda::copyAsync(m_state.data_ptr(), m_hostState.const_data_ptr(), m_state.nbytes(), stream))
        return refused;
    if (const char* refused = cuda::startStep(plan, stream)) return refused;
    return cuda::copyAsync(m_hostLogits.data_ptr(), m_logits.const_data_ptr(),
                           batch * static_cast<std::size_t>(m_config.vocabSize) * sizeof(float), stream);
}

at::Tensor CudaDecodeStep::run(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary) {
    const c10::DeviceGuard onDevice(m_device);
    const std::int64_t batch = cache.batch();
    if (batch > m_most) {
        makeBuffers(cache);
        m_steps = {};
    }
    BatchStep& step = m_steps[static_cast<std::size_t>(batch - 1)];
    if (step.runs == 0) {
        step.plan = makePlan(cache, rotary);
        tune(step.plan);
    } else if (step.runs == 1) {
        const auto starting = [&](void* stream) { return start(step.plan, stream); };
        step.isRecorded = step.graph.record(starting) == nullptr;
    }
    auto* const state = m_hostState.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < batch; ++i) {
        state[i] = ids.const_data_ptr<std::int64_t>()[i];
        state[maximumGemvRows + i] = cache.length(i);
    }
    void* const stream = cuda::currentStream(m_device.index());
    const char* refused = step.isRecorded ? step.graph.launch(stream) : start(step.plan, stream);
    TORCH_CHECK(!refused, "CUDA did not start the decode step: ", refused);
    const char* failed = cuda::waitFor(stream);
    TORCH_CHECK(!failed, "CUDA failed in the decode step: ", failed);
    ++step.runs;
    cache.advance(1);
    return m_hostLogits.narrow(0, 0, batch);
}

}  // namespace autoglm::torch_engine
