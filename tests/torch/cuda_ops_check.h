// The operations between the products on a GPU, run by the emulation on tensors of the CPU, held against ATen's
// sequences with the same places of rounding; for programs that must not see torch.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/config.h"

namespace autoglm::test {

/// Sentences on what differs by more than a step of the type, for sequences of equal and of different lengths.
Result<std::vector<std::string>> cudaOpsDifferences(const model::ModelConfig& config);

}  // namespace autoglm::test
