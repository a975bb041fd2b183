#include "app/helper/jinja_render.h"

#include "app/helper/jinja_dialect.h"
#include "app/helper/jinja_evaluate.h"
#include "core/text/render_protocol.h"

namespace autoglm::helper::jinja {
namespace {

/// "what at row 3, column 7" of minja's report, without the lines of the template that follow it.
std::string firstPlace(const std::string& report) {
    const auto end = report.find(":\n");
    return end == std::string::npos ? report : report.substr(0, end);
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
