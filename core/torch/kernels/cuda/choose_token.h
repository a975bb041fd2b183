// The end of a decode step: each sequence's likeliest token, of equal ones the first (as engine::argmax has it, a NaN
// is never likelier), becomes its next one, so that a step behind it needs nothing of the host.
#pragma once

#include "core/torch/kernels/cuda/operands.h"

namespace autoglm::torch_engine::cuda {

struct Candidate {
    float logit;
    int token;
};

/// Blocks of a sequence, each with a part of the vocabulary: no more than a warp has lanes.
inline constexpr int mostChoosingBlocks = 32;

struct ChooseToken {
    const float* logits;  // [batch, vocabSize]
    std::int64_t batch;
    std::int64_t vocabSize;
    Candidate* candidates;    // [batch, mostChoosingBlocks]
    unsigned* counters;       // [batch], all 0; afterwards again
    std::int64_t* tokens;     // [batch]
    std::int64_t* positions;  // [batch]: one more
    std::int32_t* chosen;     // [batch]: the tokens once more
};

const char* chooseToken(const ChooseToken& call, KernelStream stream);

}  // namespace autoglm::torch_engine::cuda
