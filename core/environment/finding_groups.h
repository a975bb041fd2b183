// The parts that collectFindings() puts together, by subject. Private to this module.
#pragma once

#include <utility>

#include "core/environment/findings.h"

namespace autoglm::environment {

using Findings = std::vector<Finding>;

void addSystemFindings(const EnvironmentInputs& inputs, Findings& out);
void addStorageFindings(const EnvironmentInputs& inputs, Findings& out);
void addDriverFindings(const EnvironmentInputs& inputs, Findings& out);
void addTorchFindings(const EnvironmentInputs& inputs, Findings& out);
void addProbeFindings(const EnvironmentInputs& inputs, Findings& out);

/// One value of the process environment; absent where it is not set.
inline std::optional<std::string> variable(const EnvironmentInputs& inputs, const char* name) {
    const auto at = inputs.variables.find(name);
    return at == inputs.variables.end() ? std::nullopt : std::optional(at->second);
}

/// States what was seen and how it is judged; advice follows where there is any.
inline Finding& conclude(Finding& finding, State state, std::string seen, std::string advice = {},
                         std::string command = {}) {
    finding.state = state;
    finding.seen = std::move(seen);
    finding.advice = std::move(advice);
    finding.command = std::move(command);
    return finding;
}

inline Finding finding(std::string id, std::string title, std::string why) {
    Finding out;
    out.id = std::move(id);
    out.title = std::move(title);
    out.why = std::move(why);
    return out;
}

}  // namespace autoglm::environment
