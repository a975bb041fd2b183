#include <algorithm>

#include "core/base/local_time.h"
#include "core/base/text_format.h"
#include "core/report/comparison_plots.h"
#include "core/report/comparison_report.h"
#include "core/report/comparison_rows.h"
#include "core/report/document.h"
#include "core/report/html_sections.h"
#include "core/report/markup.h"
#include "report_css.h"

namespace autoglm::report {
namespace {

/// Integer and fraction in boxes of their own, so that a column aligns on the decimal point.
std::string alignedNumber(const std::string& number, const std::string& after = {}) {
    const std::size_t dot = number.find('.');
    const std::string fraction = dot == std::string::npos ? std::string() : number.substr(dot);
    return concat("<span class=\"i\">", number.substr(0, dot), "</span><span class=\"f\">", fraction, after, "</span>");
}

std::string valueCell(const std::optional<Estimate>& value) {
    if (!value) return "<td class=\"n\"><span class=\"i second\">–</span></td>";
    return concat("<td class=\"n\">", alignedNumber(numberText(*value)), "<span class=\"u\">", uncertaintyText(*value),
                  "</span></td>");
}

std::string changeCell(const MetricRow& row) {
    if (!row.change) return "<td class=\"n\"></td><td></td>";
    const std::string interval = intervalText(row);
    std::string text = changeText(row);
    const bool isRatio = row.against == Against::Ratio;
    if (isRatio) text.resize(text.size() - std::string("×").size());
    const std::string after = isRatio ? " ×" : row.against == Against::Points ? " pt" : "";
    const std::string word = row.difference.empty()            ? ""
                             : row.difference == "cannot tell" ? "cannot tell"
                                                               : row.difference;
    return concat("<td class=\"n hero\">", alignedNumber(text, after),
                  interval.empty() ? "" : "<span class=\"u\">" + interval + "</span>", "</td><td>", escapeMarkup(word),
                  row.note.empty() ? "" : " <small>" + escapeMarkup(row.note) + "</small>", "</td>");
}

std::string rowHead(const MetricRow& row) {
    return concat("<th scope=\"row\">", escapeMarkup(row.name),
                  row.unit.empty() ? "" : ", <span class=\"unit\">" + row.unit + "</span>", " <span class=\"id\">",
                  row.id, "</span></th>");
}

std::string rowGroup(const std::string& title, const std::vector<MetricRow>& rows) {
    if (rows.empty()) return {};
    std::string out = concat("<tbody><tr class=\"group\"><th colspan=\"5\" scope=\"rowgroup\">", title, "</th></tr>\n");
    for (const MetricRow& row : rows) {
        out += "<tr>" + rowHead(row);
        const bool isAlone = !row.a && !row.b;
        out += isAlone ? "<td></td><td></td>" : valueCell(row.a) + valueCell(row.b);
        out += changeCell(row) + "</tr>\n";
    }
    return out + "</tbody>\n";
}

std::string metricsSection(const Json& document) {
    return concat(
        "<h2>Measurements</h2>\n<div class=\"card scroll\"><table><thead><tr><th>metric, unit</th><th><span "
        "class=\"arm-a\">",
        escapeMarkup(armTitle(document, 0)), "</span></th><th><span class=\"arm-b\">",
        escapeMarkup(armTitle(document, 1)),
        "</span></th><th>B against A (95 % interval)</th><th>difference</th></tr></thead>\n",
        rowGroup("Speed", speedRows(document)), rowGroup("Memory", memoryRows(document)),
        rowGroup("Quality", qualityRows(document)), rowGroup("Divergence of B from A", divergenceRows(document)),
        "</table></div>\n<p class=\"second\">B against A is the geometric mean over runs paired block by block: what "
        "disturbs both runs of a pair cancels out, so it can differ from the means beside it divided by one "
        "another.</p>\n");
}

std::string budgetRow(const Json& budget) {
    const std::string result = textAt(budget, "/result");
    const std::string unit = budgetUnitText(budget);
    const std::string suffix = unit.empty() ? "" : " " + unit;
    const auto estimate = budgetMeasured(budget);
    const std::string reason = textAt(budget, "/reason");
    const auto limit = numberAt(budget, "/limit");
    return concat(
        "<tr><th scope=\"row\"><span class=\"id\">", escapeMarkup(textAt(budget, "/name")), "</span>",
        unit.empty() ? "" : ", <span class=\"unit\">" + escapeMarkup(unit) + "</span>", "</th><td class=\"n hero\">",
        estimate ? alignedNumber(numberText(*estimate)) : "<span class=\"i second\">not measured</span>",
        "</td><td class=\"n\"><span class=\"second\">", budgetIntervalText(budget), "</span></td><td>",
        textAt(budget, "/side") == "at_least" ? "at least " : "at most ",
        limit ? exactText(*limit) + escapeMarkup(suffix) : "–",
        textAt(budget, "/origin") == "given" ? " <small>given</small>" : "", "</td><td>", stateBadge(result, result),
        reason.empty() ? "" : " <small>" + escapeMarkup(reason) + "</small>", "</td></tr>\n");
}

std::string budgetSection(const Json& document) {
    std::string rows;
    for (const Json& budget : listAt(document, "/verdict/budgets"))
        rows += budgetRow(budget);
    if (rows.empty()) return {};
    return concat(
        "<h2>Budgets</h2>\n<div class=\"card scroll\"><table><thead><tr><th>budget, unit</th><th>measured</th><th>95 % "
        "interval</th><th>limit</th><th>result</th></tr></thead><tbody>",
        rows, "</tbody></table></div>\n");
}

/// What must be known before any number is believed.
std::string alertSection(const Json& document) {
    std::vector<std::string> alerts;
    for (const auto& [arm, model] : modelsOf(document)) {
        const std::string ofArm = arm.empty() ? "" : " of " + arm;
        bool isNamed = false;
        for (const Json& file : listAt(*model, "/files")) {
            if (textAt(file, "/state") != "mismatch") continue;
            isNamed = true;
            alerts.push_back(
                concat("The weight file '", textAt(file, "/name"), "'", ofArm,
                       " is not the published one (SHA-256 mismatch); the check was overridden for this run."));
        }
        const Json* overridden = find(*model, "/hash_mismatch_overridden");
        if (!isNamed && overridden != nullptr && overridden->is_boolean() && overridden->get<bool>())
            alerts.push_back(concat("A hash mismatch of the weights", ofArm, " was overridden for this run."));
    }
    const Json* complete = find(document, "/complete");
    if (complete != nullptr && complete->is_boolean() && !complete->get<bool>())
        alerts.push_back(concat("The run was stopped", textAt(document, "/stopped_during").empty() ? "" : " during ",
                                textAt(document, "/stopped_during"),
                                "; what stands here is what was measured until then."));
    if (textAt(document, "/validity_state") == "void")
        alerts.emplace_back("The measurement is void; its numbers must not be used.");
    if (alerts.empty()) return {};
    std::string body;
    for (const std::string& alert : alerts)
        body += concat("<p><span class=\"state fail\">", stateIcon("fail"), "</span> ", escapeMarkup(alert), "</p>");
    return concat("<div class=\"card alert\" role=\"alert\">", body, "</div>\n");
}

std::string armLine(const Json& document, std::size_t index) {
    const Json* arm = find(document, concat("/arms/", index));
    if (arm == nullptr) return {};
    std::string text = concat("<span><b class=\"", index == 0 ? "arm-a" : "arm-b", "\">",
                              escapeMarkup(armTitle(document, index)), "</b> <span class=\"second\">",
                              escapeMarkup(textAt(*arm, "/scheme")), ", ", escapeMarkup(textAt(*arm, "/device")));
    if (const auto threads = numberAt(*arm, "/threads")) text += concat(", ", fixed(*threads, 0), " threads");
    return text + "</span></span>";
}

std::string verdictSection(const Json& document) {
    const std::string result = textAt(document, "/verdict/result");
    std::string sentences;
    const Json& all = listAt(document, "/verdict/sentences");
    for (std::size_t i = 1; i < all.size(); ++i)
        if (all[i].is_string()) sentences += "<li>" + escapeMarkup(all[i].get<std::string>()) + "</li>";
    return concat("<section class=\"card verdict ", stateClass(result), "\"><div class=\"stamp\">",
                  stateBadge(result, result.empty() ? "no verdict" : result), "</div><p class=\"headline\">",
                  escapeMarkup(headline(document)), "</p>", sentences.empty() ? "" : "<ul>" + sentences + "</ul>",
                  "<div class=\"arms\">", armLine(document, 0), armLine(document, 1), "</div></section>\n");
}

/// The reasons stand in the verdict.
std::string validitySection(const Json& document) {
    const std::string state = textAt(document, "/validity_state");
    return concat("<h2>Validity</h2>\n<div class=\"card\"><p>", stateBadge(state, state.empty() ? "unknown" : state),
                  listAt(document, "/validity").empty() ? " No reason was found to doubt the measurement."
                                                        : " What limits the numbers is said beside the verdict.",
                  "</p></div>\n");
}

std::string plotFigure(const Plot& plot) {
    std::string legend;
    for (const PlotKey& key : plot.keys)
        legend +=
            concat("<span class=\"key\"><i class=\"swatch ", key.style, "\"></i>", escapeMarkup(key.text), "</span>");
    return concat("<figure class=\"", plot.width == PlotWidth::Full ? "wide" : "", "\"><figcaption><b>",
                  escapeMarkup(plot.title), "</b>", legend, "</figcaption>", plot.svg, "</figure>\n");
}

std::string plotSection(const Json& document) {
    std::string figures;
    for (const Plot& plot : comparisonPlots(document))
        figures += plotFigure(plot);
    return figures.empty()
               ? std::string()
               : concat("<h2>Plots</h2>\n<div class=\"plots\">", figures, "</div>\n", worstPositionsTable(document));
}

}  // namespace

Result<std::string> comparisonHtml(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "compare"));
    const std::string title = concat("Comparison of ", escapeMarkup(modelNames(document)), ": ",
                                     escapeMarkup(armTitle(document, 0)), " and ", escapeMarkup(armTitle(document, 1)));
    return concat(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"/><title>",
        title, "</title>\n<style>", reportCss, "</style></head>\n<body><main>\n<header><h1>", title,
        "</h1><span class=\"second\">AutoGLM Workbench · ", escapeMarkup(localTime(textAt(document, "/created_utc"))),
        "</span></header>\n", alertSection(document), verdictSection(document), budgetSection(document),
        metricsSection(document), validitySection(document), plotSection(document), answersSection(document),
        weightsSection(document), environmentSection(document), methodSection(document),
        "<details class=\"raw\"><summary>Raw data: the document of this run (JSON)</summary><pre>",
        escapeMarkup(readableJson(document)), "</pre></details>\n</main></body></html>\n");
}

}  // namespace autoglm::report
