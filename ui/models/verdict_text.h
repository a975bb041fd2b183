// The one sentence on top of a verdict. In English it is core's own; in another language it is made from the same
// figures, clause by clause. Pure; GUI thread.
#pragma once

#include <QString>

#include "core/evaluate/comparison_result.h"

namespace autoglm::ui {

/// Empty where nothing was measured.
QString verdictHeadline(const evaluate::ComparisonResult& result);

/// The same from the figures, in the words of the current translation.
QString composedHeadline(const evaluate::ComparisonResult& result);

}  // namespace autoglm::ui
