#include "core/model/model_library.h"

#include <algorithm>

#include "core/base/paths.h"
#include "core/model/model_sources.h"

namespace autoglm::model {
namespace {

namespace fs = std::filesystem;

/// Subfolders by name; none where the folder cannot be listed (a cache that was never made).
std::vector<fs::path> subfolders(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> out;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_directory(ignored)) out.push_back(entry->path());
    }
    std::ranges::sort(out);
    return out;
}

class Shelf {
  public:
    /// A folder that is there already keeps its first name; what a source says of it is taken over.
    void add(LibraryModel model) {
        std::error_code ignored;
        model.path = model.path.lexically_normal();  // one spelling, as the history keeps it
        const fs::path real = fs::weakly_canonical(model.path, ignored);
        const auto known = std::ranges::find(m_real, ignored ? model.path : real);
        if (known != m_real.end()) {
            LibraryModel& first = m_models[static_cast<std::size_t>(known - m_real.begin())];
            if (first.source == ModelSource::Recent) {
                first.source = model.source;
                first.name = std::move(model.name);
            }
            return;
        }
        model.isThere = holdsModel(model.path);
        m_real.push_back(ignored ? model.path : real);
        m_models.push_back(std::move(model));
    }
    /// As add(), where a model is there at all.
    void addFound(LibraryModel model) {
        if (holdsModel(model.path)) add(std::move(model));
    }
    std::vector<LibraryModel> take() { return std::move(m_models); }

  private:
    std::vector<LibraryModel> m_models;
    std::vector<fs::path> m_real;
};

void addHuggingFace(Shelf& shelf) {
    for (const fs::path& repository : subfolders(huggingFaceHub())) {
        const auto id = huggingFaceId(repository.filename().string());
        const auto snapshot = id ? huggingFaceSnapshot(repository) : std::nullopt;
        if (snapshot) shelf.addFound({.name = *id, .path = *snapshot, .source = ModelSource::HuggingFace});
    }
}

void addModelScope(Shelf& shelf) {
    for (const fs::path& base : modelScopeBases())
        for (const fs::path& organisation : subfolders(base))
            for (const fs::path& folder : subfolders(organisation))
                shelf.addFound(
                    {.name = organisation.filename().string() + "/" + modelScopeName(folder.filename().string()),
                     .path = folder,
                     .source = ModelSource::ModelScope});
}

}  // namespace

ModelLibrary listModels(std::vector<LibraryModel> recent) {
    ModelLibrary library;
    Shelf shelf;
    for (LibraryModel& model : recent) {
        model.source = ModelSource::Recent;
        shelf.add(std::move(model));
    }
    if (const auto resources = resourceFolder())
        shelf.add({.name = "demo", .path = *resources / "demo-model", .source = ModelSource::Demo});
    else
        library.faults.push_back(resources.error());
    if (auto registered = registeredModels()) {
        for (RegisteredModel& model : *registered)
            shelf.add({.name = std::move(model.name), .path = std::move(model.path), .source = ModelSource::Registry});
    } else {
        library.faults.push_back(registered.error());
    }
    addHuggingFace(shelf);
    addModelScope(shelf);
    library.models = shelf.take();
    std::ranges::stable_sort(library.models, [](const LibraryModel& a, const LibraryModel& b) {
        if (a.lastUsedUtc != b.lastUsedUtc) return a.lastUsedUtc > b.lastUsedUtc;
        return a.source < b.source;
    });
    return library;
}

}  // namespace autoglm::model
