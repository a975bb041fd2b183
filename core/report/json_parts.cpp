#include "core/report/json_parts.h"

#include <algorithm>

#include "core/base/openssl_digest.h"

namespace autoglm::report {
namespace {

Json fileJson(const engine::LoadedFile& file) {
    Json json = {{"name", file.name}, {"size_bytes", file.sizeBytes}, {"state", engine::fileStateName(file.state)}};
    putText(json, "sha256", file.sha256);
    putText(json, "expected", file.expected);
    putText(json, "expected_source", file.expectedSource);
    return json;
}

}  // namespace

void putText(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
}

void putInterval(Json& json, const std::optional<measure::Interval>& interval) {
    if (!interval) return;
    put(json, "ci95_low", std::optional(interval->low));
    put(json, "ci95_high", std::optional(interval->high));
}

Json sampledJson(const evaluate::SampledMetric& metric) {
    if (!metric.estimate) return nullptr;
    Json json = {{"mean", finiteOrNull(metric.estimate->mean)}};
    put(json, "stddev", metric.estimate->stddev);
    putInterval(json, metric.estimate->interval95);
    json["n"] = metric.estimate->n;
    put(json, "p50", measure::percentile(metric.samples, 0.5));
    put(json, "p90", measure::percentileIfEnough(metric.samples, 0.9));
    put(json, "p99", measure::percentileIfEnough(metric.samples, 0.99));
    json["samples"] = metric.samples;
    return json;
}

Json proportionJson(const measure::Proportion& proportion) {
    Json json = {{"mean", proportion.share}};
    putInterval(json, proportion.interval95);
    json["successes"] = proportion.successes;
    json["n"] = proportion.n;
    return json;
}

Json loadJson(const evaluate::LoadTimes& times) {
    return {{"read_s", secondsOf(times.readNs)},
            {"hash_s", secondsOf(times.hashNs)},
            {"convert_s", secondsOf(times.convertNs)},
            {"upload_s", secondsOf(times.uploadNs)},
            {"wall_s", secondsOf(times.wallNs)}};
}

Json modelJson(const std::string& name, const std::string& path, const std::string& architecture,
               std::uint64_t parameters, std::span<const engine::LoadedFile> files) {
    Json json = Json::object();
    putText(json, "name", name);
    json["path"] = path;
    putText(json, "architecture", architecture);
    if (parameters > 0) json["parameters"] = parameters;

    std::vector<engine::LoadedFile> sorted(files.begin(), files.end());
    std::ranges::sort(sorted, {}, &engine::LoadedFile::name);
    const bool allKnown = std::ranges::none_of(sorted, [](const auto& file) { return file.sha256.empty(); });
    if (allKnown && sorted.size() == 1) {
        json["weights_sha256"] = sorted.front().sha256;
        json["weights_sha256_of"] = "the weight file";
    } else if (allKnown && !sorted.empty()) {
        std::string listing;
        for (const auto& file : sorted)
            listing += file.sha256 + "  " + file.name + "\n";
        json["weights_sha256"] = sha256Hex(std::as_bytes(std::span(listing)));
        json["weights_sha256_of"] = "the listing sha256sum prints for the weight files in the order of their names";
    }
    json["files"] = Json::array();
    for (const auto& file : sorted)
        json["files"].push_back(fileJson(file));
    return json;
}

}  // namespace autoglm::report
