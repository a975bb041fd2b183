// One token of up to eight sequences through the whole model, as a sequence of our own kernels on one stream: nothing
// is allocated, nothing is decided by what the device holds, and all that changes from token to token - token,
// position, length - lies in device memory. So the sequence can be recorded once and replayed (decode_graph.h). At its
// end the likeliest tokens and the positions behind stand there, so that it can be replayed once more at once.
#pragma once

#include <vector>

#include "core/torch/kernels/cuda/attend.h"
#include "core/torch/kernels/cuda/choose_token.h"
#include "core/torch/kernels/cuda/gemv.h"

namespace autoglm::torch_engine::cuda {

/// A product of the model: what is read, and how its work is cut.
struct StepProduct {
    Matrix matrix;
    const float* bias;  // [outFeatures], or null
    GemvLaunch cut;
};

/// Norms are FP32, as wide as what they are of; null where a family has none.
struct StepLayer {
    const float* attentionNorm;
    StepProduct qkv;
    const float* queryNorm;
    const float* keyNorm;
    StepProduct attentionOutput;
    const float* postAttentionNorm;
    const float* mlpNorm;
    StepProduct gateUp;
    StepProduct down;
    const float* postMlpNorm;
    std::int64_t window;  // tokens that attention sees; 0: all
    void* keys;           // [batch, kvHeads, context, headDim]
    void* values;
};

/// Shapes of a model, as model::ModelConfig names them.
struct StepShape {
    std::int64_t batch;  // 1 to maximumGemvRows
    std::int64_t vocabSize;
    std::int64_t hiddenSize;
    std::int64_t intermediateSize;
    std::int64_t heads;
    std::int64_t kvHeads;
    std::int64_t headDim;
    std::int64_t half;  // 2 · half dimensions of a head are rotated
    float eps;
    bool isInterleaved;
    float rotationFactor;
    std::int64_t batchStride;  // of keys and values, in elements
    std::int64_t headStride;
    std::int64_t splits;   // of attention
    ValueType activation;  // what products hand on, cache, embedding
};

/// Device memory that a step works in. Nothing of it but tokens and positions is kept from step to step.
struct StepBuffers {
    std::int64_t* tokens;     // [batch]; afterwards the next ones, if they are the likeliest
    std::int64_t* positions;  // [batch]; afterwards one more
    float* hidden;            // [batch, hiddenSize]
    float* added;             // [batch, hiddenSize]
    float* cosines;           // [batch, half]
    float* sines;             // [batch, half]
    void* qkv;                // [batch, heads + 2 kvHeads, headDim], activation type
    void* queries;            // [batch, heads, headDim]
    float* shares;            // [batch, heads, splits, headDim + 2]
    void* mixed;              // [batch, heads, headDim]
    void* gated;              // [batch, intermediateSize]
    float* logits;            // [batch, vocabSize], and behind them [batch] INT32: the likeliest tokens
    Candidate* candidates;    // [batch, mostChoosingBlocks]
    unsigned* counters;       // stepCounters(batch, kvHeads), all 0; afterwards again
};

constexpr std::int64_t stepCounters(std::int64_t batch, std::int64_t kvHeads) {
    return batch * (kvHeads * attentionCounters + 1);
}

struct StepPlan {
    StepShape shape;
    StepBuffers buffers;
    const void* embedding;  // [vocab, hiddenSize]
    const float* inverse;   // [half]: radians per position
    std::vector<StepLayer> layers;
    const float* finalNorm;
    StepProduct head;
    KernelBegin begin;  // of every kernel but the first, behind what the step knows nothing of
};

/// Starts every kernel of a step; null, or CUDA's words on the first that could not be started.
const char* startStep(const StepPlan& plan, void* stream);

/// The products of a kind (each layer's, or the head) alone, with another cut, on whatever the buffers hold: to time
/// them. The cache is not touched.
enum class ProductKind { Qkv, AttentionOutput, GateUp, Down, Head };
inline constexpr ProductKind productKinds[] = {ProductKind::Qkv, ProductKind::AttentionOutput, ProductKind::GateUp,
                                               ProductKind::Down, ProductKind::Head};
const char* startProducts(const StepPlan& plan, ProductKind kind, const GemvLaunch& cut, void* stream);

/// The products of a kind, to be read or given another cut.
std::vector<StepProduct*> productsOf(StepPlan& plan, ProductKind kind);

}  // namespace autoglm::torch_engine::cuda
