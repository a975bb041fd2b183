// Where a model named on the command line lies: folder, demo, registry, Hugging Face cache, ModelScope cache.
#include <algorithm>
#include <cstdlib>
#include <regex>

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

bool hasConfig(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path / "config.json", ignored);
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
        if (hasConfig(path)) return path;
        return std::nullopt;
    }
    void note(const fs::path& path) { m_tried.push_back("'" + path.string() + "'"); }
    std::string tried() const { return join(m_tried, ", "); }

  private:
    std::vector<std::string> m_tried;
};

/// {"models": [{"name": ..., "path": ...}]}; relative paths start at the configuration folder.
Result<std::optional<fs::path>> findInRegistry(const std::string& name, Lookup& lookup) {
    const fs::path registry = configFolder() / "models.json";
    lookup.note(registry);
    auto json = readJsonFile(registry);
    if (!json && json.error().code == ErrorCode::NotFound) return std::nullopt;
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
        if (entry["name"].get<std::string>() == name)
            return configFolder() / expandHome(entry["path"].get<std::string>());
    }
    return std::nullopt;
}

fs::path huggingFaceHub() {
    if (const std::string hub = environment("HF_HUB_CACHE"); !hub.empty()) return expandHome(hub);
    if (const std::string home = environment("HF_HOME"); !home.empty()) return expandHome(home) / "hub";
    return cacheFolder().parent_path() / "huggingface" / "hub";
}

/// refs/main names the commit; without it (a download by commit) a lone snapshot is unambiguous.
std::optional<fs::path> findInHuggingFace(const std::string& organisation, const std::string& name, Lookup& lookup) {
    const fs::path repository = huggingFaceHub() / ("models--" + organisation + "--" + name);
    if (!isFolder(repository)) return lookup.tryFolder(repository);
    if (const auto commit = readTextFile(repository / "refs" / "main", 4096)) {
        const std::string digits(trim(*commit));
        if (!digits.empty() && digits.find_first_not_of("0123456789abcdef") == std::string::npos)
            return lookup.tryFolder(repository / "snapshots" / digits);
    }
    std::error_code ignored;
    std::vector<fs::path> snapshots;
    for (const fs::directory_entry& entry : fs::directory_iterator(repository / "snapshots", ignored))
        snapshots.push_back(entry.path());
    if (snapshots.size() == 1) return lookup.tryFolder(snapshots.front());
    lookup.note(repository / "refs" / "main");
    return std::nullopt;
}

std::optional<fs::path> findInModelScope(const std::string& organisation, const std::string& name, Lookup& lookup) {
    const std::string root = environment("MODELSCOPE_CACHE");
    const fs::path cache = root.empty() ? cacheFolder().parent_path() / "modelscope" / "hub" : expandHome(root);
    // ModelScope writes a dot in a name as three underscores.
    std::vector<std::string> spellings = {name};
    if (name.find('.') != std::string::npos) spellings.push_back(join(split(name, '.'), "___"));
    for (const fs::path& base : {cache, cache / "models", cache / "hub" / "models"})
        for (const std::string& spelling : spellings)
            if (auto found = lookup.tryFolder(base / organisation / spelling)) return found;
    return std::nullopt;
}

}  // namespace

Result<fs::path> resolveModel(const std::string& model) {
    if (model.empty())
        return fail(ErrorCode::InvalidArgument,
                    "no model was named; give a folder, 'demo' or an id such as THUDM/glm-4-9b-hf", "MODEL");
    const fs::path path = expandHome(model);
    std::error_code ignored;
    // A plain name means a folder only where it holds a model, so that a stray folder 'demo' hides nothing.
    if (model.find('/') != std::string::npos ? fs::exists(path, ignored) : hasConfig(path)) return path;

    Lookup lookup;
    lookup.note(path);
    if (model == "demo") {
        AUTOGLM_TRY(const fs::path resources, resourceFolder());
        return resources / "demo-model";
    }
    AUTOGLM_TRY(const std::optional<fs::path> registered, findInRegistry(model, lookup));
    if (registered) return *registered;
    static const std::regex id("([A-Za-z0-9][A-Za-z0-9._-]*)/([A-Za-z0-9][A-Za-z0-9._-]*)");
    if (std::smatch parts; std::regex_match(model, parts, id)) {
        if (auto found = findInHuggingFace(parts[1], parts[2], lookup)) return *found;
        if (auto found = findInModelScope(parts[1], parts[2], lookup)) return *found;
    }
    if (fs::exists(path, ignored)) return path;
    return fail(ErrorCode::NotFound, concat("no model '", model, "' was found; looked at ", lookup.tried()), model);
}

}  // namespace autoglm::model
