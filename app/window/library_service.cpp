#include "app/window/library_service.h"

#include "app/composition/run_history.h"
#include "core/base/openssl_digest.h"

namespace autoglm::app {
namespace {

/// The library is worth showing without the history too.
model::ModelLibrary everyModel() {
    std::vector<model::LibraryModel> recent;
    std::optional<Error> fault;
    if (auto opened = openHistory()) {
        // Whoever opens a damaged history first hears of it; nobody else will.
        if (!opened->notice.empty()) fault = Error{ErrorCode::Corrupt, opened->notice, "history"};
        if (auto entries = opened->history.recentModels())
            for (store::ModelEntry& entry : *entries)
                recent.push_back({.name = std::move(entry.name), .path = entry.path, .lastUsedUtc = entry.lastUsedUtc});
        else
            fault = entries.error();
    } else {
        fault = opened.error();
    }
    model::ModelLibrary library = model::listModels(std::move(recent));
    if (fault) library.faults.push_back(std::move(*fault));
    return library;
}

Status rememberModel(const std::filesystem::path& path, const std::string& name) {
    AUTOGLM_TRY(store::OpenedHistory opened, openHistory());
    std::error_code error;
    const std::filesystem::path absolute = std::filesystem::absolute(path, error);
    return opened.history.rememberModel((error ? path : absolute).lexically_normal().string(), name);
}

}  // namespace

ui::ModelServices modelServices(std::shared_ptr<SharedFacts> facts) {
    return {.library = everyModel,
            .inspect = [](const std::string& model) -> Result<model::ModelFolderPtr> {
                AUTOGLM_TRY(const std::filesystem::path folder, model::resolveModel(model));
                return model::openModelFolder(folder);
            },
            .hash =
                [](const std::filesystem::path& folder, const ProgressCallback& progress, std::stop_token stop) {
                    return model::hashFolder(folder, std::nullopt, makeOpensslDigest, progress, std::move(stop));
                },
            .remember = rememberModel,
            .freeMemory = freeMemory,
            .facts = [facts = std::move(facts)] { return facts->get(); }};
}

}  // namespace autoglm::app
