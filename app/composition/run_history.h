// The history that both programs write: one file in the user's data folder. One thread per call.
#pragma once

#include "core/base/json.h"
#include "core/store/history.h"

namespace autoglm::app {

/// dataFolder()/history.sqlite.
std::filesystem::path historyPath();
Result<store::OpenedHistory> openHistory();

/// Adds a finished document of `kind` ("compare", "bench", ...); `summary` is one line, `result` a verdict or empty.
/// Returns its id.
Result<std::int64_t> remember(store::History& history, const std::string& kind, const Json& document,
                              const std::string& summary, const std::string& result);

/// The summary line and verdict of a comparison's or benchmark's document.
std::string summaryOf(const Json& document, const std::string& kind);
std::string resultOf(const Json& document);

}  // namespace autoglm::app
