// The beginning of a decode step: each sequence's token becomes its hidden state, its position the rotation of its
// heads. Token and position are read from device memory, so that a step that was recorded once serves every token.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

struct BeginStep {
    const std::int64_t* tokens;     // [batch]
    const std::int64_t* positions;  // [batch]
    const void* embedding;          // [vocab, hiddenSize]
    ValueType embeddingType;
    const float* inverse;  // [half]: radians of a pair of dimensions per position
    float factor;          // of cosines and sines
    std::int64_t batch;
    std::int64_t hiddenSize;
    std::int64_t half;
    float* hidden;   // [batch, hiddenSize]
    float* cosines;  // [batch, half]
    float* sines;    // [batch, half]
};

const char* beginStep(const BeginStep& call, KernelStream stream);

}  // namespace autoglm::torch_engine::cuda
