#include "app/window/settings_store.h"

#include <QByteArray>
#include <QtGlobal>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/paths.h"
#include "core/base/text_format.h"

namespace autoglm::app {
namespace fs = std::filesystem;
namespace {

Result<ui::Settings> readSettings(const fs::path& path) {
    AUTOGLM_TRY(const Json json, readJsonFile(path));
    return ui::settingsFromJson(json);
}

/// As the process was started.
const QByteArray& hubAtStart() {
    static const QByteArray hub = qgetenv("HF_HUB_CACHE");
    return hub;
}

}  // namespace

SettingsStore::SettingsStore(fs::path path) : m_path(std::move(path)) {
    std::error_code error;
    if (!fs::exists(m_path, error) && !error) return;
    const Result<ui::Settings> read = readSettings(m_path);
    if (read) {
        m_settings = *read;
        return;
    }
    std::string stamp = utcNow();
    std::erase(stamp, ':');
    const fs::path aside = m_path.string() + ".damaged-" + stamp;
    fs::rename(m_path, aside, error);
    m_notice = concat("The settings could not be read: ", describe(read.error()),
                      ". The defaults are used; the file is kept as '", (error ? m_path : aside).string(), "'.");
}

ui::Settings SettingsStore::get() const {
    const std::lock_guard lock(m_mutex);
    return m_settings;
}

void SettingsStore::set(ui::Settings settings) {
    const std::lock_guard lock(m_mutex);
    m_settings = std::move(settings);
}

Status SettingsStore::save() const {
    if (m_path.empty()) return {};
    const std::lock_guard lock(m_fileMutex);
    AUTOGLM_TRY(const std::string text, dumpJson(ui::settingsToJson(get())));
    std::error_code error;
    fs::create_directories(m_path.parent_path(), error);
    if (error) return fail(errnoError(error.value(), "create", m_path.parent_path().string()));
    return writeFileAtomically(m_path, text + "\n");
}

fs::path settingsPath() {
    return configFolder() / "settings.json";
}

fs::path reportFolder(const ui::Settings& settings) {
    return settings.reportFolder.empty() ? dataFolder() / "reports" : settings.reportFolder;
}

void useModelCache(const fs::path& folder) {
    const QByteArray before = hubAtStart();
    const QByteArray wanted = folder.empty() ? before : QByteArray::fromStdString(folder.string());
    if (wanted.isEmpty())
        qunsetenv("HF_HUB_CACHE");
    else
        qputenv("HF_HUB_CACHE", wanted);
}

Status checkFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return fail(errnoError(error.value(), "create", folder.string()));
    return checkWritable(folder / "report.html");
}

fs::path defaultModelCache() {
    if (!hubAtStart().isEmpty()) return hubAtStart().toStdString();
    const QByteArray home = qgetenv("HF_HOME");
    return home.isEmpty() ? cacheFolder().parent_path() / "huggingface" / "hub" : fs::path(home.toStdString()) / "hub";
}

}  // namespace autoglm::app
