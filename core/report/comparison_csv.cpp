#include <algorithm>

#include "core/base/text_format.h"
#include "core/report/comparison_report.h"
#include "core/report/comparison_rows.h"
#include "core/report/csv.h"
#include "core/report/document.h"

namespace autoglm::report {
namespace {

struct Record {
    std::string record, name, unit, arm, run, index;
    std::optional<Estimate> value;
    std::string note;
};

std::string lineOf(const Record& record) {
    return csvLine({record.record, record.name, record.unit, record.arm, record.run, record.index,
                    record.value ? exactText(record.value->value) : "",
                    record.value ? exactText(record.value->low) : "", record.value ? exactText(record.value->high) : "",
                    record.note});
}

std::string armRecords(const Json& document) {
    std::string out;
    const Json& arms = listAt(document, "/arms");
    const auto models = modelsOf(document);
    for (std::size_t i = 0; i < std::min<std::size_t>(arms.size(), 2) && !models.empty(); ++i) {
        const Json& model = *models[std::min(i, models.size() - 1)].model;
        std::vector<std::string> facts = {textAt(arms[i], "/precision"), textAt(arms[i], "/scheme"),
                                          textAt(arms[i], "/device")};
        if (const std::string digest = textAt(model, "/weights_sha256"); !digest.empty())
            facts.push_back("SHA-256 " + digest);
        facts.push_back(textAt(model, "/path"));
        out += lineOf({"arm", textAt(model, "/name"), "", i == 0 ? "A" : "B", "", "", {}, join(facts, "; ")});
    }
    return out;
}

/// Metrics come from the document itself, in its own SI units: no scaling stands between the JSON and the CSV.
struct Metric {
    const char* name;
    const char* unit;
    const char* key;
};

std::string armMetrics(const Json& document) {
    std::string out;
    for (std::size_t i = 0; i < listAt(document, "/arms").size(); ++i)
        for (const Metric& metric :
             {Metric{"decode_rate", "tok/s", "decode_rate_tok_per_s"}, Metric{"ttft", "s", "ttft_s"},
              Metric{"tpot", "s", "tpot_s"}, Metric{"itl_p50", "s", "itl_s/p50"}, Metric{"itl_p90", "s", "itl_s/p90"},
              Metric{"itl_p99", "s", "itl_s/p99"}, Metric{"pp", "tok/s", "prefill_rate_tok_per_s"},
              Metric{"mbu", "share", "mbu"}, Metric{"load_time", "s", "load_time_s"},
              Metric{"weights", "B", "weights_bytes"}, Metric{"kv_cache", "B", "kv_cache_bytes"},
              Metric{"peak_memory", "B", "peak_memory_bytes"}})
            if (const auto value = estimateAt(document, concat("/arms/", i, "/", metric.key)))
                out += lineOf({"metric", metric.name, metric.unit, i == 0 ? "A" : "B", "", "", value, ""});
    return out;
}

std::string sharedMetrics(const Json& document) {
    struct Shared {
        const char* name;
        const char* unit;
        const char* arm;
        const char* pointer;
        const char* note = "";
    };
    std::string out;
    for (const Shared& metric :
         {Shared{"decode_rate_ratio", "", "B/A", "/paired/decode_rate_ratio", "/paired/decode_rate_ratio/difference"},
          Shared{"ttft_ratio", "", "B/A", "/paired/ttft_ratio", "/paired/ttft_ratio/difference"},
          Shared{"memory_ratio", "", "B/A", "/paired/memory_ratio"},
          Shared{"weights_ratio", "", "B/A", "/paired/weights_ratio"},
          Shared{"smallest_findable_ratio", "", "B/A", "/method/smallest_findable_ratio"},
          Shared{"noise_floor", "", "A,B", "/noise_floor"},
          Shared{"kld", "nats", "A,B", "/quality/kld"},
          Shared{"kld_median", "nats", "A,B", "/quality/kld/median"},
          Shared{"kld_p99", "nats", "A,B", "/quality/kld/p99"},
          Shared{"kld_max", "nats", "A,B", "/quality/kld/max"},
          Shared{"same_top", "share", "A,B", "/quality/same_top"},
          Shared{"delta_p", "share", "B-A", "/quality/delta_p"},
          Shared{"ppl", "", "A", "/quality/ppl_a"},
          Shared{"ppl", "", "B", "/quality/ppl_b"},
          Shared{"bits_per_byte", "bits/B", "A", "/quality/bits_per_byte_a"},
          Shared{"bits_per_byte", "bits/B", "B", "/quality/bits_per_byte_b"},
          Shared{"ln_ppl_ratio", "", "B-A", "/quality/ln_ppl_ratio"},
          Shared{"task_accuracy", "share", "A", "/quality/task_accuracy/a"},
          Shared{"task_accuracy", "share", "B", "/quality/task_accuracy/b"},
          Shared{"task_drop", "points", "A,B", "/quality/task_accuracy/drop_points"}})
        if (const auto value = estimateAt(document, metric.pointer))
            out +=
                lineOf({"metric", metric.name, metric.unit, metric.arm, "", "", value, textAt(document, metric.note)});
    return out;
}

std::string budgetRecords(const Json& document) {
    std::string out;
    for (const Json& budget : listAt(document, "/verdict/budgets")) {
        const std::string note =
            concat(textAt(budget, "/side") == "at_least" ? ">= " : "<= ", exactText(numberAt(budget, "/limit")), ": ",
                   budgetResultText(budget));
        out += lineOf(
            {"budget", textAt(budget, "/name"), budgetUnitText(budget), "", "", "", budgetMeasured(budget), note});
    }
    return out;
}

std::string sampleRecords(const Json& document) {
    std::string out;
    const auto sample = [&](const char* record, const char* unit, const std::string& arm, const std::string& run,
                            std::size_t index, const Json& value) {
        out += csvLine({record, "", unit, arm, run, std::to_string(index), value.dump(), "", "", ""});
    };
    for (std::size_t arm = 0; arm < listAt(document, "/arms").size(); ++arm) {
        const Json& runs = listAt(document, concat("/arms/", arm, "/runs"));
        for (std::size_t run = 0; run < runs.size(); ++run) {
            const Json& times = listAt(runs[run], "/token_ns");
            for (std::size_t i = 0; i < times.size(); ++i)
                sample("token_ns", "ns", arm == 0 ? "A" : "B", std::to_string(run), i, times[i]);
        }
    }
    const Json& blocks = listAt(document, "/paired/decode_rate_ratio/block_ratios");
    for (std::size_t i = 0; i < blocks.size(); ++i)
        sample("block_ratio", "", "B/A", "", i, blocks[i]);
    const Json& positions = listAt(document, "/quality/per_token/position");
    const Json& kld = listAt(document, "/quality/per_token/kld");
    for (std::size_t i = 0; i < std::min(positions.size(), kld.size()); ++i)
        if (positions[i].is_number_integer()) sample("kld", "nats", "A,B", "", positions[i].get<std::size_t>(), kld[i]);
    return out;
}

}  // namespace

Result<std::string> comparisonCsv(const Json& document) {
    AUTOGLM_CHECK(checkDocument(document, "compare"));
    return csvLine({"record", "name", "unit", "arm", "run", "index", "value", "ci95_low", "ci95_high", "note"}) +
           armRecords(document) + armMetrics(document) + sharedMetrics(document) + budgetRecords(document) +
           sampleRecords(document);
}

}  // namespace autoglm::report
