#include "ui/models/settings.h"

#include <cmath>

#include "core/base/text_format.h"

namespace autoglm::ui {
namespace {

const char* themeName(ThemeChoice theme) {
    return theme == ThemeChoice::Light ? "light" : theme == ThemeChoice::Dark ? "dark" : "system";
}

std::unexpected<Error> wrong(const std::string& key, const Json& found, const char* expected) {
    return fail(ErrorCode::InvalidArgument, concat("'", key, "' is ", found.dump(), "; expected ", expected), key);
}

Status readText(const Json& json, const char* key, std::string& out) {
    const auto found = json.find(key);
    if (found == json.end()) return {};
    if (!found->is_string()) return wrong(key, *found, "a text");
    out = found->get<std::string>();
    return {};
}

Status readPath(const Json& json, const char* key, std::filesystem::path& out) {
    std::string text;
    AUTOGLM_CHECK(readText(json, key, text));
    if (!text.empty() && !std::filesystem::path(text).is_absolute())
        return wrong(key, text, "a path that begins with /, or nothing");
    out = text;
    return {};
}

Status readThresholds(const Json& json, Thresholds& out) {
    const auto found = json.find("thresholds");
    if (found == json.end()) return {};
    if (!found->is_object()) return wrong("thresholds", *found, "an object");
    for (const ThresholdField& field : thresholdFields) {
        const auto value = found->find(field.key);
        if (value == found->end()) continue;
        if (!value->is_number() || !(value->get<double>() > 0))
            return wrong(concat("thresholds.", field.key), *value, "a number above 0");
        out.*field.value = value->get<double>();
    }
    return {};
}

}  // namespace

ThemeChoice themeNamed(const std::string& name) {
    if (name == "light") return ThemeChoice::Light;
    return name == "dark" ? ThemeChoice::Dark : ThemeChoice::System;
}

Json settingsToJson(const Settings& settings) {
    Json thresholds = Json::object();
    for (const ThresholdField& field : thresholdFields)
        thresholds[field.key] = settings.thresholds.*field.value;
    return {{"language", settings.language.toStdString()},
            {"theme", themeName(settings.theme)},
            {"threads", settings.threads},
            {"report_folder", settings.reportFolder.string()},
            {"model_cache", settings.modelCache.string()},
            {"thresholds", thresholds},
            {"budgets", evaluate::budgetsText(settings.budgets)}};
}

Result<Settings> settingsFromJson(const Json& json) {
    if (!json.is_object()) return wrong("settings", json, "an object");
    Settings settings;
    std::string language, theme, budgets;
    AUTOGLM_CHECK(readText(json, "language", language));
    if (!language.empty() && language != "en" && language != "zh_CN")
        return wrong("language", language, "\"en\", \"zh_CN\" or \"\"");
    settings.language = QString::fromStdString(language);
    AUTOGLM_CHECK(readText(json, "theme", theme));
    settings.theme = themeNamed(theme);
    if (!theme.empty() && theme != themeName(settings.theme)) return wrong("theme", theme, "system, light or dark");
    if (const auto threads = json.find("threads"); threads != json.end()) {
        if (!threads->is_number_integer() || *threads < 0 || *threads > mostThreads)
            return wrong("threads", *threads, "a whole number from 0 to 1024");
        settings.threads = threads->get<int>();
    }
    AUTOGLM_CHECK(readPath(json, "report_folder", settings.reportFolder));
    AUTOGLM_CHECK(readPath(json, "model_cache", settings.modelCache));
    AUTOGLM_CHECK(readThresholds(json, settings.thresholds));
    AUTOGLM_CHECK(readText(json, "budgets", budgets));
    AUTOGLM_TRY(settings.budgets, evaluate::parseBudgets(budgets));
    return settings;
}

}  // namespace autoglm::ui
