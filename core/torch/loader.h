// Weights from safetensors files into tensors on a device, in one pass over the bytes: read, hash, scan for NaN and
// extremes, convert or quantize. One thread per file (at most one per core), memory beside the weights: one chunk (16
// MiB) in all. A hash mismatch is refused or reported as the request says. Errors: Corrupt (truncated, changed),
// HashMismatch, OutOfMemory, Cancelled, Io. Nothing is kept on failure.
#pragma once

#include "core/engine/engine.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {

struct LoadedWeights {
    ModelWeights weights;
    engine::LoadReport report;
};

Result<LoadedWeights> loadWeights(const engine::LoadRequest& request, const at::Device& device, std::stop_token stop);

}  // namespace autoglm::torch_engine
