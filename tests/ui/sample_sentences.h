// What core really says: errors of calls with bad input, sentences of the parts that need libtorch or a GPU, and
// machines with every fault that the findings know.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/environment/findings.h"

namespace autoglm::test {

/// Of real calls, and those of core/torch and core/worker word for word.
std::vector<Error> sampleErrors();

/// Machines that are well, and machines with every fault that the findings know.
std::vector<environment::EnvironmentInputs> sampleMachines();

}  // namespace autoglm::test
