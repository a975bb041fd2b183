#include "core/base/thread_spinning.h"

#include <cstdlib>

namespace autoglm {

void boundThreadSpinning() {
    constexpr const char* turns = "10000";
    if (!std::getenv("OMP_WAIT_POLICY")) ::setenv("GOMP_SPINCOUNT", turns, 0);
}

}  // namespace autoglm
