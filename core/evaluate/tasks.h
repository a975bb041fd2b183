// Task sets with exact answers (tasks.jsonl: id, category, language, prompt, answer) and how a set of answers is
// counted. Any thread; plain values. An answer is right where it equals the expected one after white space at both ends
// is removed. Errors: NotFound, Corrupt naming file and line.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/measure/statistics.h"

namespace autoglm::evaluate {

struct Task {
    std::string id;
    std::string category;
    std::string language;
    std::string prompt;
    std::string answer;
};

Result<std::vector<Task>> loadTasks(const std::filesystem::path& file);

bool isExactMatch(std::string_view given, std::string_view expected);

struct CategoryAccuracy {
    std::string category;
    std::size_t n = 0;
    std::size_t correctA = 0;
    std::size_t correctB = 0;
};

/// Both arms on the same questions.
struct TaskAccuracy {
    measure::Proportion a;
    measure::Proportion b;
    std::size_t onlyA = 0;  ///< questions that only A answered rightly
    std::size_t onlyB = 0;
    double mcnemarP = 1;    ///< exact, two-sided
    double dropPoints = 0;  ///< 100 · (share of A - share of B)
    measure::Interval dropInterval95;
    std::vector<CategoryAccuracy> categories;
};

struct TaskOutcome {
    bool correctA = false;
    bool correctB = false;
};

/// outcomes[i] belongs to tasks[i]; fewer outcomes than tasks is a run that was stopped. Absent for no outcome.
std::optional<TaskAccuracy> countTasks(const std::vector<Task>& tasks, const std::vector<TaskOutcome>& outcomes);

}  // namespace autoglm::evaluate
