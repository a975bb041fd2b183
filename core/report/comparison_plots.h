// The plots of a comparison, made from the raw samples of its document: title, legend and the chart as SVG whose
// colours come from CSS classes (resources/report/report.css names them; a page or a printer defines them). Pure; any
// thread. A plot without data is left out.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"

namespace autoglm::report {

struct PlotKey {
    const char* style;  ///< CSS class of the swatch; "none": words alone
    std::string text;
};

enum class PlotWidth { Half, Full };

struct Plot {
    std::string title;
    std::vector<PlotKey> keys;
    std::string svg;
    PlotWidth width = PlotWidth::Half;
};

std::vector<Plot> comparisonPlots(const Json& document);

/// HTML: what both arms expected where they part most; empty where the document does not say.
std::string worstPositionsTable(const Json& document);

}  // namespace autoglm::report
