#include <algorithm>

#include "core/base/text_format.h"
#include "core/base/text_table.h"
#include "core/report/comparison_report.h"
#include "core/report/comparison_rows.h"
#include "core/report/document.h"
#include "core/report/run_forms.h"

namespace autoglm::report {
namespace {

std::string upperCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

std::string verdictText(const Json& document) {
    std::string out = upperCase(textAt(document, "/verdict/result")) + ": " + headline(document) + "\n";
    const Json& sentences = listAt(document, "/verdict/sentences");
    for (std::size_t i = 1; i < sentences.size(); ++i)
        if (sentences[i].is_string()) out += sentences[i].get<std::string>() + "\n";
    const Json& budgets = listAt(document, "/verdict/budgets");
    if (budgets.empty()) return out;
    TextTable table({{"budget"}, {"measured"}, {"limit"}, {"result"}});
    for (const Json& budget : budgets)
        table.addRow({textAt(budget, "/name"), budgetMeasuredText(budget), budgetLimitText(budget),
                      upperCase(textAt(budget, "/result"))});
    return out + "\n" + table.text();
}

std::string answersText(const Json& document) {
    std::string out;
    for (const Json& answer : listAt(document, "/answers")) {
        const std::string difference = firstDifference(answer);
        out += "\n> " + sanitizeUtf8(textAt(answer, "/prompt")) + "\n  A: " + sanitizeUtf8(textAt(answer, "/a")) + "\n";
        out += difference.empty()
                   ? concat("  B: the same (", sameness(answer), ")\n")
                   : concat("  B: ", sanitizeUtf8(textAt(answer, "/b")), "\n  first difference: ", difference, "\n");
    }
    return out;
}

}  // namespace

FigureTable comparisonFigures(const Json& document) {
    FigureTable table{{{"metric"},
                       {sanitizeUtf8(armTitle(document, 0)), Align::Right},
                       {sanitizeUtf8(armTitle(document, 1)), Align::Right},
                       {"B vs A", Align::Right},
                       {"95 % interval"},
                       {""}},
                      {}};
    for (const auto& rows :
         {speedRows(document), memoryRows(document), qualityRows(document), divergenceRows(document)})
        for (const MetricRow& row : rows) {
            const bool isAlone = !row.a && !row.b;
            table.rows.push_back({row.name + (row.unit.empty() ? "" : ", " + row.unit), isAlone ? "" : valueText(row.a),
                                  isAlone ? "" : valueText(row.b), changeText(row), intervalText(row), row.difference});
        }
    return table;
}

Result<std::string> comparisonText(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "compare"));
    return verdictText(document) + "\n" + comparisonFigures(document).text() + answersText(document);
}

}  // namespace autoglm::report
