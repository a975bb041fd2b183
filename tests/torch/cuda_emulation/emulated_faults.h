// Kernels that a GPU would hang on or answer with anything, and what the emulation says of them.
#pragma once

namespace autoglm::test {

const char* runMissedBarrier();  ///< half of the threads skip __syncthreads
const char* runEndedLane();      ///< a lane ends before a shuffle that names it

}  // namespace autoglm::test
