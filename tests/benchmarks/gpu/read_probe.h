// The bandwidth that reading alone reaches on a GPU: a buffer far beyond the caches is summed, timed by CUDA events.
#pragma once

#include <cstddef>
#include <vector>

namespace autoglm::benchmark {

/// Bytes per second of each timed pass, in order; empty where CUDA failed (too little memory, no device).
std::vector<double> gpuReadBandwidth(int device, std::size_t bufferBytes, int passes);

}  // namespace autoglm::benchmark
