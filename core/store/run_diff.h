// What changed between two recorded runs of the same kind, metric by metric, by their 95 % intervals. Pure; any thread.
// Speeds, times and memory change by a ratio b / a, everything else by a difference b - a. A measured ratio is better
// or worse only where its interval excludes 1 and it lies beyond the noise floor of both runs (the time to the first
// token has a floor of its own); same where the whole interval lies within 2 % of 1, however large the noise floor, or
// where a computed figure is the same to the last bit; otherwise it cannot be told. Two sessions differ by more than
// one: small changes deserve a paired run. Error: InvalidArgument where the kinds differ or nothing comparable is in
// the documents.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace autoglm::store {

enum class DiffVerdict { Better, Worse, Same, CannotTell };
const char* diffVerdictName(DiffVerdict verdict);  ///< "better", "worse", "same", "cannot tell"

/// How a metric changes from a to b.
enum class ChangeScale { Ratio, Difference };

struct Change {
    ChangeScale scale = ChangeScale::Ratio;
    double value = 1;
    std::optional<double> low95;  ///< absent where a or b has no interval
    std::optional<double> high95;
};

struct DiffRow {
    std::string metric;  ///< for example "A decode_rate"
    std::string unit;
    std::optional<double> a;
    std::optional<double> b;
    std::optional<Change> change;  ///< absent where one side is
    DiffVerdict verdict = DiffVerdict::CannotTell;
};

struct RunDiff {
    std::vector<DiffRow> rows;
    std::vector<std::string> notes;  ///< what else differs between the runs: weights, precision, device
};

/// Documents of `compare`, `bench`, `run` and `score`.
Result<RunDiff> diffDocuments(const Json& a, const Json& b);

}  // namespace autoglm::store
