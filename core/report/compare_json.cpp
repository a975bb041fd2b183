#include "core/report/compare_json.h"

#include <algorithm>
#include <cmath>

#include "core/report/json_parts.h"

namespace autoglm::report {
namespace {

using evaluate::ArmResult;
using evaluate::ComparisonResult;
using evaluate::PairedRatio;
using evaluate::QualityResult;
using measure::RunRecord;

Json runsJson(const std::vector<RunRecord>& runs) {
    Json json = Json::array();
    for (const RunRecord& run : runs) {
        std::vector<std::int64_t> tokenNs;
        tokenNs.reserve(run.tokenNs.size());
        for (const std::int64_t ns : run.tokenNs)
            tokenNs.push_back(ns - run.submitNs);
        Json item = Json::object();
        putText(item, "label", run.label);
        item["submit_ns"] = run.submitNs;
        item["prefill_ns"] = run.prefillNs;
        item["prompt_tokens"] = run.promptTokens;
        item["token_ns"] = std::move(tokenNs);
        json.push_back(std::move(item));
    }
    return json;
}

Json memoryJson(const std::vector<evaluate::PhaseMemory>& phases) {
    Json json = Json::array();
    for (const auto& phase : phases) {
        Json item = {{"phase", phase.phase}};
        put(item, "allocated_peak_bytes", phase.allocatedPeakBytes);
        put(item, "reserved_peak_bytes", phase.reservedPeakBytes);
        put(item, "process_resident_bytes", phase.system.process.residentBytes);
        put(item, "process_peak_resident_bytes", phase.system.process.peakResidentBytes);
        put(item, "process_file_backed_bytes", phase.system.process.fileBackedBytes);
        put(item, "device_in_use_bytes", phase.system.deviceInUseBytes);
        put(item, "device_process_bytes", phase.system.deviceProcessBytes);
        put(item, "system_available_bytes", phase.system.availableSystemBytes);
        put(item, "system_total_bytes", phase.system.totalSystemBytes);
        json.push_back(std::move(item));
    }
    return json;
}

/// The gaps of all measured runs together, as a distribution; no interval, since gaps of one run are not independent.
Json itlJson(const std::vector<RunRecord>& runs) {
    std::vector<double> gaps;
    for (const RunRecord& run : runs)
        for (const std::int64_t ns : run.itlNs())
            gaps.push_back(secondsOf(ns));
    if (gaps.empty()) return nullptr;
    Json json = Json::object();
    put(json, "mean", measure::mean(gaps));
    put(json, "p50", measure::percentile(gaps, 0.5));
    put(json, "p90", measure::percentileIfEnough(gaps, 0.9));
    put(json, "p99", measure::percentileIfEnough(gaps, 0.99));
    json["max"] = *std::ranges::max_element(gaps);
    json["n"] = gaps.size();
    return json;
}

void putObject(Json& json, const char* key, Json value) {
    if (!value.is_null()) json[key] = std::move(value);
}

Json comparedModelJson(const evaluate::ComparedModel& model) {
    Json json = modelJson(model.name, model.path, model.architecture, model.parameterCount, model.files);
    json["hash_mismatch_overridden"] = model.hashMismatchOverridden;
    return json;
}

Json armJson(const ArmResult& arm, const evaluate::ComparedModel& model) {
    Json json = {{"name", arm.name},
                 {"model", comparedModelJson(model)},
                 {"precision", model::precisionName(arm.precision)},
                 {"scheme", arm.scheme},
                 {"device", arm.device}};
    if (arm.threads > 0) json["threads"] = arm.threads;
    json["load_time_s"] = secondsOf(arm.load.wallNs);
    json["load"] = loadJson(arm.load);
    if (!arm.loadWarnings.empty()) json["load_warnings"] = arm.loadWarnings;
    json["weights_bytes"] = arm.weightsBytes;
    json["kv_cache_bytes"] = arm.kvCacheBytes;
    json["bytes_read_per_token"] = arm.bytesReadPerToken;
    json["peak_memory_bytes"] = arm.peakMemoryBytes;
    putText(json, "peak_memory_source", arm.peakMemorySource);
    json["memory"] = memoryJson(arm.memory);
    putObject(json, "ttft_s", sampledJson(arm.ttftSeconds));
    putObject(json, "tpot_s", sampledJson(arm.tpotSeconds));
    putObject(json, "itl_s", itlJson(arm.runs));
    putObject(json, "decode_rate_tok_per_s", sampledJson(arm.decodeRate));
    putObject(json, "prefill_rate_tok_per_s", sampledJson(arm.prefillRate));
    put(json, "mbu", arm.mbu);
    json["runs"] = runsJson(arm.runs);
    json["warm_up_runs"] = runsJson(arm.warmUps);
    return json;
}

std::vector<double> exponentials(const std::vector<double>& logs) {
    std::vector<double> values;
    for (const double value : logs)
        values.push_back(std::exp(value));
    return values;
}

Json pairedJson(const PairedRatio& ratio) {
    if (!ratio.estimate) return nullptr;
    Json json = {{"mean", finiteOrNull(ratio.estimate->ratio)}};
    putInterval(json, ratio.estimate->interval95);
    json["difference"] = evaluate::differenceName(ratio.difference);
    json["n"] = ratio.estimate->n;
    if (ratio.bootstrap95) {
        json["bootstrap_ci95_low"] = ratio.bootstrap95->low;
        json["bootstrap_ci95_high"] = ratio.bootstrap95->high;
    }
    json["noise_floor"] = std::expm1(ratio.noiseFloorLog);
    json["block_ratios"] = exponentials(ratio.blockLogRatios);
    json["same_arm_ratios"] = exponentials(ratio.sameArmLogRatios);
    return json;
}

Json kldJson(const evaluate::DivergenceSummary& kld) {
    Json json = {{"mean", finiteOrNull(kld.mean)}};
    put(json, "stderr", kld.stderrOfMean);
    put(json, "median", std::optional(kld.median));
    put(json, "p90", kld.p90);
    put(json, "p95", kld.p95);
    put(json, "p99", kld.p99);
    put(json, "p99_9", kld.p999);
    put(json, "max", std::optional(kld.max));
    return json;
}

Json deltaPJson(const evaluate::DeltaPSummary& deltaP) {
    Json json = {{"mean", finiteOrNull(deltaP.mean)}};
    put(json, "stderr", deltaP.stderrOfMean);
    put(json, "rms", std::optional(deltaP.rms));
    put(json, "p1", deltaP.p01);
    put(json, "p5", deltaP.p05);
    put(json, "p50", deltaP.p50);
    put(json, "p95", deltaP.p95);
    put(json, "p99", deltaP.p99);
    return json;
}

/// Columns instead of one object per token: a text of 20,000 tokens stays small.
Json perTokenJson(const std::vector<evaluate::TokenDivergence>& tokens) {
    Json json = {{"position", Json::array()}, {"kld", Json::array()},     {"nll_a", Json::array()},
                 {"nll_b", Json::array()},    {"delta_p", Json::array()}, {"same_top", Json::array()}};
    for (const auto& token : tokens) {
        json["position"].push_back(token.position);
        json["kld"].push_back(finiteOrNull(token.kld));
        json["nll_a"].push_back(finiteOrNull(token.nllA));
        json["nll_b"].push_back(finiteOrNull(token.nllB));
        json["delta_p"].push_back(finiteOrNull(token.deltaP));
        json["same_top"].push_back(token.sameTop);
    }
    return json;
}

Json likelyJson(const std::vector<evaluate::LikelyToken>& tokens) {
    Json json = Json::array();
    for (const auto& token : tokens)
        json.push_back({{"id", token.id}, {"text", token.text}, {"probability", finiteOrNull(token.probability)}});
    return json;
}

Json bucketJson(const evaluate::StripBucket& bucket) {
    Json json = {{"first_position", bucket.firstPosition},
                 {"last_position", bucket.lastPosition},
                 {"tokens", bucket.tokens},
                 {"mean_kld", finiteOrNull(bucket.meanKld)},
                 {"max_kld", finiteOrNull(bucket.maxKld)},
                 {"max_position", bucket.maxPosition}};
    if (bucket.peak)
        json["peak"] = {{"before", bucket.peak->before},
                        {"next_id", bucket.peak->nextId},
                        {"next", bucket.peak->next},
                        {"top_a", likelyJson(bucket.peak->a)},
                        {"top_b", likelyJson(bucket.peak->b)}};
    return json;
}

void putPerplexity(Json& json, const std::string& key, const evaluate::PerplexityEstimate& estimate) {
    put(json, key.c_str(), std::optional(estimate.ppl));
    put(json, (key + "_stderr").c_str(), estimate.pplStderr);
    if (!estimate.interval95) return;
    put(json, (key + "_ci95_low").c_str(), std::optional(estimate.interval95->low));
    put(json, (key + "_ci95_high").c_str(), std::optional(estimate.interval95->high));
}

void putQuality(Json& json, const QualityResult& quality) {
    json["tokens"] = quality.tokens;
    json["windows"] = quality.windows;
    json["window_tokens"] = quality.windowLength;
    json["kld"] = kldJson(quality.kld);
    json["same_top"] = proportionJson(quality.sameTop);
    json["delta_p"] = deltaPJson(quality.deltaP);
    putPerplexity(json, "ppl_a", quality.pplA);
    putPerplexity(json, "ppl_b", quality.pplB);
    json["ln_ppl_ratio"] = {{"mean", finiteOrNull(quality.lnPplRatio.mean)}};
    put(json["ln_ppl_ratio"], "stderr", quality.lnPplRatio.stderrOfMean);
    json["non_finite_positions"] = quality.nonFinitePositions;
    json["strip"] = Json::array();
    for (const auto& bucket : quality.strip)
        json["strip"].push_back(bucketJson(bucket));
    json["per_token"] = perTokenJson(quality.perToken);
}

/// Of models whose tokens are not the same: each arm by itself, and why no more can be said.
void putOwnQuality(Json& json, const ComparisonResult& result) {
    putText(json, "not_compared", result.noDivergenceReason);
    for (const auto& [own, arm] : {std::pair(result.ownQuality[0], "_a"), std::pair(result.ownQuality[1], "_b")}) {
        if (!own) continue;
        const auto key = [&arm](const char* name) { return name + std::string(arm); };
        json[key("tokens")] = own->tokens;
        json[key("windows")] = own->windows;
        json[key("window_tokens")] = own->windowLength;
        json[key("bytes")] = own->bytes;
        putPerplexity(json, key("ppl"), own->ppl);
        json[key("bits_per_byte")] = {{"mean", finiteOrNull(own->bitsPerByte)}};
        put(json[key("bits_per_byte")], "stderr", own->bitsPerByteStderr);
        json[key("non_finite_positions")] = own->nonFinitePositions;
    }
}

Json taskJson(const evaluate::TaskAccuracy& tasks) {
    Json json = {{"a", tasks.a.share},
                 {"b", tasks.b.share},
                 {"a_ci95_low", tasks.a.interval95.low},
                 {"a_ci95_high", tasks.a.interval95.high},
                 {"b_ci95_low", tasks.b.interval95.low},
                 {"b_ci95_high", tasks.b.interval95.high},
                 {"n", tasks.a.n},
                 {"correct_a", tasks.a.successes},
                 {"correct_b", tasks.b.successes},
                 {"only_a", tasks.onlyA},
                 {"only_b", tasks.onlyB},
                 {"mcnemar_p", tasks.mcnemarP},
                 {"drop_points", {{"mean", tasks.dropPoints}}}};
    json["drop_points"]["ci95_low"] = tasks.dropInterval95.low;
    json["drop_points"]["ci95_high"] = tasks.dropInterval95.high;
    json["categories"] = Json::array();
    for (const auto& category : tasks.categories)
        json["categories"].push_back({{"category", category.category},
                                      {"n", category.n},
                                      {"correct_a", category.correctA},
                                      {"correct_b", category.correctB}});
    return json;
}

Json answersJson(const std::vector<evaluate::AnswerPair>& answers) {
    Json json = Json::array();
    for (const auto& answer : answers) {
        Json item = {{"prompt", answer.prompt},
                     {"a", answer.a},
                     {"b", answer.b},
                     {"first_divergence", nullptr},
                     {"prompt_ids", answer.promptIds},
                     {"token_ids_a", answer.idsA},
                     {"token_ids_b", answer.idsB}};
        put(item, "first_divergence", answer.firstDivergence);
        put(item, "first_different_character", answer.firstDifferentCharacter);
        item["compared_by"] = answer.comparedBy == evaluate::AnswerUnit::Token ? "tokens" : "characters";
        if (answer.promptIdsB != answer.promptIds) item["prompt_ids_b"] = answer.promptIdsB;
        if (answer.differenceA) item["difference_a"] = {answer.differenceA->begin, answer.differenceA->end};
        if (answer.differenceB) item["difference_b"] = {answer.differenceB->begin, answer.differenceB->end};
        json.push_back(std::move(item));
    }
    return json;
}

Json verdictJson(const evaluate::Verdict& verdict) {
    Json json = {{"result", evaluate::outcomeName(verdict.result)},
                 {"budgets", Json::array()},
                 {"sentences", verdict.sentences}};
    for (const auto& budget : verdict.budgets) {
        Json item = {
            {"name", evaluate::budgetKey(budget.budget.name)},
            {"limit", budget.budget.limit},
            {"side", evaluate::budgetSide(budget.budget.name) == evaluate::BudgetSide::AtMost ? "at_most" : "at_least"},
            {"result", evaluate::outcomeName(budget.result)},
            {"origin", budget.budget.origin == evaluate::BudgetOrigin::Given ? "given" : "default"}};
        putText(item, "unit", evaluate::budgetUnit(budget.budget.name));
        putText(item, "of", evaluate::budgetWhole(budget.budget.name));
        putText(item, "reason", budget.reason);
        if (budget.measured) {
            put(item, "value", std::optional(budget.measured->value));
            putInterval(item, budget.measured->interval95);
        }
        json["budgets"].push_back(std::move(item));
    }
    return json;
}

Json methodJson(const ComparisonResult& result) {
    Json json = {{"blocks", result.blocksDone},
                 {"same_arm_blocks", result.sameArmBlocksDone},
                 {"warm_up_runs", result.warmUpRuns},
                 {"decode_tokens_per_run", result.decodeTokensPerRun}};
    put(json, "smallest_findable_ratio", result.smallestFindableRatio);
    if (!result.design) return json;
    json["planned_blocks"] = result.design->blocks;
    json["planned_same_arm_blocks"] = result.design->sameArmBlocks;
    json["pilot_blocks"] = result.design->pilotBlocks;
    put(json, "pilot_log_stddev", result.design->pilotLogStddev);
    put(json, "planned_smallest_findable_ratio", result.design->smallestFindableRatio);
    putText(json, "blocks_reason", result.design->blocksReason);
    return json;
}

}  // namespace

Json comparisonToJson(const ComparisonResult& result) {
    Json json = {{"schema_version", documentSchemaVersion}, {"kind", "compare"}};
    putText(json, "created_utc", result.startedUtc);
    json["wall_s"] = secondsOf(result.wallNs);
    json["complete"] = result.complete;
    putText(json, "stopped_during", result.stoppedDuring);
    json["model"] = comparedModelJson(result.models[0]);
    json["random_tokens"] = result.randomTokens;
    json["arms"] = Json::array();
    for (std::size_t arm = 0; arm < result.arms.size(); ++arm)
        json["arms"].push_back(armJson(result.arms[arm], result.models[arm]));

    json["paired"] = Json::object();
    putObject(json["paired"], "decode_rate_ratio", pairedJson(result.decodeRateRatio));
    putObject(json["paired"], "ttft_ratio", pairedJson(result.ttftRatio));
    put(json["paired"], "memory_ratio", result.memoryRatio);
    put(json["paired"], "weights_ratio", result.weightsRatio());
    if (result.decodeRateRatio.estimate) json["noise_floor"] = std::expm1(result.decodeRateRatio.noiseFloorLog);
    put(json, "device_memory_bytes", result.deviceMemoryBytes);
    json["method"] = methodJson(result);
    json["same_arm_runs"] = runsJson(result.sameArmRuns);
    json["timed_prompt_token_ids"] = result.promptIds;
    if (result.promptIdsB != result.promptIds) json["timed_prompt_token_ids_b"] = result.promptIdsB;

    json["quality"] = Json::object();
    if (result.quality) putQuality(json["quality"], *result.quality);
    putOwnQuality(json["quality"], result);
    if (result.tasks) json["quality"]["task_accuracy"] = taskJson(*result.tasks);
    json["answers"] = answersJson(result.answers);
    json["validity_state"] = measure::validityStateName(result.validity.state);
    json["validity"] = Json::array();
    for (const std::string& reason : result.validity.reasons)
        json["validity"].push_back({{"state", measure::validityStateName(result.validity.state)}, {"reason", reason}});
    json["verdict"] = verdictJson(result.verdict);
    put(json, "read_bandwidth_bytes_per_s", result.readBandwidthBytesPerS);
    if (!result.environment.is_null()) json["environment"] = result.environment;
    return json;
}

}  // namespace autoglm::report
