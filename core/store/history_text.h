// The history as text for a terminal and as JSON for programs. Pure functions; any thread.
#pragma once

#include <span>
#include <string>

#include "core/store/history.h"
#include "core/store/run_diff.h"

namespace autoglm::store {

/// Aligned table: id, local time, run (its title), result, summary. A sentence where there are no runs. Summaries, then
/// runs are elided where it is wider than `maxWidth` columns; 0 is no limit.
std::string listText(std::span<const RunRecord> runs, std::size_t maxWidth = 0);
/// {"schema_version", "runs": [{id, kind, created_utc, title, model{name, path}, model_b{path}, summary, result}]};
/// empty texts are left out.
Json listJson(std::span<const RunRecord> runs);

/// Both runs named, then the table of changes, then the notes.
std::string diffText(const RunRecord& a, const RunRecord& b, const RunDiff& diff);
/// {"schema_version", "a", "b", "rows": [{metric, unit, a, b, ratio|difference, ci95_low, ci95_high, verdict}],
/// "notes"}.
Json diffJson(const RunRecord& a, const RunRecord& b, const RunDiff& diff);

}  // namespace autoglm::store
