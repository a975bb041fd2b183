#include <cmath>

#include "core/base/text_format.h"
#include "core/base/text_table.h"
#include "core/report/bench_report.h"
#include "core/report/csv.h"
#include "core/report/document.h"
#include "core/report/markdown.h"
#include "core/report/run_forms.h"

namespace autoglm::report {
namespace {

std::string modelName(const Json& document) {
    const std::string name = textAt(document, "/model/name");
    return name.empty() ? textAt(document, "/model/path") : name;
}

std::string bytesText(const std::optional<double>& bytes) {
    return bytes && *bytes >= 0 ? formatBytes(static_cast<std::uint64_t>(*bytes)) : "-";
}

std::string parametersText(const Json& document) {
    const auto parameters = numberAt(document, "/model/parameters");
    if (!parameters) return "-";
    return *parameters >= 1e9 ? fixed(*parameters / 1e9, 2) + " B" : fixed(*parameters / 1e6, 2) + " M";
}

std::string rateText(const Json& result) {
    const auto rate = estimateAt(result, "/tokens_per_s");
    if (!rate) return "-";
    const auto stddev = numberAt(result, "/tokens_per_s/stddev");
    return fixed(rate->value, 2) + (stddev ? " ± " + fixed(*stddev, 2) : "");
}

std::string shareText(const std::optional<double>& share) {
    return share ? fixed(100 * *share, 1) + " %" : "-";
}

std::vector<std::string> titles() {
    return {"model", "params", "precision", "weights", "device", "threads", "test", "tok/s", "MBU", "valid"};
}

std::vector<std::string> cells(const Json& document, const Json& result) {
    const auto threads = numberAt(result, "/threads");
    return {modelName(document),
            parametersText(document),
            precisionTitle(result),
            bytesText(numberAt(result, "/weights_bytes")),
            textAt(result, "/device"),
            threads ? fixed(*threads, 0) : "-",
            benchTestName(result),
            rateText(result),
            shareText(numberAt(result, "/mbu")),
            textAt(result, "/validity")};
}

/// Each reason once, with the tests it belongs to.
std::string reasonsText(const Json& document, const std::string& bullet) {
    std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
    for (const Json& result : listAt(document, "/results"))
        for (const Json& reason : listAt(result, "/validity_reasons")) {
            if (!reason.is_string()) continue;
            const std::string text = reason.get<std::string>();
            auto known =
                std::find_if(reasons.begin(), reasons.end(), [&](const auto& entry) { return entry.first == text; });
            if (known == reasons.end()) known = reasons.insert(reasons.end(), {text, {}});
            known->second.push_back(precisionTitle(result) + " " + benchTestName(result));
        }
    std::string out;
    for (const auto& [text, tests] : reasons) {
        const bool isAll = tests.size() == listAt(document, "/results").size();
        out += bullet + (isAll ? "all tests" : join(tests, ", ")) + ": " + text + "\n";
    }
    return out;
}

/// What loading said, each sentence once: of weights that are not the published ones, or damaged.
std::string warningsText(const Json& document, const std::string& bullet) {
    std::vector<std::string> told;
    for (const Json& load : listAt(document, "/loads"))
        for (const Json& warning : listAt(load, "/load_warnings"))
            if (warning.is_string() && std::ranges::find(told, warning.get<std::string>()) == told.end())
                told.push_back(warning.get<std::string>());
    std::string out;
    for (const std::string& sentence : told)
        out += bullet + sentence + "\n";
    return out.empty() ? out : "\n" + out;
}

bool hasMismatch(const Json& document) {
    return std::ranges::any_of(listAt(document, "/model/files"),
                               [](const Json& file) { return textAt(file, "/state") == "mismatch"; });
}

/// Of a run that did not reach its end.
std::string stoppedText(const Json& document) {
    const Json* complete = find(document, "/complete");
    if (complete == nullptr || !complete->is_boolean() || complete->get<bool>()) return {};
    const std::string phase = textAt(document, "/stopped_during");
    return concat("\nIncomplete: the run was stopped", phase.empty() ? "" : " during ", phase,
                  "; what stands here is what was measured until then.\n");
}

}  // namespace

std::string benchTestName(const Json& result) {
    std::string text = textAt(result, "/test");
    if (const auto depth = numberAt(result, "/depth"); depth && *depth > 0) text += " @ d" + fixed(*depth, 0);
    if (const auto batch = numberAt(result, "/batch"); batch && *batch > 1) text += " x " + fixed(*batch, 0);
    return text;
}

FigureTable benchFigures(const Json& document) {
    FigureTable table;
    for (const std::string& title : titles()) {
        const bool isNumber =
            title == "params" || title == "weights" || title == "threads" || title == "tok/s" || title == "MBU";
        table.columns.push_back({title, isNumber ? Align::Right : Align::Left});
    }
    for (const Json& result : listAt(document, "/results"))
        table.rows.push_back(cells(document, result));
    return table;
}

Result<std::string> benchTable(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "bench"));
    std::string out = benchFigures(document).text();
    if (const auto bandwidth = numberAt(document, "/read_bandwidth_bytes_per_s"))
        out += concat("\nread bandwidth ", bytesText(bandwidth),
                      "/s; ± is the sample standard deviation over repetitions\n");
    if (const std::string reasons = reasonsText(document, ""); !reasons.empty()) out += "\n" + reasons;
    return out + warningsText(document, "") + stoppedText(document);
}

Result<std::string> benchMarkdown(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "bench"));
    std::string out = markdownRow(titles()) + "|---|--:|---|--:|---|--:|---|--:|--:|---|\n";
    for (const Json& result : listAt(document, "/results"))
        out += markdownRow(cells(document, result));
    if (const std::string reasons = reasonsText(document, "- "); !reasons.empty()) out += "\n" + reasons;
    return out + warningsText(document, "- ") + stoppedText(document);
}

Result<std::string> benchCsv(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "bench"));
    std::string out = csvLine({"model",
                               "precision",
                               "scheme",
                               "device",
                               "threads",
                               "test",
                               "depth",
                               "batch",
                               "tok_per_s",
                               "stddev_tok_per_s",
                               "ci95_low",
                               "ci95_high",
                               "n",
                               "mbu",
                               "weights_bytes",
                               "kv_cache_bytes",
                               "allocated_peak_bytes",
                               "validity",
                               "samples_ns",
                               "hash_mismatch_overridden"});
    const char* isOverridden = hasMismatch(document) ? "true" : "false";
    for (const Json& result : listAt(document, "/results")) {
        std::vector<std::string> row = {modelName(document),
                                        textAt(result, "/precision"),
                                        textAt(result, "/scheme"),
                                        textAt(result, "/device"),
                                        exactText(numberAt(result, "/threads")),
                                        textAt(result, "/test")};
        for (const char* key : {"depth", "batch", "tokens_per_s/mean", "tokens_per_s/stddev", "tokens_per_s/ci95_low",
                                "tokens_per_s/ci95_high", "tokens_per_s/n", "mbu", "weights_bytes", "kv_cache_bytes",
                                "allocated_peak_bytes"})
            row.push_back(find(result, std::string("/") + key) != nullptr ? find(result, std::string("/") + key)->dump()
                                                                          : std::string());
        std::vector<std::string> samples;
        for (const Json& sample : listAt(result, "/samples_ns"))
            samples.push_back(sample.dump());
        row.push_back(textAt(result, "/validity"));
        row.push_back(join(samples, " "));
        row.push_back(isOverridden);
        out += csvLine(row);
    }
    return out;
}

}  // namespace autoglm::report
