#include "app/helper/jinja_render.h"

#include <algorithm>

#include "app/helper/jinja_dialect.h"
#include "app/helper/jinja_evaluate.h"
#include "core/text/render_protocol.h"

namespace autoglm::helper::jinja {
namespace {

/// "what at row 3, column 7" of minja's report, without the JSON parser's opinion within it and the lines of the
/// template that follow it.
std::string firstPlace(std::string report) {
    report.resize(std::min(report.size(), report.find(":\n")));
    const auto opinion = report.find(" ([json.exception.");
    const auto place = report.rfind(" at row ");
    if (opinion < place && place != std::string::npos) report.erase(opinion, place - opinion);
    return report;
}

}  // namespace

Rendered renderJinja(const std::string& source, const Json& variables) {
    NodePointer root;
    try {
        root = parseTemplate(toMinjaDialect(source));
    } catch (const std::exception& error) {
        return {"", firstPlace(error.what()), text::renderSyntax};
    }
    try {
        const ScopePointer scope = globalScope();
        for (const auto& [name, value] : variables.items())
            scope->names[name] = Value::fromJson(value);
        return {renderTree(root, scope), "", ""};
    } catch (const Raised& raised) {
        return {"", raised.what(), text::renderRaised};
    } catch (const std::exception& error) {
        return {"", error.what(), text::renderFailed};
    }
}

}  // namespace autoglm::helper::jinja
