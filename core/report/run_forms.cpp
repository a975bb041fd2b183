#include "core/report/run_forms.h"

#include <algorithm>

#include "core/base/text_format.h"
#include "core/model/precision.h"
#include "core/report/bench_report.h"
#include "core/report/comparison_report.h"
#include "core/report/document.h"

namespace autoglm::report {

std::vector<std::string> runForms(const std::string& kind) {
    if (kind == "compare") return {"html", "md", "csv", "json"};
    if (kind == "bench") return {"md", "csv", "json", "llama-bench"};
    return {"json"};
}

Result<std::string> runForm(const std::string& kind, const Json& document, const std::string& form,
                            const std::string& run) {
    const bool isComparison = kind == "compare";
    if (form == "json") return dumpJson(document);
    if (!isComparison && kind != "bench")
        return fail(ErrorCode::Unsupported, concat(run, " is a '", kind, "'; it can be had as json only"), form);
    if (form == "text") return isComparison ? comparisonText(document) : benchTable(document);
    if (form == "md") return isComparison ? comparisonMarkdown(document) : benchMarkdown(document);
    if (form == "csv") return isComparison ? comparisonCsv(document) : benchCsv(document);
    if (form == "llama-bench" && !isComparison) return benchLlamaBench(document);
    if (form == "html" && isComparison) return comparisonHtml(document);
    return fail(ErrorCode::Unsupported, concat(run, " is a '", kind, "', which has no ", form, " form"), form);
}

std::string FigureTable::text() const {
    TextTable table(columns);
    for (const auto& row : rows)
        table.addRow(row);
    return table.text();
}

FigureTable runFigures(const std::string& kind, const Json& document) {
    if (kind == "compare") return comparisonFigures(document);
    return kind == "bench" ? benchFigures(document) : FigureTable();
}

std::string precisionTitle(const Json& arm) {
    const std::string name = textAt(arm, "/precision");
    const auto precision = model::parsePrecision(name);
    return precision ? model::precisionTitle(*precision) : name;
}

std::string runTitle(const std::string& kind, const Json& document) {
    const std::string models = modelNames(document);
    if (kind != "compare" || find(document, "/arms/1") == nullptr) return concat(kind, " ", models);
    const std::string arms = concat(armName(document, 0), " / ", armName(document, 1));
    return modelsOf(document).size() > 1 ? arms : concat(arms, " ", models);
}

std::vector<std::string> runNotes(const std::string& kind, const Json& document) {
    std::vector<std::string> notes;
    const auto add = [&](const Json& note) {
        if (note.is_string() && std::ranges::find(notes, note.get<std::string>()) == notes.end())
            notes.push_back(note.get<std::string>());
    };
    if (kind == "compare") {
        const Json& sentences = listAt(document, "/verdict/sentences");
        for (std::size_t i = 1; i < sentences.size(); ++i)
            add(sentences[i]);
    }
    for (const Json& result : listAt(document, "/results"))
        for (const Json& reason : listAt(result, "/validity_reasons"))
            add(reason);
    return notes;
}

}  // namespace autoglm::report
