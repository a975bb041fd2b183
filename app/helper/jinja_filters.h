// The tables of filters, one per kind of value; applyFilter looks in both. One thread.
#pragma once

#include <map>
#include <string_view>

#include "app/helper/py_value.h"

namespace autoglm::helper::jinja {

/// Gets what stands before | and all arguments, of which it is the first.
using Filter = Value (*)(const Value&, const Arguments&);
using FilterTable = std::map<std::string_view, Filter>;

const FilterTable& textFilters();
const FilterTable& listFilters();

}  // namespace autoglm::helper::jinja
