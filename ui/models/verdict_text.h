// What a verdict says: the names of the arms, the sentence on top, the others. In English it is core's own; in another
// language it is made from the same figures, clause by clause. Pure; GUI thread.
#pragma once

#include <QString>
#include <QStringList>

#include "core/evaluate/comparison_result.h"

namespace autoglm::ui {

/// What to call an arm beside its letter: "INT8"; with its model where there are two, with its device where those
/// differ.
QString armName(const evaluate::ComparisonResult& result, std::size_t arm);

/// Empty where nothing was measured; of a void run, why it is void.
QString verdictHeadline(const evaluate::ComparisonResult& result);

/// The sentences below the headline; what is doubtful of the run stands apart (Verdict::doubt).
QStringList verdictDetails(const evaluate::ComparisonResult& result);

/// The same from the figures, in the words of the current translation.
QString composedHeadline(const evaluate::ComparisonResult& result);

}  // namespace autoglm::ui
