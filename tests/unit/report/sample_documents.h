// A comparison and a benchmark as the evaluation would hand them over, from synthetic but consistent samples, with
// hostile texts.
#pragma once

#include "core/evaluate/bench.h"
#include "core/evaluate/comparison_result.h"

namespace autoglm::test {

evaluate::ComparisonResult sampleComparison();
evaluate::BenchResult sampleBench();

inline constexpr const char* hostileText = "</pre><script>alert(\"x\")</script> & 'quotes' | `ticks`";

}  // namespace autoglm::test
