// The document of a benchmark: what `autoglm bench -o json` prints, the history keeps and the other formats are made
// from. Pure; any thread. Keys are stable: added to, never renamed. SI units stand in the keys; unknown is absent;
// samples are kept.
#pragma once

#include "core/base/json.h"
#include "core/evaluate/bench.h"

namespace autoglm::report {

Json benchToJson(const evaluate::BenchResult& result);

}  // namespace autoglm::report
