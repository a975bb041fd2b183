#include "core/store/history_text.h"

#include "core/base/figure.h"
#include "core/base/local_time.h"
#include "core/base/text_format.h"
#include "core/base/text_table.h"

namespace autoglm::store {
namespace {

constexpr int documentVersion = 1;

/// Sizes as people write them.
std::string valueText(const std::optional<double>& value, const std::string& unit) {
    if (!value) return "-";
    if (unit == "B" && *value >= 0) return formatBytes(static_cast<std::uint64_t>(*value));
    return figureText(*value) + (unit.empty() || unit == "ratio" || unit == "share" ? "" : " " + unit);
}

std::string changeText(const std::optional<Change>& change) {
    if (!change) return "-";
    const bool isRatio = change->scale == ChangeScale::Ratio;
    const int decimals = figureDecimals(change->value, change->low95, change->high95);
    const auto part = [&](double value) {
        const std::string number = fixed(value, decimals);
        return isRatio ? number + "x" : (value > 0 ? "+" : "") + number;
    };
    const std::string text = part(change->value);
    if (!change->low95 || !change->high95) return text;
    if (isRatio && isTooWide(*change->low95, *change->high95)) return concat(text, " (", tooWideText(), ")");
    return text + concat(" (", part(*change->low95), " to ", part(*change->high95), ")");
}

void putIfKnown(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
}

Json headJson(const RunRecord& run) {
    Json json = {{"id", run.id}, {"kind", run.kind}, {"created_utc", run.createdUtc}};
    putIfKnown(json, "title", run.title);
    Json model = Json::object();
    putIfKnown(model, "name", run.modelName);
    putIfKnown(model, "path", run.modelPath);
    if (!model.empty()) json["model"] = model;
    if (!run.modelPathB.empty()) json["model_b"] = {{"path", run.modelPathB}};
    putIfKnown(json, "summary", run.summary);
    putIfKnown(json, "result", run.result);
    return json;
}

std::string headText(const char* name, const RunRecord& run) {
    return concat(name, "  run ", run.id, ", ", localTime(run.createdUtc), ", ",
                  run.title.empty() ? run.kind : run.title, "\n");
}

}  // namespace

std::string listText(std::span<const RunRecord> runs, std::size_t maxWidth) {
    if (runs.empty()) return "The history holds no runs that match; 'autoglm compare' and 'autoglm bench' add some.\n";
    TextTable table({{"id", Align::Right},
                     {"local time"},
                     {"run", Align::Left, Fit::Elided},
                     {"result"},
                     {"summary", Align::Left, Fit::ElidedFirst}});
    for (const RunRecord& run : runs)
        table.addRow({std::to_string(run.id), localTime(run.createdUtc, timeOfList),
                      run.title.empty() ? run.kind : run.title, run.result, run.summary});
    return table.text(maxWidth);
}

Json listJson(std::span<const RunRecord> runs) {
    Json json = {{"schema_version", documentVersion}, {"runs", Json::array()}};
    for (const RunRecord& run : runs)
        json["runs"].push_back(headJson(run));
    return json;
}

std::string diffText(const RunRecord& a, const RunRecord& b, const RunDiff& diff) {
    TextTable table({{"metric"}, {"a", Align::Right}, {"b", Align::Right}, {"b against a (95 %)"}, {""}});
    for (const DiffRow& row : diff.rows)
        table.addRow({row.metric, valueText(row.a, row.unit), valueText(row.b, row.unit), changeText(row.change),
                      diffVerdictName(row.verdict)});
    std::string text = headText("a", a) + headText("b", b) + "\n" + table.text();
    if (!diff.notes.empty()) text += "\n";
    for (const std::string& note : diff.notes)
        text += "note: " + note + "\n";
    return text;
}

Json diffJson(const RunRecord& a, const RunRecord& b, const RunDiff& diff) {
    Json json = {{"schema_version", documentVersion}, {"a", headJson(a)}, {"b", headJson(b)}, {"rows", Json::array()}};
    for (const DiffRow& row : diff.rows) {
        Json item = {{"metric", row.metric}};
        putIfKnown(item, "unit", row.unit);
        if (row.a) item["a"] = finiteOrNull(*row.a);
        if (row.b) item["b"] = finiteOrNull(*row.b);
        if (row.change) {
            item[row.change->scale == ChangeScale::Ratio ? "ratio" : "difference"] = finiteOrNull(row.change->value);
            if (row.change->low95) item["ci95_low"] = finiteOrNull(*row.change->low95);
            if (row.change->high95) item["ci95_high"] = finiteOrNull(*row.change->high95);
        }
        item["verdict"] = diffVerdictName(row.verdict);
        json["rows"].push_back(std::move(item));
    }
    json["notes"] = diff.notes;
    return json;
}

}  // namespace autoglm::store
