// The little that the engine needs of libtorch's CUDA side: devices, the current stream, memory figures. Engine thread.
#pragma once

#include "core/engine/engine.h"

namespace autoglm::torch_engine::cuda {

/// Devices that can be used; 0 where the driver is missing or too old.
int deviceCount();

/// cudaStream_t of ATen's current stream on `device`.
void* currentStream(int device);

/// As its maker calls it.
std::string deviceName(int device);

/// Adds version, architectures, cuDNN and devices.
void addFacts(engine::EngineFacts& facts);

engine::DeviceMemory deviceMemory(int device);
void resetPeak(int device);

/// Gives back what the allocators of device and pinned memory keep for later; the streams that used it have ended.
void releaseUnusedMemory();

}  // namespace autoglm::torch_engine::cuda
