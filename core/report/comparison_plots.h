// The plots of a comparison as HTML figures with inline SVG, made from the raw samples of its document. Pure; any
// thread. A figure without data is left out. Private to core/report.
#pragma once

#include <string>

#include "core/base/json.h"

namespace autoglm::report {

std::string latencyByTokenFigure(const Json& document);       ///< median and 10 to 90 % band over the runs
std::string latencyDistributionFigure(const Json& document);  ///< share of gaps up to a time
std::string blockRatioFigure(const Json& document);           ///< each block, mean, interval, noise floor
std::string memoryFigure(const Json& document);               ///< weights, KV cache, the rest
std::string divergenceStripFigure(const Json& document);      ///< KLD by position in the text
std::string worstPositionsTable(const Json& document);        ///< what both arms expected where they part most

}  // namespace autoglm::report
