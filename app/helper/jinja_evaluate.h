// Walks a template's tree as Jinja does: scopes, loops, macros, undefined values. One thread. Errors are exceptions:
// Raised for raise_exception, TemplateFailure for everything else.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/helper/jinja_tree.h"

namespace autoglm::helper::jinja {

/// The template called raise_exception.
struct Raised : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Names that are visible somewhere; a name that is not here is looked up further out.
struct Scope {
    std::map<std::string, Value> names{};
    std::shared_ptr<const Scope> parent{};
};
using ScopePointer = std::shared_ptr<Scope>;

/// range, dict, namespace, joiner, cycler, raise_exception, strftime_now.
ScopePointer globalScope();

std::string renderTree(const NodePointer& root, const ScopePointer& scope);

/// `value` | `name`, `value` is `name`. An unknown name is a TemplateFailure.
Value applyFilter(const std::string& name, const Arguments& arguments);
bool applyTest(const std::string& name, const Arguments& arguments);
bool hasFilter(const std::string& name);
bool hasTest(const std::string& name);

}  // namespace autoglm::helper::jinja
