// What this libtorch build and its devices are, small checked matrix products, and memory figures. Engine thread.
#pragma once

#include "core/engine/engine.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

engine::EngineFacts collectFacts();

/// Threads that decode fastest: one per physical core this process may use.
int defaultThreads();

/// Products are split over ATen's threads. OpenBLAS with a pool of its own would spin beside it after each of them, for
/// tens of milliseconds. Once per process.
void keepBlasOnItsThread();

/// A product per precision on `device` against float64 of the same rounded inputs, and its speed.
std::vector<engine::PrecisionProbe> probePrecisions(const at::Device& device, const std::string& name);

engine::DeviceMemory deviceMemory(const at::Device& device);
void resetPeak(const at::Device& device);

}  // namespace autoglm::torch_engine
