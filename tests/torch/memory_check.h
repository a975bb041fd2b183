// What becomes of freed tensors on a CPU, for programs that must not see torch.
#pragma once

#include <string>
#include <vector>

namespace autoglm::test {

/// Sentences on what FreedTensorsKept did otherwise than it says.
std::vector<std::string> keptMemoryFaults();

}  // namespace autoglm::test
