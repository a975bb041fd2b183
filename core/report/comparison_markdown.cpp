#include <algorithm>

#include "core/base/local_time.h"
#include "core/base/text_format.h"
#include "core/report/comparison_report.h"
#include "core/report/comparison_rows.h"
#include "core/report/document.h"
#include "core/report/markdown.h"

namespace autoglm::report {
namespace {

std::string rowText(const MetricRow& row) {
    const bool isAlone = !row.a && !row.b;
    const std::string interval = intervalText(row);
    return markdownRow({row.name + (row.unit.empty() ? "" : ", " + row.unit), isAlone ? "" : valueText(row.a),
                        isAlone ? "" : valueText(row.b),
                        changeText(row) + (interval.empty() ? "" : " (" + interval + ")"), row.difference});
}

std::string budgetTable(const Json& document) {
    const Json& budgets = listAt(document, "/verdict/budgets");
    if (budgets.empty()) return {};
    std::string out = "| budget | measured | limit | result |\n|---|---|---|---|\n";
    for (const Json& budget : budgets) {
        out += markdownRow(
            {textAt(budget, "/name"), budgetMeasuredText(budget), budgetLimitText(budget), budgetResultText(budget)});
    }
    return out + "\n";
}

/// What the verdict says beside its headline: the reasons for doubt are among it.
std::string sentencesText(const Json& document) {
    std::string out;
    const Json& sentences = listAt(document, "/verdict/sentences");
    for (std::size_t i = 1; i < sentences.size(); ++i)
        if (sentences[i].is_string()) out += "- " + markdownText(sentences[i].get<std::string>()) + "\n";
    return out.empty() ? out : out + "\n";
}

std::string weightsText(const Json& document) {
    std::string out;
    for (const auto& [arm, model] : modelsOf(document)) {
        const std::string ofArm = arm.empty() ? "" : " of " + arm;
        const Json* overridden = find(*model, "/hash_mismatch_overridden");
        if (overridden != nullptr && *overridden == true)
            out += concat("**A hash mismatch of the weights", ofArm, " was overridden for this run.**\n\n");
        if (!arm.empty()) out += concat(arm, ": `", markdownText(textAt(*model, "/path")), "`\n\n");
        for (const Json& file : listAt(*model, "/files"))
            out += concat("- ", markdownText(textAt(file, "/name")), ": ", markdownText(textAt(file, "/state")),
                          ", SHA-256 `", markdownText(textAt(file, "/sha256")), "`\n");
        if (!arm.empty()) out += "\n";
    }
    return out.empty() ? out : "\n## Weights\n\n" + out;
}

std::string answersMarkdown(const Json& document) {
    const Json& answers = listAt(document, "/answers");
    if (answers.empty()) return {};
    std::string out = "\n## Answers\n\n| prompt | A | B | first difference |\n|---|---|---|---|\n";
    for (const Json& answer : answers) {
        const std::string difference = firstDifference(answer);
        out += markdownRow({textAt(answer, "/prompt"), textAt(answer, "/a"), textAt(answer, "/b"),
                            difference.empty() ? concat("none: ", sameness(answer)) : difference});
    }
    return out;
}

}  // namespace

Result<std::string> comparisonMarkdown(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "compare"));
    std::string out = concat("# ", markdownText(modelNames(document)), ": ", markdownText(headline(document)),
                             "\n\n**Verdict: ", markdownText(textAt(document, "/verdict/result")), "** · ",
                             markdownText(localTime(textAt(document, "/created_utc"))), "\n\n");
    const Json& arms = listAt(document, "/arms");
    for (std::size_t i = 0; i < std::min<std::size_t>(arms.size(), 2); ++i)
        out += concat("- ", markdownText(armTitle(document, i)), ": ", markdownText(textAt(arms[i], "/scheme")), ", ",
                      markdownText(textAt(arms[i], "/device")), "\n");
    out += "\n" + sentencesText(document) + budgetTable(document);
    out += "| metric, unit | A | B | B against A (95 %) | difference |\n|---|--:|--:|--:|---|\n";
    for (const auto& rows :
         {speedRows(document), memoryRows(document), qualityRows(document), divergenceRows(document)})
        for (const MetricRow& row : rows)
            out += rowText(row);
    out += concat("\nValidity: ", markdownText(textAt(document, "/validity_state")), "\n");
    return out + answersMarkdown(document) + weightsText(document);
}

}  // namespace autoglm::report
