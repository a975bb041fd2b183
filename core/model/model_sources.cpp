// Where a model named on the command line lies: folder, demo, registry, Hugging Face cache, ModelScope cache.
#include "core/model/model_sources.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/model/model_folder.h"

namespace autoglm::model {
namespace {

namespace fs = std::filesystem;

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

fs::path expandHome(const std::string& path) {
    if (path == "~" || path.starts_with("~/")) return homeFolder() / path.substr(std::min<std::size_t>(2, path.size()));
    return path;
}

/// Every candidate that was tried, for the message when none fits.
class Lookup {
  public:
    std::optional<fs::path> tryFolder(const fs::path& path) {
        m_tried.push_back("'" + path.string() + "'");
        if (holdsModel(path)) return path;
        return std::nullopt;
    }
    void note(const fs::path& path) { m_tried.push_back("'" + path.string() + "'"); }
    std::string tried() const { return join(m_tried, ", "); }

  private:
    std::vector<std::string> m_tried;
};

/// Of an id: letters, digits and some marks inside.
bool isIdPart(const std::string& part) {
    constexpr std::size_t longest = 96;  // huggingface_hub's own limit
    const auto isLetter = [](unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; };
    return !part.empty() && part.size() <= longest && isLetter(static_cast<unsigned char>(part.front())) &&
           std::ranges::all_of(part, [&](unsigned char c) { return isLetter(c) || c == '.' || c == '_' || c == '-'; });
}

std::optional<fs::path> findInHuggingFace(const std::vector<std::string>& id, Lookup& lookup) {
    const fs::path repository = huggingFaceHub() / ("models--" + join(id, "--"));
    if (!isFolder(repository)) return lookup.tryFolder(repository);
    if (const auto snapshot = huggingFaceSnapshot(repository)) return lookup.tryFolder(*snapshot);
    lookup.note(repository / "refs" / "main");
    return std::nullopt;
}

std::optional<fs::path> findInModelScope(const std::string& organisation, const std::string& name, Lookup& lookup) {
    std::vector<std::string> spellings = {name};
    if (const std::string spelling = modelScopeSpelling(name); spelling != name) spellings.push_back(spelling);
    for (const fs::path& base : modelScopeBases())
        for (const std::string& spelling : spellings)
            if (auto found = lookup.tryFolder(base / organisation / spelling)) return found;
    return std::nullopt;
}

Result<std::optional<fs::path>> findInRegistry(const std::string& name, Lookup& lookup) {
    lookup.note(registryPath());
    AUTOGLM_TRY(const std::vector<RegisteredModel> models, registeredModels());
    const auto found = std::ranges::find(models, name, &RegisteredModel::name);
    return found == models.end() ? std::nullopt : std::optional(found->path);
}

}  // namespace

bool holdsModel(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "config.json", ignored);
}

std::vector<std::string> shippedConfigNames() {
    std::vector<std::string> names;
    const auto resources = resourceFolder();
    if (!resources) return names;
    std::error_code error;
    for (fs::directory_iterator entry(*resources / "configs", error), end; !error && entry != end;
         entry.increment(error))
        if (holdsModel(entry->path())) names.push_back(entry->path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::optional<fs::path> shippedConfig(const std::string& name) {
    const std::vector<std::string> names = shippedConfigNames();
    if (std::ranges::find(names, name) == names.end()) return std::nullopt;
    return *resourceFolder() / "configs" / name;
}

fs::path registryPath() {
    return configFolder() / "models.json";
}

Result<std::vector<RegisteredModel>> registeredModels() {
    const fs::path registry = registryPath();
    std::vector<RegisteredModel> out;
    auto json = readJsonFile(registry);
    if (!json && json.error().code == ErrorCode::NotFound) return out;
    if (!json) return fail(json.error());
    const auto models = json->is_object() ? json->find("models") : json->end();
    if (!json->is_object() || models == json->end() || !models->is_array())
        return fail(ErrorCode::Corrupt, "'" + registry.string() + "' has no list 'models'; mend or remove it",
                    registry.string());
    for (const Json& entry : *models) {
        const bool isComplete = entry.is_object() && entry.contains("name") && entry["name"].is_string() &&
                                entry.contains("path") && entry["path"].is_string();
        if (!isComplete)
            return fail(ErrorCode::Corrupt,
                        "'" + registry.string() + "' has an entry without 'name' and 'path'; mend or remove it",
                        registry.string());
        out.push_back(
            {entry["name"].get<std::string>(), configFolder() / expandHome(entry["path"].get<std::string>())});
    }
    return out;
}

fs::path huggingFaceHub() {
    if (const std::string hub = environment("HF_HUB_CACHE"); !hub.empty()) return expandHome(hub);
    if (const std::string home = environment("HF_HOME"); !home.empty()) return expandHome(home) / "hub";
    return cacheFolder().parent_path() / "huggingface" / "hub";
}

std::optional<std::string> huggingFaceId(const std::string& folderName) {
    if (!folderName.starts_with("models--")) return std::nullopt;
    std::string id = folderName.substr(8);
    if (const auto separator = id.find("--"); separator != std::string::npos) id.replace(separator, 2, "/");
    return id;
}

std::optional<fs::path> huggingFaceSnapshot(const fs::path& repository) {
    if (const auto commit = readTextFile(repository / "refs" / "main", 4096)) {
        const std::string digits(trim(*commit));
        if (!digits.empty() && digits.find_first_not_of("0123456789abcdef") == std::string::npos)
            return repository / "snapshots" / digits;
    }
    std::error_code ignored;
    std::vector<fs::path> snapshots;
    for (const fs::directory_entry& entry : fs::directory_iterator(repository / "snapshots", ignored))
        snapshots.push_back(entry.path());
    return snapshots.size() == 1 ? std::optional(snapshots.front()) : std::nullopt;
}

std::vector<fs::path> modelScopeBases() {
    const std::string root = environment("MODELSCOPE_CACHE");
    const fs::path cache = root.empty() ? cacheFolder().parent_path() / "modelscope" / "hub" : expandHome(root);
    return {cache, cache / "models", cache / "hub" / "models"};
}

std::string modelScopeSpelling(const std::string& name) {
    return join(split(name, '.'), "___");
}

std::string modelScopeName(const std::string& spelling) {
    std::string name = spelling;
    for (auto at = name.find("___"); at != std::string::npos; at = name.find("___", at))
        name.replace(at, 3, ".");
    return name;
}

Result<fs::path> resolveModel(const std::string& model) {
    if (model.empty())
        return fail(ErrorCode::InvalidArgument,
                    "no model was named; give a folder, 'demo' or an id such as THUDM/glm-4-9b-hf", "MODEL");
    const fs::path path = expandHome(model);
    std::error_code ignored;
    // A plain name means a folder only where it holds a model, so that a stray folder 'demo' hides nothing.
    if (model.find('/') != std::string::npos ? fs::exists(path, ignored) : holdsModel(path)) return path;

    Lookup lookup;
    lookup.note(path);
    if (model == "demo") {
        AUTOGLM_TRY(const fs::path resources, resourceFolder());
        return resources / "demo-model";
    }
    AUTOGLM_TRY(const std::optional<fs::path> registered, findInRegistry(model, lookup));
    if (registered) return *registered;
    // The oldest repositories of Hugging Face have no organisation.
    const std::vector<std::string> parts = split(model, '/');
    if (parts.size() <= 2 && std::ranges::all_of(parts, isIdPart)) {
        if (auto found = findInHuggingFace(parts, lookup)) return *found;
        if (parts.size() == 2)
            if (auto found = findInModelScope(parts[0], parts[1], lookup)) return *found;
    }
    if (fs::exists(path, ignored)) return path;
    if (shippedConfig(model))
        return fail(ErrorCode::NotFound,
                    concat("'", model,
                           "' is a shipped configuration without weights; give it random ones with autoglm "
                           "make-model ",
                           model, " FOLDER, and name that folder"),
                    model);
    return fail(ErrorCode::NotFound, concat("no model '", model, "' was found; looked at ", lookup.tried()), model);
}

}  // namespace autoglm::model
