#include "app/composition/run_history.h"

#include "core/base/paths.h"
#include "core/base/text_format.h"

namespace autoglm::app {
namespace {

std::string textAt(const Json& document, const std::string& pointer) {
    const Json::json_pointer at(pointer);
    return document.contains(at) && document[at].is_string() ? document[at].get<std::string>() : std::string();
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
    record.modelName = textAt(document, "/model/name");
    record.modelPath = textAt(document, "/model/path");
    record.title = kind + " " + record.modelName;
    record.summary = summary;
    record.result = result;
    AUTOGLM_TRY(record.document, dumpJson(document, -1));
    AUTOGLM_TRY(const std::int64_t id, history.add(record));
    if (!record.modelPath.empty()) AUTOGLM_CHECK(history.rememberModel(record.modelPath, record.modelName));
    return id;
}

std::string summaryOf(const Json& document, const std::string& kind) {
    if (kind == "compare") return textAt(document, "/verdict/sentences/0");
    std::vector<std::string> parts;
    for (const Json& test : document.value("results", Json::array())) {
        const Json speed = test.value("tokens_per_s", Json::object());
        if (speed.is_object() && speed.contains("mean") && speed["mean"].is_number())
            parts.push_back(concat(test.value("precision", ""), " ", test.value("test", ""), " ",
                                   fixed(speed["mean"].get<double>(), 1)));
    }
    return join(parts, ", ") + (parts.empty() ? "" : " tok/s");
}

std::string resultOf(const Json& document) {
    return textAt(document, "/verdict/result");
}

}  // namespace autoglm::app
