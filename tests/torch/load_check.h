// Loading through a device's operations held against the row kernels of the CPU, for programs that must not see torch.
// "cpu" as the device runs the device's way on the CPU: all of it but pinned memory, streams and events.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/engine.h"

namespace autoglm::test {

/// Sentences on what differs, bit by bit, between the weights and reports of two loads: the CPU's, and that of
/// `request.device`'s operations. Two NaN are equal.
Result<std::vector<std::string>> loadDifferences(engine::LoadRequest request);

/// The same of scan, conversion and quantization of rows that are hard to get right: zeros, ties, extremes, faults.
Result<std::vector<std::string>> chunkDifferences(const std::string& device);

/// Loads by the operations of `request.device` and lets the weights go.
Status loadByDevice(const engine::LoadRequest& request, std::stop_token stop);

}  // namespace autoglm::test
