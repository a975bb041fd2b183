// The settings of this user: one JSON file, read at start, written beside and renamed. Any thread; get() is a copy. A
// damaged file is kept aside, the defaults stand, and notice() says so.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "ui/models/settings.h"

namespace autoglm::app {

class SettingsStore {
  public:
    /// In memory alone.
    SettingsStore() = default;
    explicit SettingsStore(std::filesystem::path path);

    ui::Settings get() const;
    void set(ui::Settings settings);
    /// Writes what get() gives; of several calls at once the last one written is the newest.
    Status save() const;

    const std::string& notice() const { return m_notice; }
    const std::filesystem::path& path() const { return m_path; }

  private:
    std::filesystem::path m_path;
    std::string m_notice;
    ui::Settings m_settings;
    mutable std::mutex m_mutex;
    mutable std::mutex m_fileMutex;
};

/// configFolder()/settings.json.
std::filesystem::path settingsPath();
/// Where reports are kept: as set, or in the user's data folder.
std::filesystem::path reportFolder(const ui::Settings& settings);
/// The Hugging Face cache of this process from now on; an empty one is what the environment said at start.
void useModelCache(const std::filesystem::path& folder);
std::filesystem::path defaultModelCache();

/// Makes the folder where it is missing; says why it cannot be used. Blocks.
Status checkFolder(const std::filesystem::path& folder);

}  // namespace autoglm::app
