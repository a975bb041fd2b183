#include "core/evaluate/tasks.h"

#include <algorithm>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

Result<Task> parseTask(const std::string& line, const std::string& subject) {
    AUTOGLM_TRY(const Json json, parseJson(line, subject));
    const auto text = [&json](const char* key) {
        return json.is_object() && json.contains(key) && json[key].is_string() ? json[key].get<std::string>()
                                                                               : std::string();
    };
    Task task{.id = text("id"),
              .category = text("category"),
              .language = text("language"),
              .prompt = text("prompt"),
              .answer = text("answer")};
    if (task.prompt.empty() || trim(task.answer).empty())
        return fail(ErrorCode::Corrupt,
                    "a task needs a \"prompt\" and an \"answer\", both of them text that is not empty", subject);
    return task;
}

}  // namespace

Result<std::vector<Task>> loadTasks(const std::filesystem::path& file) {
    AUTOGLM_TRY(const std::string content, readTextFile(file));
    std::vector<Task> tasks;
    std::size_t number = 0;
    for (const std::string& line : split(content, '\n')) {
        ++number;
        if (trim(line).empty()) continue;
        AUTOGLM_TRY(Task task, parseTask(line, concat(file.string(), ":", number)));
        if (task.id.empty()) task.id = std::to_string(number);
        tasks.push_back(std::move(task));
    }
    if (tasks.empty())
        return fail(ErrorCode::Corrupt, "the task file holds no task; one JSON object per line was expected",
                    file.string());
    return tasks;
}

bool isExactMatch(std::string_view given, std::string_view expected) {
    return trim(given) == trim(expected);
}

std::optional<TaskAccuracy> countTasks(const std::vector<Task>& tasks, const std::vector<TaskOutcome>& outcomes) {
    const std::size_t n = std::min(tasks.size(), outcomes.size());
    if (n == 0) return std::nullopt;
    TaskAccuracy result;
    std::size_t correctA = 0;
    std::size_t correctB = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto [a, b] = outcomes[i];
        correctA += a ? 1 : 0;
        correctB += b ? 1 : 0;
        result.onlyA += a && !b ? 1 : 0;
        result.onlyB += b && !a ? 1 : 0;
        auto found = std::ranges::find(result.categories, tasks[i].category, &CategoryAccuracy::category);
        if (found == result.categories.end())
            found = result.categories.insert(
                found, CategoryAccuracy{.category = tasks[i].category, .n = 0, .correctA = 0, .correctB = 0});
        ++found->n;
        found->correctA += a ? 1 : 0;
        found->correctB += b ? 1 : 0;
    }
    result.a = *measure::wilson(correctA, n);
    result.b = *measure::wilson(correctB, n);
    result.mcnemarP = measure::mcnemarExact(result.onlyA, result.onlyB);
    result.dropPoints = 100 * (result.a.share - result.b.share);
    const auto drop = measure::pairedDifferenceInterval(result.onlyA, result.onlyB, n);
    result.dropInterval95 = {100 * drop.low, 100 * drop.high};
    return result;
}

}  // namespace autoglm::evaluate
