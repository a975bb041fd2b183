// Weights from safetensors files into tensors on a device, in one pass over the bytes: read, hash, scan for NaN and
// extremes, convert or quantize. One thread per file (at most one per core). Memory beside the weights, in all: 16 MiB
// where the CPU converts; 64 MiB of pinned buffers and, for the chunks in work, some times a buffer of the device's
// memory where a device does. Its upload and convert times are those between events of its streams.
// A hash mismatch is refused or reported as the request says. Errors: Corrupt (truncated, changed), HashMismatch,
// OutOfMemory, Device, Cancelled, Io. Nothing is kept on failure.
#pragma once

#include "core/engine/engine.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {

struct LoadedWeights {
    ModelWeights weights;
    engine::LoadReport report;
};

/// What scans, converts and quantizes the chunks that were read.
enum class Conversion { OnCpu, OnDevice };

/// On the device, for any but the CPU.
Result<LoadedWeights> loadWeights(const engine::LoadRequest& request, const at::Device& device, std::stop_token stop);
/// OnCpu takes the CPU as the device alone; OnDevice takes it too, so that tests can hold one against the other.
Result<LoadedWeights> loadWeights(const engine::LoadRequest& request, const at::Device& device, Conversion conversion,
                                  std::stop_token stop);

}  // namespace autoglm::torch_engine
