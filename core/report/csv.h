// Lines of comma-separated values after RFC 4180. Pure. Private to core/report.
#pragma once

#include <string>
#include <vector>

namespace autoglm::report {

/// One line with CRLF; fields with commas, quotes or line breaks are quoted.
std::string csvLine(const std::vector<std::string>& fields);

}  // namespace autoglm::report
