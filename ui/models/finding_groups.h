// Environment findings as the window shows them: what is no pass before everything else, the worst first; what passed
// by subject. Pure; GUI thread.
#pragma once

#include <QString>
#include <vector>

#include "core/environment/finding.h"

namespace autoglm::ui {

struct FindingGroup {
    QString title;
    std::vector<environment::Finding> findings;
};

/// Failures, warnings and what is unknown; then what passed: libtorch, GPU, precisions, machine, model. Groups without
/// findings are left out, the order inside is kept.
std::vector<FindingGroup> groupFindings(const std::vector<environment::Finding>& findings);

/// "Pass", "Warning", "Failure", "Unknown".
QString findingStateWord(environment::State state);

/// Title, what was seen, why and advice in the words of the window; commands and ids stay.
environment::Finding translated(environment::Finding finding);

/// Every finding as text for a bug report, laid out as `autoglm env` does, in the words of the window.
QString findingsText(const std::vector<environment::Finding>& findings);

/// "1 failure, 2 warnings, 10 pass"; what does not occur is left out.
QString findingsSummary(const std::vector<environment::Finding>& findings);

}  // namespace autoglm::ui
