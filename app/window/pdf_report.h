// A run's report as pages for paper: what its Markdown says, set with the plots of the comparison drawn between. A4,
// upright for comparisons, across for benchmarks; page numbers below. Any thread. Errors: as core/report's Markdown.
#pragma once

#include <string>

#include "core/base/json.h"

namespace autoglm::app {

/// The bytes of the PDF file.
Result<std::string> pdfReport(const std::string& kind, const Json& document);

}  // namespace autoglm::app
