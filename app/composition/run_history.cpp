#include "app/composition/run_history.h"

#include <ranges>
#include <vector>

#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/report/bench_report.h"
#include "core/report/run_forms.h"

namespace autoglm::app {
namespace {

std::string textAt(const Json& document, const std::string& pointer) {
    const Json::json_pointer at(pointer);
    return document.contains(at) && document[at].is_string() ? document[at].get<std::string>() : std::string();
}

struct UsedModel {
    std::string name;
    std::string path;
};

/// One, or the two of a comparison's arms.
std::vector<UsedModel> modelsOf(const Json& document) {
    std::vector<UsedModel> models;
    for (const char* at : {"/model", "/arms/1/model"}) {
        const UsedModel one{textAt(document, std::string(at) + "/name"), textAt(document, std::string(at) + "/path")};
        if (!one.path.empty() && (models.empty() || models[0].path != one.path)) models.push_back(one);
    }
    return models;
}

}  // namespace

std::filesystem::path historyPath() {
    return dataFolder() / "history.sqlite";
}

Result<store::OpenedHistory> openHistory() {
    return store::History::open(historyPath());
}

Result<std::int64_t> remember(store::History& history, const std::string& kind, const Json& document,
                              const std::string& summary, const std::string& result) {
    store::RunRecord record;
    record.kind = kind;
    record.createdUtc = textAt(document, "/created_utc");
    const std::vector<UsedModel> models = modelsOf(document);
    for (const UsedModel& one : models) {
        record.modelName += (record.modelName.empty() ? "" : " and ") + one.name;
    }
    if (!models.empty()) record.modelPath = models[0].path;
    if (models.size() > 1) record.modelPathB = models[1].path;
    record.title = report::runTitle(kind, document);
    record.summary = summary;
    record.result = result;
    AUTOGLM_TRY(record.document, dumpJson(document, -1));
    AUTOGLM_TRY(const std::int64_t id, history.add(record));
    for (const UsedModel& one : models | std::views::reverse)  // the first comes on top
        AUTOGLM_CHECK(history.rememberModel(one.path, one.name));
    return id;
}

std::string summaryOf(const Json& document, const std::string& kind) {
    if (kind == "compare") return textAt(document, "/verdict/sentences/0");
    std::vector<std::string> parts;
    for (const Json& test : document.value("results", Json::array())) {
        const Json speed = test.value("tokens_per_s", Json::object());
        if (speed.is_object() && speed.contains("mean") && speed["mean"].is_number())
            parts.push_back(concat(report::precisionTitle(test), " ", report::benchTestName(test), " ",
                                   fixed(speed["mean"].get<double>(), 1)));
    }
    return join(parts, ", ") + (parts.empty() ? "" : " tok/s");
}

std::string resultOf(const Json& document) {
    const std::string result = textAt(document, "/verdict/result");
    const bool isStopped = document.contains("complete") && document["complete"] == Json(false);
    return isStopped && result == "inconclusive" ? "stopped" : result;
}

}  // namespace autoglm::app
