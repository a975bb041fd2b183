// The parts of the HTML report after the verdict: answers, weights, environment, method. Pure. Private to core/report.
#pragma once

#include <string>

#include "core/base/json.h"

namespace autoglm::report {

std::string answersSection(const Json& document);
std::string weightsSection(const Json& document);
std::string environmentSection(const Json& document);
std::string methodSection(const Json& document);

}  // namespace autoglm::report
