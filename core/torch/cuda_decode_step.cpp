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

/// Tokens in a row that were the likeliest, behind which the next one is taken to be so too.
constexpr int tokensBeforeAhead = 4;

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
                               Options options)
    : m_config(config),
      m_weights(weights),
      m_activation(activation),
      m_device(weights.embedding.device()),
      m_options(std::move(options)) {}

/// Memory that the host frees may not be what a step still writes into.
CudaDecodeStep::~CudaDecodeStep() {
    for (const Place& place : m_places)
        (void)place.filled.wait();
}

void CudaDecodeStep::makeBuffers(const KvCache& cache) {
    const std::int64_t heads = m_config.headCount;
    const std::int64_t half = m_config.rotary.rotatedDim(m_config.headDim) / 2;
    const std::int64_t resultValues = cache.batch() * (m_config.vocabSize + 1);
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
    m_results = at::zeros({resultValues}, m_hidden.options());
    m_candidates = make(cuda::mostChoosingBlocks * static_cast<std::int64_t>(sizeof(cuda::Candidate)), at::kByte);
    m_counters = at::zeros({cuda::stepCounters(m_most, m_config.kvHeadCount)}, m_hidden.options().dtype(at::kInt));
    for (Place& place : m_places)
        place.results = pinned({resultValues}, at::kFloat);
}

cuda::StepBuffers CudaDecodeStep::buffers() const {
    auto* const state = m_state.data_ptr<std::int64_t>();
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
            m_results.data_ptr<float>(),
            static_cast<cuda::Candidate*>(m_candidates.data_ptr()),
            static_cast<unsigned*>(m_counters.data_ptr())};
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
    if (m_options.tuning.empty()) return;
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
            m_options.tuning,
            {cuda::deviceName(m_device.index()), problemOf(products.front()->matrix, plan.shape.batch)}, names,
            milliseconds);
        for (cuda::StepProduct* each : products)
            each->cut = cuda::gemvLaunches[chosen];
    }
}

/// Whether kernels begin early is measured on whole steps, which may be started as often as one likes from the state
/// that the host has given: each writes the same keys and values to the same place.
cuda::KernelBegin CudaDecodeStep::chosenBegin(const cuda::StepPlan& plan) const {
    constexpr cuda::KernelBegin ways[] = {cuda::KernelBegin::Behind, cuda::KernelBegin::Early};
    if (m_options.earlyKernels != engine::EarlyKernels::Measured || m_options.tuning.empty())
        return ways[m_options.earlyKernels == engine::EarlyKernels::Always ? 1 : 0];
    void* const stream = cuda::currentStream(m_device.index());
    cuda::DecodeGraph graphs[std::size(ways)];
    bool isRecorded[std::size(ways)] = {};
    const auto milliseconds = [&](std::size_t candidate) {
        cuda::StepPlan own = plan;
        own.begin = ways[candidate];
        const auto starting = [&](void* onStream) { return startStep(own, 0, onStream); };
        if (!isRecorded[candidate]) isRecorded[candidate] = graphs[candidate].record(starting) == nullptr;
        if (!isRecorded[candidate] || startState(stream)) return -1.0;
        return static_cast<double>(cuda::timed([&] { return graphs[candidate].launch(stream); }, stream));
    };
    const std::string names[] = {"behind", "early"};  // as ways has them
    return ways[engine::tunedChoice(
        m_options.tuning,
        {cuda::deviceName(m_device.index()), concat("kernels of ", plan.layers.size(), " layers, the first ",
                                                    problemOf(plan.layers.front().gateUp.matrix, plan.shape.batch))},
        names, milliseconds)];
}

void CudaDecodeStep::record(BatchStep& step) {
    const auto recordAll = [&] {
        for (std::size_t place = 0; place < placeCount; ++place)
            if (step.graphs[place].record([&](void* stream) { return startStep(step.plan, place, stream); }))
                return false;
        return true;
    };
    step.plan.begin = chosenBegin(step.plan);
    step.isRecorded = recordAll();
    if (step.isRecorded || step.plan.begin == cuda::KernelBegin::Behind) return;
    step.plan.begin = cuda::KernelBegin::Behind;  // a GPU or driver that has no early ones
    step.isRecorded = recordAll();
}

const char* CudaDecodeStep::startState(void* stream) const {
    return cuda::copyAsync(m_state.data_ptr(), m_hostState.const_data_ptr(), m_state.nbytes(), stream);
}

const char* CudaDecodeStep::startStep(const cuda::StepPlan& plan, std::size_t place, void* stream) const {
    if (const char* refused = cuda::startStep(plan, stream)) return refused;
    const auto values = static_cast<std::size_t>(plan.shape.batch * (m_config.vocabSize + 1));
    return cuda::copyAsync(m_places[place].results.data_ptr(), m_results.const_data_ptr(), values * sizeof(float),
                           stream);
}

void CudaDecodeStep::launch(const BatchStep& step, std::size_t place) {
    void* const stream = cuda::currentStream(m_device.index());
    const char* refused = step.isRecorded ? step.graphs[place].launch(stream) : startStep(step.plan, place, stream);
    if (!refused) refused = m_places[place].filled.set(stream);
    TORCH_CHECK(!refused, "CUDA did not start the decode step: ", refused);
}

CudaDecodeStep::BatchStep& CudaDecodeStep::preparedStep(const KvCache& cache, const RotaryEmbedding& rotary) {
    const std::int64_t batch = cache.batch();
    if (batch > m_most) {
        settle();
        makeBuffers(cache);
        m_steps = {};
    }
    BatchStep& step = m_steps[static_cast<std::size_t>(batch - 1)];
    if (step.runs == 0) {
        step.plan = makePlan(cache, rotary);
        tune(step.plan);
    }
    return step;
}

/// Also counts how often that was so.
bool CudaDecodeStep::isExpected(const at::Tensor& ids, const KvCache& cache) {
    const auto* const tokens = ids.const_data_ptr<std::int64_t>();
    const auto batch = static_cast<std::size_t>(cache.batch());
    const std::optional<Expected> expected = std::exchange(m_expected, std::nullopt);
    bool isSame = expected && expected->lengths.size() == batch;
    for (std::size_t i = 0; isSame && i < batch; ++i)
        isSame = expected->lengths[i] == cache.length(static_cast<std::int64_t>(i));
    if (!isSame) {
        m_expectedInARow = 0;
        return false;
    }
    isSame = std::equal(tokens, tokens + batch, expected->tokens.begin());
    m_expectedInARow = isSame && m_expectedInARow >= 0 ? m_expectedInARow + 1 : -1;
    return isSame;
}

/// The step behind the present one writes one position further: beyond every length, where nothing is read before it
/// is written again. Frequencies that depend on the length are the host's.
bool CudaDecodeStep::goesAhead(const KvCache& cache) const {
    return m_options.runAhead == engine::RunAhead::Greedy && m_expectedInARow >= tokensBeforeAhead &&
           cache.longest() + 2 <= cache.contextLength() && m_config.rotary.scaling != model::RotaryScaling::Dynamic;
}

void CudaDecodeStep::settle() {
    m_expected.reset();
    if (!std::exchange(m_isAhead, false)) return;
    const char* failed = m_places[1 - m_place].filled.wait();
    TORCH_CHECK(!failed, "CUDA failed in the decode step: ", failed);
}

at::Tensor CudaDecodeStep::run(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary) {
    const c10::DeviceGuard onDevice(m_device);
    const std::int64_t batch = cache.batch();
    BatchStep& step = preparedStep(cache, rotary);
    const bool isHere = isExpected(ids, cache) && std::exchange(m_isAhead, false);
    if (isHere) {
        ++m_stepsAhead;
    } else {  // behind a step that ran ahead in vain, if there is one: on the same stream, to the same place
        auto* const state = m_hostState.data_ptr<std::int64_t>();
        for (std::int64_t i = 0; i < batch; ++i) {
            state[i] = ids.const_data_ptr<std::int64_t>()[i];
            state[maximumGemvRows + i] = cache.length(i);
        }
        if (step.runs == 1) record(step);
        const char* refused = startState(cuda::currentStream(m_device.index()));
        TORCH_CHECK(!refused, "CUDA did not start the decode step: ", refused);
        launch(step, 1 - m_place);
    }
    m_place = 1 - m_place;
    m_isAhead = goesAhead(cache);
    if (m_isAhead) launch(step, 1 - m_place);
    const char* failed = m_places[m_place].filled.wait();
    TORCH_CHECK(!failed, "CUDA failed in the decode step: ", failed);
    ++step.runs;
    cache.advance(1);
    return results(cache);
}

/// Those of the place that is filled; the likeliest tokens are kept to be compared with the next ids.
at::Tensor CudaDecodeStep::results(const KvCache& cache) {
    const std::int64_t batch = cache.batch();
    const at::Tensor& values = m_places[m_place].results;
    const auto* const chosen =
        reinterpret_cast<const std::int32_t*>(values.const_data_ptr<float>() + batch * m_config.vocabSize);
    Expected next;
    for (std::int64_t i = 0; i < batch; ++i) {
        next.tokens.push_back(chosen[i]);
        next.lengths.push_back(cache.length(i));
    }
    m_expected = std::move(next);
    return values.narrow(0, 0, batch * m_config.vocabSize).view({batch, m_config.vocabSize});
}

}  // namespace autoglm::torch_engine
