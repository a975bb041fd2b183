// One finding about this machine, and the list of them as JSON and as text. Values; any thread.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"

namespace autoglm::environment {

enum class State { Pass, Warning, Failure, Unknown };
/// "pass", "warning", "failure", "unknown".
const char* stateName(State state);

struct Finding {
    std::string id;     ///< stable, for example "cuda-driver", "probe-fp16-cpu"
    std::string title;  ///< a few words
    State state = State::Unknown;
    std::string seen;     ///< what was found
    std::string why;      ///< why it matters
    std::string advice;   ///< what to do; empty where there is nothing to do
    std::string command;  ///< to be copied into a terminal; may be empty
};

struct Summary {
    int pass = 0;
    int warning = 0;
    int failure = 0;
    int unknown = 0;
};
Summary summarize(const std::vector<Finding>& findings);

/// `{findings: [{id, title, state, seen, why, advice, command}], summary: {pass, warning, failure, unknown}, system}`.
Json findingsToJson(const std::vector<Finding>& findings, const Json& system);

/// One line per finding, reasons and advice below those that do not pass, a summary at the end. UTF-8.
std::string findingsToText(const std::vector<Finding>& findings);

}  // namespace autoglm::environment
