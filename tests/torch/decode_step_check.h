// The decode step of a GPU (core/torch/cuda_decode_step.h) beside Transformer on the same weights and tokens, on a GPU
// or, by the emulation, on a CPU; for programs that must not see torch.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/engine.h"

namespace autoglm::test {

struct StepCase {
    std::filesystem::path folder;
    model::Scheme scheme;
    std::string device = "cpu";
    std::filesystem::path tuning = {};
    engine::RunAhead runAhead = engine::RunAhead::Greedy;
    engine::EarlyKernels earlyKernels = engine::EarlyKernels::Measured;
};

/// Logits, a row for each token that was decoded and each sequence.
struct StepRows {
    std::vector<std::vector<float>> step;
    std::vector<std::vector<float>> forward;
    bool isRecorded = false;  ///< whether the last step was one launch of a graph
    std::vector<std::int64_t>
        stepsAhead;  ///< by the end of each part of decodeGreedyBothWays: CudaDecodeStep::stepsAhead
};

/// One sequence: `prefilled` of the ids go through Transformer, the others one by one both ways; then the last three
/// once more behind a truncation to other positions.
Result<StepRows> decodeBothWays(const StepCase& one, const std::vector<engine::TokenId>& ids, std::size_t prefilled);

/// Three sequences of different lengths, then the first two of them, then three again.
Result<StepRows> decodeSequencesBothWays(const StepCase& one, const std::vector<engine::TokenId>& ids);

/// The likeliest tokens, by parts: 10 of one sequence; 3 others and 8 likeliest behind them; 9 behind a truncation;
/// other tokens before the place of the one that is expected; to the end of the context, and the last 3 again; 7 of two
/// sequences and 6 of one, the step behind which is under way by the end.
Result<StepRows> decodeGreedyBothWays(const StepCase& one, const std::vector<engine::TokenId>& ids);

}  // namespace autoglm::test
