// What the program hands its window: the real engine, the demo model, files in a folder of the test's own.
#pragma once

#include "app/window/comparison_service.h"
#include "app/window/environment_service.h"
#include "app/window/library_service.h"
#include "app/window/live_service.h"
#include "app/window/main_window.h"
#include "app/window/model_service.h"
#include "app/window/report_service.h"
#include "tests/support/test_support.h"

namespace autoglm::test {

inline app::WindowServices installedServices(const TemporaryFolder& home) {
    const auto facts = std::make_shared<app::SharedFacts>();
    const auto settings = std::make_shared<app::SettingsStore>();
    ui::Settings kept;
    kept.reportFolder = home / "reports";
    settings->set(kept);
    return {.engine = app::installedEngine(facts),
            .opener = app::modelByName(),
            .load = app::loadCommand,
            .compare = app::compareServices(facts, settings),
            .environment = app::environmentServices(),
            .models = app::modelServices(facts),
            .log = {.take = [] { return std::vector<ui::LogRecord>(); }, .file = {}, .openFile = {}},
            .live = app::liveServices(),
            .reports = app::reportServices(home / "data" / "autoglm-workbench" / "history.sqlite", settings),
            .settings = settings};
}

}  // namespace autoglm::test
