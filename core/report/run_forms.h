// A recorded run in the forms it can be had in: "text" (for a terminal), "html", "md", "csv", "json", "llama-bench";
// and its key figures as one table for screens. Pure; any thread. Errors: Unsupported for a form that the kind of run
// does not have, naming `run`; InvalidArgument for a document of another kind.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/text_table.h"

namespace autoglm::report {

/// What runForm() writes to files for this kind, the best for people first.
std::vector<std::string> runForms(const std::string& kind);
Result<std::string> runForm(const std::string& kind, const Json& document, const std::string& form,
                            const std::string& run);

struct FigureTable {
    std::vector<TextTable::Column> columns;
    std::vector<std::vector<std::string>> rows;

    std::string text() const;  ///< for a terminal
};

/// The metrics of a comparison, the tests of a benchmark; no columns for any other kind.
FigureTable runFigures(const std::string& kind, const Json& document);
FigureTable comparisonFigures(const Json& document);
FigureTable benchFigures(const Json& document);

/// "FP16 / INT8 demo", of two models "base FP16 / tuned INT8"; "bench demo".
std::string runTitle(const std::string& kind, const Json& document);

/// Of an arm or a result: "FP16", "INT4 g64" as in sentences; what is no precision stays as it is.
std::string precisionTitle(const Json& arm);

/// What else must be known: the verdict's further sentences, doubts about the numbers.
std::vector<std::string> runNotes(const std::string& kind, const Json& document);

}  // namespace autoglm::report
