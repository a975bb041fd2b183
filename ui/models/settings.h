// What a user may set, as one plain value with its defaults, and as the JSON it is kept in. Budgets stand there in the
// spelling of the command line's --budget. Any thread. Errors: InvalidArgument naming the key.
#pragma once

#include <QString>
#include <filesystem>
#include <vector>

#include "core/base/json.h"
#include "core/evaluate/budgets.h"
#include "ui/models/theme_colors.h"
#include "ui/models/thresholds.h"

namespace autoglm::ui {

struct Settings {
    QString language{};  ///< "en", "zh_CN", or empty for the system's
    ThemeChoice theme = ThemeChoice::System;
    int threads = 0;                       ///< of the CPU; 0: the engine's default
    std::filesystem::path reportFolder{};  ///< empty: in the user's data folder
    std::filesystem::path modelCache{};    ///< of Hugging Face; empty: as the environment says
    Thresholds thresholds{};
    std::vector<evaluate::Budget> budgets = evaluate::defaultBudgets();
};

inline constexpr int mostThreads = 1024;

ThemeChoice themeNamed(const std::string& name);  ///< "light", "dark"; anything else is the system's

/// A threshold with the name it has in files; one table for whoever goes through them all.
struct ThresholdField {
    const char* key;
    double Thresholds::* value;
};
inline constexpr ThresholdField thresholdFields[] = {
    {"ttft_ms", &Thresholds::ttftMs},
    {"request_p99_ms", &Thresholds::requestP99Ms},
    {"tokens_per_s", &Thresholds::tokensPerSecond},
    {"device_memory_percent", &Thresholds::deviceMemoryPercent},
    {"error_rate_percent", &Thresholds::errorRatePercent},
    {"relative_l2_error", &Thresholds::relativeL2Error},
};

Json settingsToJson(const Settings& settings);
/// What is absent is the default, what is not known is left out.
Result<Settings> settingsFromJson(const Json& json);

}  // namespace autoglm::ui
