#include <algorithm>
#include <cmath>

#include "core/base/text_format.h"
#include "core/measure/statistics.h"
#include "core/report/bench_report.h"
#include "core/report/document.h"
#include "core/report/run_forms.h"

namespace autoglm::report {
namespace {

/// "W8A16 per-channel, BF16 activations, BF16 KV, ..." gives "bf16", "FP16 KV" gives "f16": the names of ggml.
std::string kvTypeName(const std::string& scheme) {
    const std::size_t at = scheme.find(" KV");
    if (at == std::string::npos) return "unknown";
    const std::size_t blank = scheme.rfind(' ', at - 1);
    std::string name =
        scheme.substr(blank == std::string::npos ? 0 : blank + 1, at - (blank == std::string::npos ? 0 : blank + 1));
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name.starts_with("fp") ? "f" + name.substr(2) : name;
}

/// The first text found under one of the paths where the environment may name it.
std::string firstText(const Json& document, std::initializer_list<const char*> pointers) {
    for (const char* pointer : pointers)
        if (std::string text = textAt(document, pointer); !text.empty()) return text;
    return {};
}

std::int64_t integerAt(const Json& json, const std::string& pointer, std::int64_t otherwise = 0) {
    const Json* found = find(json, pointer);
    return found != nullptr && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
}

void putMachine(Json& item, const Json& document, const std::string& device) {
    const bool isCuda = device.starts_with("cuda");
    const std::string commit = firstText(document, {"/program/commit", "/program/version"});
    item["build_commit"] = commit.empty() ? "unknown" : commit;
    item["build_number"] = integerAt(document, "/program/build_number");
    item["cpu_info"] = firstText(document, {"/environment/system/cpu_model"});
    item["gpu_info"] = "";
    for (const Json& known : listAt(document, "/environment/engine/devices"))
        if (isCuda && textAt(known, "/id") == device) item["gpu_info"] = textAt(known, "/name");
    item["backends"] = isCuda ? "libtorch-CUDA" : "libtorch-CPU";
}

/// Options of llama.cpp that the libtorch engine does not have, at their 'off' value.
void putAbsentOptions(Json& item, const std::string& device) {
    const bool isCuda = device.starts_with("cuda");
    const std::string index = isCuda && device.size() > 5 ? device.substr(5) : "0";
    item["n_gpu_layers"] = isCuda ? 99 : 0;
    item["n_cpu_moe"] = 0;
    item["split_mode"] = "none";
    item["main_gpu"] =
        index.find_first_not_of("0123456789") == std::string::npos && index.size() < 4 ? std::stoi(index) : 0;
    item["no_kv_offload"] = !isCuda;
    item["flash_attn"] = 0;
    item["devices"] = isCuda ? "CUDA" + index : "CPU";
    item["tensor_split"] = "0.00";
    item["tensor_buft_overrides"] = "none";
    item["load_mode"] = "none";
    item["embeddings"] = false;
    item["no_op_offload"] = 0;
    item["no_host"] = false;
    item["fit_target"] = 0;
    item["fit_min_ctx"] = 0;
}

void putTimes(Json& item, const Json& result) {
    const std::vector<double> ns = numbersAt(result, "/samples_ns");
    const bool isPrefill = textAt(result, "/phase") == "prefill";
    const std::int64_t tokens = integerAt(result, "/tokens");
    std::vector<double> rates;
    for (const double sample : ns)
        if (sample > 0) rates.push_back(1e9 * static_cast<double>(tokens) / sample);
    item["n_prompt"] = isPrefill ? tokens : 0;
    item["n_gen"] = isPrefill ? 0 : tokens;
    item["n_depth"] = integerAt(result, "/depth");
    item["test_time"] = textAt(result, "/started_utc");
    item["avg_ns"] = std::llround(measure::mean(ns).value_or(0));
    item["stddev_ns"] = std::llround(measure::sampleStddev(ns).value_or(0));
    item["avg_ts"] = measure::mean(rates).value_or(0);
    item["stddev_ts"] = measure::sampleStddev(rates).value_or(0);
    item["samples_ns"] = listAt(result, "/samples_ns");
    item["samples_ts"] = rates;
}

Json testJson(const Json& document, const Json& result) {
    const std::string device = textAt(result, "/device");
    const std::string scheme = textAt(result, "/scheme");
    const std::int64_t chunk = integerAt(document, "/prefill_chunk_tokens");
    Json item = Json::object();
    putMachine(item, document, device);
    item["model_filename"] = textAt(document, "/model/path");
    item["model_type"] = concat(textAt(document, "/model/architecture"), " ", precisionTitle(result));
    item["model_size"] = integerAt(result, "/weights_bytes");
    item["model_n_params"] = integerAt(document, "/model/parameters");
    item["n_batch"] = chunk;
    item["n_ubatch"] = chunk;
    item["n_threads"] = integerAt(result, "/threads");
    item["cpu_mask"] = "0x0";
    item["cpu_strict"] = false;
    item["poll"] = 0;
    item["type_k"] = kvTypeName(scheme);
    item["type_v"] = kvTypeName(scheme);
    putAbsentOptions(item, device);
    putTimes(item, result);
    return item;
}

}  // namespace

Result<std::string> benchLlamaBench(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "bench"));
    Json out = Json::array();
    for (const Json& result : listAt(document, "/results"))
        if (integerAt(result, "/batch", 1) == 1) out.push_back(testJson(document, result));
    AUTOGLM_TRY(std::string text, dumpJson(out));
    return text + "\n";
}

}  // namespace autoglm::report
