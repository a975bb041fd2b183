#include "core/base/text_format.h"
#include "core/report/comparison_report.h"
#include "core/report/comparison_rows.h"
#include "core/report/document.h"
#include "core/report/markdown.h"

namespace autoglm::report {
namespace {

std::string rowText(const MetricRow& row) {
    const int decimals = rowDecimals(row);
    const bool isAlone = !row.a && !row.b;
    const std::string interval = intervalText(row);
    return markdownRow({row.name + (row.unit.empty() ? "" : ", " + row.unit), isAlone ? "" : valueText(row.a, decimals),
                        isAlone ? "" : valueText(row.b, decimals),
                        changeText(row) + (interval.empty() ? "" : " (" + interval + ")"), row.difference});
}

std::string budgetTable(const Json& document) {
    const Json& budgets = listAt(document, "/verdict/budgets");
    if (budgets.empty()) return {};
    std::string out = "| budget | measured | limit | result |\n|---|---|---|---|\n";
    for (const Json& budget : budgets) {
        out += markdownRow(
            {textAt(budget, "/name"), budgetMeasuredText(budget), budgetLimitText(budget), textAt(budget, "/result")});
    }
    return out + "\n";
}

std::string weightsText(const Json& document) {
    std::string out;
    for (const Json& file : listAt(document, "/model/files"))
        out += concat("- ", markdownText(textAt(file, "/name")), ": ", markdownText(textAt(file, "/state")),
                      ", SHA-256 `", markdownText(textAt(file, "/sha256")), "`\n");
    const Json* overridden = find(document, "/model/hash_mismatch_overridden");
    if (overridden != nullptr && *overridden == true)
        out = "**A hash mismatch of the weights was overridden for this run.**\n\n" + out;
    return out.empty() ? out : "\n## Weights\n\n" + out;
}

std::string answersMarkdown(const Json& document) {
    const Json& answers = listAt(document, "/answers");
    if (answers.empty()) return {};
    std::string out = "\n## Answers\n\n| prompt | A | B | first different token |\n|---|---|---|---|\n";
    for (const Json& answer : answers) {
        const auto divergence = numberAt(answer, "/first_divergence");
        out += markdownRow({textAt(answer, "/prompt"), textAt(answer, "/a"), textAt(answer, "/b"),
                            divergence ? fixed(*divergence, 0) : "none"});
    }
    return out;
}

}  // namespace

Result<std::string> comparisonMarkdown(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "compare"));
    std::string out =
        concat("# ", markdownText(textAt(document, "/model/name")), ": ", markdownText(headline(document)),
               "\n\n**Verdict: ", markdownText(textAt(document, "/verdict/result")), "** · ",
               markdownText(textAt(document, "/created_utc")), "\n\n");
    for (const Json& arm : listAt(document, "/arms"))
        out += concat("- ", markdownText(textAt(arm, "/name")), ": ", markdownText(precisionTitle(arm)), ", ",
                      markdownText(textAt(arm, "/scheme")), ", ", markdownText(textAt(arm, "/device")), "\n");
    out += "\n" + budgetTable(document);
    out += "| metric, unit | A | B | B against A (95 %) | difference |\n|---|--:|--:|--:|---|\n";
    for (const auto& rows :
         {speedRows(document), memoryRows(document), qualityRows(document), divergenceRows(document)})
        for (const MetricRow& row : rows)
            out += rowText(row);
    out += concat("\nValidity: ", markdownText(textAt(document, "/validity_state")), "\n");
    for (const Json& finding : listAt(document, "/validity"))
        out += "- " + markdownText(textAt(finding, "/reason")) + "\n";
    return out + answersMarkdown(document) + weightsText(document);
}

}  // namespace autoglm::report
