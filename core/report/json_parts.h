// Pieces that the documents of compare and bench share. Private to core/report. Unknown is absent; units stand in the
// keys.
#pragma once

#include <optional>
#include <span>

#include "core/base/json.h"
#include "core/evaluate/comparison_result.h"

namespace autoglm::report {

inline constexpr int documentSchemaVersion = 1;

inline double secondsOf(std::int64_t ns) {
    return static_cast<double>(ns) * 1e-9;
}

/// Sets `key` where there is a value that JSON can hold.
template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
    if (!value) return;
    if constexpr (std::is_floating_point_v<T>) {
        if (const Json number = finiteOrNull(*value); !number.is_null()) json[key] = number;
    } else {
        json[key] = *value;
    }
}
void putText(Json& json, const char* key, const std::string& text);
void putInterval(Json& json, const std::optional<measure::Interval>& interval);

/// {mean, stddev, ci95_low, ci95_high, n, p50, p90, p99, samples}; percentiles where n allows them. Null without
/// samples.
Json sampledJson(const evaluate::SampledMetric& metric);

/// {mean, ci95_low, ci95_high, successes, n}.
Json proportionJson(const measure::Proportion& proportion);

/// {read_s, hash_s, convert_s, upload_s, wall_s}.
Json loadJson(const evaluate::LoadTimes& times);

/// {name, path, architecture, parameters, weights_sha256, weights_sha256_of, files[]}. The one digest of a single file
/// is its own; of several it is the SHA-256 of what `sha256sum` prints for them in the order of their names. Absent if
/// one is unknown.
Json modelJson(const std::string& name, const std::string& path, const std::string& architecture,
               std::uint64_t parameters, std::span<const engine::LoadedFile> files);

}  // namespace autoglm::report
