#include "core/engine/tuned_choice.h"

#include <algorithm>
#include <optional>

#include "core/base/file.h"
#include "core/base/json.h"

namespace autoglm::engine {
namespace {

constexpr int formatVersion = 1;
/// The first pass of each loads its kernel and is not counted.
constexpr int passes = 4;

/// {"format": 1, "devices": {device: {problem: candidate}}}; what is none of that counts as empty.
Json readChoices(const std::filesystem::path& file) {
    const Json empty = {{"format", formatVersion}, {"devices", Json::object()}};
    const auto document = readJsonFile(file);
    if (!document || !document->is_object() || document->value("format", Json()) != formatVersion) return empty;
    const Json devices = document->value("devices", Json());
    if (!devices.is_object()) return empty;
    for (const Json& device : devices)
        if (!device.is_object()) return empty;
    return *document;
}

void keep(const std::filesystem::path& file, Json document, const TunedProblem& problem, const std::string& chosen) {
    document["devices"][problem.device][problem.problem] = chosen;
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    if (const auto text = dumpJson(document)) (void)writeFileAtomically(file, *text);
}

/// In rounds, so that a clock that changes meanwhile changes for all of them.
std::optional<std::size_t> fastest(std::size_t count, const std::function<double(std::size_t)>& measure) {
    std::vector<double> best(count, -1);
    for (int pass = 0; pass < passes; ++pass)
        for (std::size_t i = 0; i < count; ++i) {
            const double time = measure(i);
            if (pass > 0 && time >= 0 && (best[i] < 0 || time < best[i])) best[i] = time;
        }
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < count; ++i)
        if (best[i] >= 0 && (!found || best[i] < best[*found])) found = i;
    return found;
}

}  // namespace

std::size_t tunedChoice(const std::filesystem::path& file, const TunedProblem& problem,
                        std::span<const std::string> candidates, const std::function<double(std::size_t)>& measure) {
    const Json document = readChoices(file);
    const Json kept = document["devices"].value(problem.device, Json::object()).value(problem.problem, Json());
    if (kept.is_string()) {
        const auto found = std::ranges::find(candidates, kept.get<std::string>());
        if (found != candidates.end()) return static_cast<std::size_t>(found - candidates.begin());
    }
    const std::optional<std::size_t> found = fastest(candidates.size(), measure);
    if (found) keep(file, document, problem, candidates[*found]);
    return found.value_or(0);
}

}  // namespace autoglm::engine
