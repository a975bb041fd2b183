// How the emulated streams behave, for tests: settings and counters of this process.
#pragma once

#include <cstddef>

namespace autoglm::cuda_emulation {

/// Streams keep what they are given until somebody waits for it, as late as a GPU may come to it.
inline bool isLate = false;
/// Graphs with kernels that begin early can be made.
inline bool takesEarlyKernels = true;
/// Kernels run so far that were to begin early; here they begin as all do.
inline std::size_t earlyKernels = 0;

/// What was given and has not run.
std::size_t pendingWorks();

}  // namespace autoglm::cuda_emulation
