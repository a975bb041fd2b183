#include "core/report/bench_json.h"

#include <algorithm>

#include "core/model/ledger.h"
#include "core/report/json_parts.h"

namespace autoglm::report {
namespace {

Json loadedJson(const evaluate::BenchLoad& load) {
    Json json = {{"precision", model::precisionName(load.precision)}, {"scheme", load.scheme}, {"device", load.device}};
    if (load.threads > 0) json["threads"] = load.threads;
    json["load_time_s"] = secondsOf(load.load.wallNs);
    json["load"] = loadJson(load.load);
    json["weights_bytes"] = load.weightsBytes;
    json["bytes_read_per_token"] = load.bytesReadPerToken;
    if (!load.warnings.empty()) json["load_warnings"] = load.warnings;
    return json;
}

Json testJson(const evaluate::BenchTest& test, const std::vector<evaluate::BenchLoad>& loads) {
    Json json = {{"precision", model::precisionName(test.precision)}, {"scheme", test.scheme}, {"test", test.name}};
    json["phase"] = test.kind == evaluate::BenchKind::Prefill ? "prefill" : "decode";
    json["tokens"] = test.tokens;
    json["depth"] = test.depth;
    json["batch"] = test.batch;
    const auto load = std::ranges::find_if(
        loads, [&](const auto& item) { return item.precision == test.precision && item.scheme == test.scheme; });
    if (load != loads.end()) {
        json["device"] = load->device;
        if (load->threads > 0) json["threads"] = load->threads;
        json["weights_bytes"] = load->weightsBytes;
    }
    if (Json rate = sampledJson(test.tokensPerSecond); !rate.is_null()) json["tokens_per_s"] = std::move(rate);
    put(json, "mbu", test.mbu);
    json["validity"] = measure::validityStateName(test.validity.state);
    json["validity_reasons"] = test.validity.reasons;
    json["kv_cache_bytes"] = test.kvCacheBytes;
    put(json, "allocated_peak_bytes", test.allocatedPeakBytes);
    putText(json, "started_utc", test.startedUtc);
    json["warm_up_runs"] = test.warmUpRuns;
    json["samples_ns"] = test.samplesNs;
    if (!test.perTokenNs.empty()) json["per_token_ns"] = test.perTokenNs;
    return json;
}

}  // namespace

Json benchToJson(const evaluate::BenchResult& result) {
    Json json = {{"schema_version", documentSchemaVersion}, {"kind", "bench"}};
    putText(json, "created_utc", result.startedUtc);
    json["wall_s"] = secondsOf(result.wallNs);
    json["complete"] = result.complete;
    putText(json, "stopped_during", result.stoppedDuring);
    const std::vector<engine::LoadedFile> none;
    json["model"] = modelJson(result.modelName, result.modelPath, result.architecture, result.parameterCount,
                              result.loads.empty() ? none : result.loads.front().files);
    json["prefill_chunk_tokens"] = model::prefillChunkTokens;
    json["loads"] = Json::array();
    for (const auto& load : result.loads)
        json["loads"].push_back(loadedJson(load));
    json["results"] = Json::array();
    for (const auto& test : result.results)
        json["results"].push_back(testJson(test, result.loads));
    put(json, "read_bandwidth_bytes_per_s", result.readBandwidthBytesPerS);
    if (!result.environment.is_null()) json["environment"] = result.environment;
    return json;
}

}  // namespace autoglm::report
