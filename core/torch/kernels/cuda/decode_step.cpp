#include "core/torch/kernels/cuda/decode_step.h"

#include "core/torch/kernels/cuda/attend.h"
#include "core/torch/kernels/cuda/begin_step.h"
#include "core/torch/kernels/cuda/rms_norm.h"
#include "core/torch/kernels/cuda/turn_heads.h"

namespace autoglm::torch_engine::cuda {
namespace {

/// Starts kernels one after the other, until one is refused.
class Step {
  public:
    Step(const StepPlan& plan, void* stream) : m_plan(plan), m_stream(stream, plan.begin) {}

    const char* refused() const { return m_refused; }

    void begin() {
        BeginStep call{};
        call.tokens = m_buffers.tokens;
        call.positions = m_buffers.positions;
        call.embedding = m_plan.embedding;
        call.embeddingType = m_shape.activation;
        call.inverse = m_plan.inverse;
        call.factor = m_shape.rotationFactor;
        call.batch = m_shape.batch;
        call.hiddenSize = m_shape.hiddenSize;
        call.half = m_shape.half;
        call.hidden = m_buffers.hidden;
        call.cosines = m_buffers.cosines;
        call.sines = m_buffers.sines;
        add(beginStep(call, m_stream.handle));
    }

    void layer(const StepLayer& layer) {
        if (layer.queryNorm || layer.keyNorm) {
            qkv(layer, layer.qkv.cut);
            turn(layer);
        } else {
            turnedQkv(layer);
        }
        attention(layer);
        attentionOutput(layer, layer.attentionOutput.cut);
        addNormed(layer.postAttentionNorm);
        gateUp(layer, layer.gateUp.cut);
        down(layer, layer.down.cut);
        addNormed(layer.postMlpNorm);
    }

    /// As it comes out of the product, for heads that are normed, and to be timed.
    void qkv(const StepLayer& layer, const GemvLaunch& cut) {
        normed(layer.qkv, layer.attentionNorm, m_buffers.qkv, m_shape.activation, GemvEnd::Store, cut);
    }
    void attentionOutput(const StepLayer& layer, const GemvLaunch& cut) {
        addToHidden(layer.attentionOutput, m_buffers.mixed, layer.postAttentionNorm, cut);
    }
    void gateUp(const StepLayer& layer, const GemvLaunch& cut) {
        normed(layer.gateUp, layer.mlpNorm, m_buffers.gated, m_shape.activation, GemvEnd::GatedSilu, cut);
    }
    void down(const StepLayer& layer, const GemvLaunch& cut) {
        addToHidden(layer.down, m_buffers.gated, layer.postMlpNorm, cut);
    }
    void head(const GemvLaunch& cut) {
        normed(m_plan.head, m_plan.finalNorm, m_buffers.logits, ValueType::F32, GemvEnd::Store, cut);
    }

    void choose() {
        const std::int64_t batch = m_shape.batch;
        auto* const chosen = reinterpret_cast<std::int32_t*>(m_buffers.logits + batch * m_shape.vocabSize);
        unsigned* const counters = m_buffers.counters + batch * m_shape.kvHeads * attentionCounters;
        add(chooseToken({m_buffers.logits, batch, m_shape.vocabSize, m_buffers.candidates, counters, m_buffers.tokens,
                         m_buffers.positions, chosen},
                        m_stream));
    }

  private:
    void add(const char* refused) {
        if (!m_refused) m_refused = refused;
    }

    void multiply(const StepProduct& product, GemvOperands operands, const GemvLaunch& cut) {
        operands.bias = product.bias;
        operands.rows = static_cast<int>(m_shape.batch);
        add(gemv(product.matrix, operands, cut, m_stream));
    }

    /// A product of the hidden state, normed on its way.
    void normed(const StepProduct& product, const float* norm, void* out, ValueType outType, GemvEnd end,
                const GemvLaunch& cut, const TurnedHeads& heads = {}) {
        GemvOperands operands{};
        operands.activations = m_buffers.hidden;
        operands.activationType = ValueType::F32;
        operands.norm = norm;
        operands.eps = m_shape.eps;
        operands.out = out;
        operands.outType = outType;
        operands.end = end;
        operands.heads = heads;
        multiply(product, operands, cut);
    }

    /// What a block adds to the hidden state: at once, or apart where it is normed first.
    void addToHidden(const StepProduct& product, const void* x, const float* norm, const GemvLaunch& cut) {
        GemvOperands operands{};
        operands.activations = x;
        operands.activationType = m_shape.activation;
        operands.out = norm ? m_buffers.added : m_buffers.hidden;
        operands.outType = ValueType::F32;
        operands.end = norm ? GemvEnd::Store : GemvEnd::AddTo;
        multiply(product, operands, cut);
    }

    void addNormed(const float* norm) {
        if (!norm) return;
        RmsNorm call{};
        call.x = m_buffers.added;
        call.weight = norm;
        call.eps = m_shape.eps;
        call.out = m_buffers.hidden;
        call.outType = ValueType::F32;
        call.end = NormEnd::AddTo;
        call.rows = m_shape.batch;
        call.columns = m_shape.hiddenSize;
        add(rmsNorm(call, m_stream));
    }

    void turnedQkv(const StepLayer& layer) {
        const TurnedHeads heads{m_buffers.positions,
                                m_buffers.cosines,
                                m_buffers.sines,
                                layer.keys,
                                layer.values,
                                m_shape.batchStride,
                                m_shape.headStride,
                                static_cast<int>(m_shape.heads),
                                static_cast<int>(m_shape.kvHeads),
                                static_cast<int>(m_shape.headDim),
                                static_cast<int>(m_shape.half),
                                m_shape.isInterleaved};
        normed(layer.qkv, layer.attentionNorm, m_buffers.queries, m_shape.activation, GemvEnd::TurnHeads, layer.qkv.cut,
               heads);
    }

    void turn(const StepLayer& layer) {
        TurnHeads call{};
        call.qkv = m_buffers.qkv;
        call.type = m_shape.activation;
        call.batch = m_shape.batch;
        call.tokens = 1;
        call.heads = m_shape.heads;
        call.kvHeads = m_shape.kvHeads;
        call.headDim = m_shape.headDim;
        call.queryNorm = layer.queryNorm;
        call.keyNorm = layer.keyNorm;
        call.eps = m_shape.eps;
        call.positions = m_buffers.positions;
        call.cosines = m_buffers.cosines;
        call.sines = m_buffers.sines;
        call.half = m_shape.half;
        call.isPerSequence = true;
        call.isInterleaved = m_shape.isInterleaved;
        call.queries = m_buffers.queries;
        call.keys = layer.keys;
        call.values = layer.values;
        call.batchStride = m_shape.batchStride;
        call.headStride = m_shape.headStride;
        add(turnHeads(call, m_stream));
    }

    void attention(const StepLayer& layer) {
        Attend call{};
        call.queries = m_buffers.queries;
        call.keys = layer.keys;
        call.values = layer.values;
        call.type = m_shape.activation;
        call.batchStride = m_shape.batchStride;
        call.headStride = m_shape.headStride;
        call.positions = m_buffers.positions;
        call.window = layer.window;
        call.batch = m_shape.batch;
        call.heads = m_shape.heads;
        call.kvHeads = m_shape.kvHeads;
        call.headDim = m_shape.headDim;
        call.splits = m_shape.splits;
        call.shares = m_buffers.shares;
        call.counters = m_buffers.counters;
        call.out = m_buffers.mixed;
        add(attend(call, m_stream));
    }

    const StepPlan& m_plan;
    const StepShape& m_shape = m_plan.shape;
    const StepBuffers& m_buffers = m_plan.buffers;
    const KernelStream m_stream;
    const char* m_refused = nullptr;
};

}  // namespace

const char* startStep(const StepPlan& plan, void* stream) {
    Step step(plan, stream);
    step.begin();
    for (const StepLayer& layer : plan.layers)
        step.layer(layer);
    step.head(plan.head.cut);
    step.choose();
    return step.refused();
}

const char* startProducts(const StepPlan& plan, ProductKind kind, const GemvLaunch& cut, void* stream) {
    Step step(plan, stream);
    if (kind == ProductKind::Head) step.head(cut);
    for (const StepLayer& layer : plan.layers) {
        if (kind == ProductKind::Qkv) step.qkv(layer, cut);
        if (kind == ProductKind::AttentionOutput) step.attentionOutput(layer, cut);
        if (kind == ProductKind::GateUp) step.gateUp(layer, cut);
        if (kind == ProductKind::Down) step.down(layer, cut);
    }
    return step.refused();
}

std::vector<StepProduct*> productsOf(StepPlan& plan, ProductKind kind) {
    if (kind == ProductKind::Head) return {&plan.head};
    std::vector<StepProduct*> products;
    for (StepLayer& layer : plan.layers)
        products.push_back(kind == ProductKind::Qkv               ? &layer.qkv
                           : kind == ProductKind::AttentionOutput ? &layer.attentionOutput
                           : kind == ProductKind::GateUp          ? &layer.gateUp
                                                                  : &layer.down);
    return products;
}

}  // namespace autoglm::torch_engine::cuda
