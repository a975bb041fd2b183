// A comparison as the window starts and keeps it: the plan completed with the machine on the engine thread, the result
// written to history and report on a pool thread. Safe to copy; the copies share what the last plan saw.
#pragma once

#include <memory>
#include <mutex>

#include "app/window/model_service.h"
#include "app/window/settings_store.h"
#include "core/base/json.h"
#include "ui/panes/compare_pane.h"

namespace autoglm::app {

class ComparisonService {
  public:
    ComparisonService(std::shared_ptr<SharedFacts> facts, std::shared_ptr<const SettingsStore> settings);

    worker::CompareCommand command(const ui::CompareRequest& request) const;
    std::vector<std::string> devices() const;
    Result<ui::KeptReport> keep(const evaluate::ComparisonResult& result) const;
    Status exportTo(const evaluate::ComparisonResult& result, const std::filesystem::path& path) const;

  private:
    struct Shared {
        std::mutex mutex;
        Json environment;  ///< of the last plan
    };

    Result<evaluate::ComparisonPlan> plan(const ui::CompareRequest& request, const ProgressCallback& progress,
                                          std::stop_token stop) const;
    Json document(const evaluate::ComparisonResult& result) const;

    std::shared_ptr<SharedFacts> m_facts;
    std::shared_ptr<const SettingsStore> m_settings;
    std::shared_ptr<Shared> m_shared;
};

/// What the compare pane needs, on this installation.
ui::CompareServices compareServices(std::shared_ptr<SharedFacts> facts, std::shared_ptr<const SettingsStore> settings);

}  // namespace autoglm::app
