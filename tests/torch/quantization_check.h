// Looks at loaded tensors themselves, for tests that must not see torch: how far quantized weights lie from exact ones.
#pragma once

#include <string>
#include <vector>

#include "core/engine/engine.h"

namespace autoglm::test {

struct QuantizationError {
    std::string matrix;
    bool isWithinHalfStep = false;  ///< |q · scale - w| <= scale / 2 for every element, in double
    double largest = 0;             ///< |q · scale - w|
};

/// One entry per quantized matrix; `quantized` and `exact` ask for the same folder.
Result<std::vector<QuantizationError>> quantizationErrors(const engine::LoadRequest& quantized,
                                                          const engine::LoadRequest& exact);

}  // namespace autoglm::test
