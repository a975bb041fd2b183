#include "core/environment/finding.h"

#include <algorithm>

#include "core/base/text_format.h"

namespace autoglm::environment {

const char* stateName(State state) {
    switch (state) {
        case State::Pass:
            return "pass";
        case State::Warning:
            return "warning";
        case State::Failure:
            return "failure";
        case State::Unknown:
            return "unknown";
    }
    return "unknown";
}

Summary summarize(const std::vector<Finding>& findings) {
    const auto count = [&](State state) {
        return static_cast<int>(std::ranges::count(findings, state, &Finding::state));
    };
    return {count(State::Pass), count(State::Warning), count(State::Failure), count(State::Unknown)};
}

Json findingsToJson(const std::vector<Finding>& findings, const Json& system) {
    Json list = Json::array();
    for (const Finding& finding : findings)
        list.push_back(Json{{"id", finding.id},
                            {"title", finding.title},
                            {"state", stateName(finding.state)},
                            {"seen", finding.seen},
                            {"why", finding.why},
                            {"advice", finding.advice},
                            {"command", finding.command}});
    const Summary summary = summarize(findings);
    return Json{{"findings", std::move(list)},
                {"summary",
                 {{"pass", summary.pass},
                  {"warning", summary.warning},
                  {"failure", summary.failure},
                  {"unknown", summary.unknown}}},
                {"system", system}};
}

std::string findingsToText(const std::vector<Finding>& findings) {
    std::size_t titleWidth = 0;
    for (const Finding& finding : findings)
        titleWidth = std::max(titleWidth, finding.title.size());
    const auto padded = [](std::string text, std::size_t width) {
        text.resize(std::max(text.size(), width), ' ');
        return text;
    };
    constexpr std::size_t stateWidth = 7;
    const std::string indent(stateWidth + 2, ' ');
    std::string out;
    for (const Finding& finding : findings) {
        out += padded(stateName(finding.state), stateWidth) + "  " + padded(finding.title, titleWidth) + "  " +
               finding.seen + "\n";
        if (finding.state != State::Pass && !finding.why.empty()) out += indent + "why: " + finding.why + "\n";
        if (!finding.advice.empty())
            out += indent + (finding.state == State::Pass ? "note: " : "do: ") + finding.advice + "\n";
        if (!finding.command.empty()) out += indent + "$ " + finding.command + "\n";
    }
    const Summary summary = summarize(findings);
    return out + concat("\n", summary.pass, " pass, ", summary.warning, " warning, ", summary.failure, " failure, ",
                        summary.unknown, " unknown\n");
}

}  // namespace autoglm::environment
