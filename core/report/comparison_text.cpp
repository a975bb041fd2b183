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
        const auto divergence = numberAt(answer, "/first_divergence");
        out += "\n> " + sanitizeUtf8(textAt(answer, "/prompt")) + "\n  A: " + sanitizeUtf8(textAt(answer, "/a")) + "\n";
        out += divergence ? "  B: " + sanitizeUtf8(textAt(answer, "/b")) +
                                concat("\n  first different token: ", static_cast<std::int64_t>(*divergence), "\n")
                          : "  B: the same\n";
    }
    return out;
}

std::string doubtsText(const Json& document) {
    std::string out;
    for (const Json& reason : listAt(document, "/validity"))
        out +=
            (out.empty() ? "\nWhat limits these numbers:\n- " : "- ") + sanitizeUtf8(textAt(reason, "/reason")) + "\n";
    return out;
}

}  // namespace

FigureTable comparisonFigures(const Json& document) {
    const Json& arms = listAt(document, "/arms");
    const auto title = [&](std::size_t i) {
        return i < arms.size() ? textAt(arms[i], "/name") + " " + precisionTitle(arms[i]) : std::string();
    };
    FigureTable table{{{"metric"},
                       {title(0), Align::Right},
                       {title(1), Align::Right},
                       {"B vs A", Align::Right},
                       {"95 % interval"},
                       {""}},
                      {}};
    for (const auto& rows :
         {speedRows(document), memoryRows(document), qualityRows(document), divergenceRows(document)})
        for (const MetricRow& row : rows) {
            const bool isAlone = !row.a && !row.b;
            const int decimals = rowDecimals(row);
            table.rows.push_back({row.name + (row.unit.empty() ? "" : ", " + row.unit),
                                  isAlone ? "" : valueText(row.a, decimals), isAlone ? "" : valueText(row.b, decimals),
                                  changeText(row), intervalText(row), row.difference});
        }
    return table;
}

Result<std::string> comparisonText(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "compare"));
    return verdictText(document) + "\n" + comparisonFigures(document).text() + answersText(document) +
           doubtsText(document);
}

}  // namespace autoglm::report
