#include "core/report/document.h"

#include <cmath>

#include "core/base/text_format.h"
#include "core/report/json_parts.h"
#include "core/report/run_forms.h"

namespace autoglm::report {

const Json* find(const Json& json, const std::string& pointer) {
    const Json::json_pointer place(pointer);
    return json.contains(place) ? &json.at(place) : nullptr;
}

std::optional<double> numberAt(const Json& json, const std::string& pointer) {
    const Json* found = find(json, pointer);
    if (found == nullptr || !found->is_number()) return std::nullopt;
    const double value = found->get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string textAt(const Json& json, const std::string& pointer) {
    const Json* found = find(json, pointer);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& listAt(const Json& json, const std::string& pointer) {
    static const Json none = Json::array();
    const Json* found = find(json, pointer);
    return found != nullptr && found->is_array() ? *found : none;
}

std::vector<double> numbersAt(const Json& json, const std::string& pointer) {
    std::vector<double> values;
    for (const Json& item : listAt(json, pointer))
        if (item.is_number()) values.push_back(item.get<double>());
    return values;
}

Estimate Estimate::scaled(double factor) const {
    Estimate result{value * factor, low, high};
    if (result.low) *result.low *= factor;
    if (result.high) *result.high *= factor;
    return result;
}

std::optional<Estimate> estimateAt(const Json& json, const std::string& pointer) {
    if (const auto plain = numberAt(json, pointer))
        return Estimate{*plain, numberAt(json, pointer + "_ci95_low"), numberAt(json, pointer + "_ci95_high")};
    const auto mean = numberAt(json, pointer + "/mean");
    if (!mean) return std::nullopt;
    Estimate estimate{*mean, numberAt(json, pointer + "/ci95_low"), numberAt(json, pointer + "/ci95_high")};
    const auto standardError = numberAt(json, pointer + "/stderr");
    if (standardError && !estimate.low) {
        estimate.low = *mean - measure::normal975 * *standardError;
        estimate.high = *mean + measure::normal975 * *standardError;
    }
    return estimate;
}

Status checkDocument(const Json& json, const std::string& kind) {
    const std::string found = json.is_object() ? textAt(json, "/kind") : std::string();
    if (found != kind)
        return fail(ErrorCode::InvalidArgument,
                    concat("a document of kind '", found.empty() ? "unknown" : found, "' was given; one of kind '",
                           kind, "' was expected"),
                    "kind");
    const auto version = numberAt(json, "/schema_version");
    if (!version || *version > documentSchemaVersion)
        return fail(ErrorCode::Unsupported,
                    concat("the document has schema version ", version ? exactText(*version) : "unknown",
                           "; this program reads up to ", documentSchemaVersion),
                    "schema_version");
    return {};
}

int decimalsFor(const Estimate& estimate) {
    return figureDecimals(estimate.value, estimate.low, estimate.high);
}

std::string exactText(const std::optional<double>& value) {
    return value ? exactText(*value) : std::string();
}

std::string shortText(double value) {
    std::ostringstream out;
    out.precision(4);
    out << value;
    return out.str();
}

std::string readableJson(const Json& json, int indent) {
    const auto dump = [](const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); };
    const bool isFlat = std::none_of(json.begin(), json.end(), [](const Json& item) { return item.is_structured(); });
    if (!json.is_structured() || json.empty() || (json.is_array() && isFlat)) return dump(json);
    const std::string pad(static_cast<std::size_t>(indent) + 2, ' ');
    std::string out = json.is_object() ? "{\n" : "[\n";
    for (auto item = json.begin(); item != json.end(); ++item) {
        out += pad + (json.is_object() ? dump(Json(item.key())) + ": " : "") + readableJson(*item, indent + 2);
        out += std::next(item) == json.end() ? "\n" : ",\n";
    }
    return out + std::string(static_cast<std::size_t>(indent), ' ') + (json.is_object() ? "}" : "]");
}

std::vector<NamedModel> modelsOf(const Json& document) {
    const Json* a = find(document, "/arms/0/model");
    const Json* b = find(document, "/arms/1/model");
    if (a != nullptr && b != nullptr && textAt(*a, "/path") != textAt(*b, "/path")) return {{"A", a}, {"B", b}};
    const Json* only = find(document, "/model");
    if (only == nullptr) return {};
    return {{"", only}};
}

std::string modelNames(const Json& document) {
    std::vector<std::string> names;
    for (const NamedModel& one : modelsOf(document)) {
        const std::string name = textAt(*one.model, "/name");
        names.push_back(name.empty() ? textAt(*one.model, "/path") : name);
    }
    return join(names, " and ");
}

std::string armName(const Json& document, std::size_t arm) {
    const Json* found = find(document, concat("/arms/", arm));
    if (found == nullptr) return {};
    std::string name = precisionTitle(*found);
    if (modelsOf(document).size() > 1) name = textAt(*found, "/model/name") + " " + name;
    const std::string device = textAt(*found, "/device");
    return device == textAt(document, concat("/arms/", 1 - arm, "/device")) || find(document, "/arms/1") == nullptr
               ? name
               : name + " " + device;
}

std::string armTitle(const Json& document, std::size_t arm) {
    const std::string name = armName(document, arm);
    return (arm == 0 ? "A" : "B") + (name.empty() ? name : " " + name);
}

}  // namespace autoglm::report
