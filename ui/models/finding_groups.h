// Environment findings as the window shows them: by subject, worst states named first in the summary. Pure; GUI thread.
#pragma once

#include <QString>
#include <vector>

#include "core/environment/finding.h"

namespace autoglm::ui {

struct FindingGroup {
    QString title;
    std::vector<environment::Finding> findings;
};

/// libtorch, GPU, precisions, machine, model; groups without findings are left out, the order inside is kept.
std::vector<FindingGroup> groupFindings(const std::vector<environment::Finding>& findings);

/// "Pass", "Warning", "Failure", "Unknown".
QString findingStateWord(environment::State state);

/// "1 failure, 2 warnings, 10 pass"; what does not occur is left out.
QString findingsSummary(const std::vector<environment::Finding>& findings);

}  // namespace autoglm::ui
