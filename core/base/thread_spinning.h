// How long the threads of a parallel product wait for one another before they let go of their core. Call it first in
// main: it sets a variable of this process, which libgomp reads when it is loaded, with libtorch, later.
#pragma once

namespace autoglm {

/// libgomp spins for some 20 ms by default. Where anything else runs on the machine, a thread that lost its core is
/// then waited for by threads that hold the cores it could go to: decoding beside a compiler was 50 times slower than
/// alone. Half a millisecond bridges every gap of the decode loop. A choice of the user (GOMP_SPINCOUNT,
/// OMP_WAIT_POLICY) stays.
void boundThreadSpinning();

}  // namespace autoglm
