#include "core/report/comparison_rows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/text_format.h"

namespace autoglm::report {
namespace {

struct Unit {
    double factor;
    const char* name;
};

/// Times of one table are read against one another: milliseconds all of them, but for a load that takes long.
Unit timeUnit(const std::string& id, double largestSeconds) {
    return id == "load_time" && largestSeconds >= 10 ? Unit{1, "s"} : Unit{1e3, "ms"};
}

Unit byteUnit(double largestBytes) {
    if (largestBytes >= 1e10) return {1e-9, "GB"};
    return largestBytes >= 1e4 ? Unit{1e-6, "MB"} : Unit{1, "B"};
}

double largest(const MetricRow& row) {
    return std::max(row.a ? std::abs(row.a->value) : 0, row.b ? std::abs(row.b->value) : 0);
}

void rescale(MetricRow& row, Unit unit) {
    row.unit = unit.name;
    if (row.a) row.a = row.a->scaled(unit.factor);
    if (row.b) row.b = row.b->scaled(unit.factor);
}

MetricRow armRow(const Json& document, const char* id, const char* name, const std::string& key) {
    MetricRow row;
    row.id = id;
    row.name = name;
    row.a = estimateAt(document, "/arms/0/" + key);
    row.b = estimateAt(document, "/arms/1/" + key);
    return row;
}

void setPaired(MetricRow& row, const Json& document, const std::string& key) {
    row.change = estimateAt(document, "/paired/" + key);
    row.against = row.change ? Against::Ratio : Against::None;
    row.difference = textAt(document, "/paired/" + key + "/difference");
}

/// For sizes, which are exact.
void setQuotient(MetricRow& row) {
    if (!row.a || !row.b || row.a->value <= 0) return;
    row.change = Estimate{row.b->value / row.a->value, {}, {}};
    row.against = Against::Ratio;
}

void keepIfKnown(std::vector<MetricRow>& rows, MetricRow row) {
    if (row.a || row.b || row.change) rows.push_back(std::move(row));
}

MetricRow timeRow(const Json& document, const char* id, const char* name, const std::string& key) {
    MetricRow row = armRow(document, id, name, key);
    rescale(row, timeUnit(row.id, largest(row)));
    return row;
}

MetricRow sizeRow(const Json& document, const char* id, const char* name, const std::string& key) {
    MetricRow row = armRow(document, id, name, key);
    setQuotient(row);
    rescale(row, byteUnit(largest(row)));
    return row;
}

MetricRow aloneRow(const char* id, const char* name, const char* unit, std::optional<Estimate> value) {
    MetricRow row;
    row.id = id;
    row.name = name;
    row.unit = unit;
    row.change = value;
    return row;
}

}  // namespace

std::vector<MetricRow> speedRows(const Json& document) {
    std::vector<MetricRow> rows;
    MetricRow decode = armRow(document, "decode_rate", "Decode rate", "decode_rate_tok_per_s");
    decode.unit = "tok/s";
    setPaired(decode, document, "decode_rate_ratio");
    keepIfKnown(rows, decode);
    MetricRow ttft = timeRow(document, "ttft", "Time to first token", "ttft_s");
    setPaired(ttft, document, "ttft_ratio");
    keepIfKnown(rows, ttft);
    keepIfKnown(rows, timeRow(document, "tpot", "Time per output token", "tpot_s"));
    keepIfKnown(rows, timeRow(document, "itl", "Inter-token latency, P50", "itl_s/p50"));
    keepIfKnown(rows, timeRow(document, "itl", "Inter-token latency, P99", "itl_s/p99"));
    MetricRow prefill = armRow(document, "pp", "Prefill rate", "prefill_rate_tok_per_s");
    prefill.unit = "tok/s";
    keepIfKnown(rows, prefill);
    MetricRow mbu = armRow(document, "mbu", "Memory bandwidth used", "mbu");
    rescale(mbu, {100, "%"});
    keepIfKnown(rows, mbu);
    MetricRow load = timeRow(document, "load_time", "Load time", "load_time_s");
    if (numberAt(document, "/arms/0/load/hash_s").value_or(0) > 0 &&
        numberAt(document, "/arms/1/load/hash_s").value_or(1) == 0)
        load.note = "A's includes hashing the files that both read";
    keepIfKnown(rows, load);
    return rows;
}

std::vector<MetricRow> memoryRows(const Json& document) {
    std::vector<MetricRow> rows;
    keepIfKnown(rows, sizeRow(document, "weights", "Weights", "weights_bytes"));
    keepIfKnown(rows, sizeRow(document, "kv_cache", "KV cache", "kv_cache_bytes"));
    MetricRow peak = sizeRow(document, "peak_memory", "Peak memory", "peak_memory_bytes");
    peak.note = textAt(document, "/arms/1/peak_memory_source");
    keepIfKnown(rows, peak);
    return rows;
}

std::vector<MetricRow> qualityRows(const Json& document) {
    std::vector<MetricRow> rows;
    MetricRow ppl;
    ppl.id = "ppl";
    // Over different tokens there is nothing to divide.
    const bool isOwn = !textAt(document, "/quality/not_compared").empty();
    ppl.name = isOwn ? "Perplexity over its own tokens" : "Perplexity";
    ppl.a = estimateAt(document, "/quality/ppl_a");
    ppl.b = estimateAt(document, "/quality/ppl_b");
    if (const auto logRatio = estimateAt(document, "/quality/ln_ppl_ratio")) {
        Estimate ratio{std::exp(logRatio->value), {}, {}};
        if (logRatio->low) ratio.low = std::exp(*logRatio->low);
        if (logRatio->high) ratio.high = std::exp(*logRatio->high);
        ppl.change = ratio;
        ppl.against = Against::Ratio;
    }
    keepIfKnown(rows, ppl);
    MetricRow bits;
    bits.id = "bits_per_byte";
    bits.name = "Bits per byte of text";
    bits.a = estimateAt(document, "/quality/bits_per_byte_a");
    bits.b = estimateAt(document, "/quality/bits_per_byte_b");
    keepIfKnown(rows, bits);
    MetricRow tasks;
    tasks.id = "task_accuracy";
    tasks.name = "Task accuracy";
    tasks.a = estimateAt(document, "/quality/task_accuracy/a");
    tasks.b = estimateAt(document, "/quality/task_accuracy/b");
    rescale(tasks, {100, "%"});
    if (const auto drop = estimateAt(document, "/quality/task_accuracy/drop_points")) {
        tasks.change = Estimate{-drop->value, {}, {}};
        if (drop->low && drop->high) {
            tasks.change->low = -*drop->high;
            tasks.change->high = -*drop->low;
        }
        tasks.against = Against::Points;
    }
    if (const auto p = numberAt(document, "/quality/task_accuracy/mcnemar_p"))
        tasks.note = concat("McNemar p = ", probabilityText(*p),
                            ", n = ", fixed(numberAt(document, "/quality/task_accuracy/n").value_or(0), 0));
    keepIfKnown(rows, tasks);
    return rows;
}

std::vector<MetricRow> divergenceRows(const Json& document) {
    const auto percent = [&](const std::string& pointer) {
        auto estimate = estimateAt(document, pointer);
        if (estimate) estimate = estimate->scaled(100);
        return estimate;
    };
    std::vector<MetricRow> rows;
    keepIfKnown(rows, aloneRow("kld", "KL divergence, mean", "nats", estimateAt(document, "/quality/kld")));
    keepIfKnown(rows, aloneRow("kld", "KL divergence, median", "nats", estimateAt(document, "/quality/kld/median")));
    keepIfKnown(rows, aloneRow("kld", "KL divergence, P99", "nats", estimateAt(document, "/quality/kld/p99")));
    keepIfKnown(rows, aloneRow("kld", "KL divergence, largest", "nats", estimateAt(document, "/quality/kld/max")));
    keepIfKnown(rows, aloneRow("same_top", "Same most likely token", "%", percent("/quality/same_top")));
    keepIfKnown(rows,
                aloneRow("delta_p", "Change of the right token's probability", "points", percent("/quality/delta_p")));
    return rows;
}

std::string numberText(const Estimate& estimate) {
    return fixed(estimate.value, decimalsFor(estimate));
}

std::string uncertaintyText(const Estimate& estimate) {
    const auto half = estimate.half();
    return half ? "± " + fixed(*half, decimalsFor(estimate)) : std::string();
}

std::string rangeText(const Estimate& estimate) {
    if (!estimate.low || !estimate.high) return {};
    const int decimals = decimalsFor(estimate);
    return fixed(*estimate.low, decimals) + " to " + fixed(*estimate.high, decimals);
}

std::string changeText(const MetricRow& row) {
    if (!row.change) return {};
    const std::string number = numberText(*row.change);
    if (row.against == Against::Ratio) return number + "×";
    return (row.against == Against::Points && row.change->value > 0 ? "+" : "") + number;
}

namespace {

/// Why an interval is too wide stands in the verdict.
std::string ratioRangeText(const Estimate& ratio) {
    return ratio.low && ratio.high && isTooWide(*ratio.low, *ratio.high) ? tooWideText() : rangeText(ratio);
}

}  // namespace

std::string intervalText(const MetricRow& row) {
    if (!row.change) return {};
    return row.against == Against::Ratio ? ratioRangeText(*row.change) : rangeText(*row.change);
}

std::string firstDifference(const Json& answer) {
    for (const auto& [pointer, what] :
         {std::pair("/first_divergence", "token "), std::pair("/first_different_character", "character ")})
        if (const auto index = numberAt(answer, pointer)) return what + fixed(*index + 1, 0);
    return {};
}

std::string sameness(const Json& answer) {
    return textAt(answer, "/compared_by") == "characters" ? "the texts are equal" : "all tokens equal";
}

std::string headline(const Json& document) {
    if (std::string sentence = textAt(document, "/verdict/sentences/0"); !sentence.empty()) return sentence;
    const std::string phase = textAt(document, "/stopped_during");
    return phase.empty() ? "The comparison reached no verdict."
                         : concat("The comparison was stopped during ", phase, " and reached no verdict.");
}

std::string valueText(const std::optional<Estimate>& value) {
    if (!value) return "–";
    const std::string uncertainty = uncertaintyText(*value);
    return numberText(*value) + (uncertainty.empty() ? "" : " " + uncertainty);
}

std::optional<Estimate> budgetMeasured(const Json& budget) {
    const auto value = numberAt(budget, "/value");
    if (!value) return std::nullopt;
    return Estimate{*value, numberAt(budget, "/ci95_low"), numberAt(budget, "/ci95_high")};
}

std::string budgetUnitText(const Json& budget) {
    const std::string whole = textAt(budget, "/of");
    return textAt(budget, "/unit") + (whole.empty() ? "" : " of " + whole);
}

std::string budgetIntervalText(const Json& budget) {
    const auto measured = budgetMeasured(budget);
    if (!measured) return {};
    return budgetUnitText(budget).empty() ? ratioRangeText(*measured) : rangeText(*measured);
}

std::string budgetMeasuredText(const Json& budget) {
    const auto measured = budgetMeasured(budget);
    if (!measured) return "not measured";
    const std::string unit = budgetUnitText(budget);
    const std::string range = budgetIntervalText(budget);
    return numberText(*measured) + (unit.empty() ? "" : " " + unit) + (range.empty() ? "" : " (" + range + ")");
}

std::string budgetResultText(const Json& budget) {
    const std::string reason = textAt(budget, "/reason");
    return textAt(budget, "/result") + (reason.empty() ? "" : ": " + reason);
}

std::string budgetLimitText(const Json& budget) {
    const auto limit = numberAt(budget, "/limit");
    return (textAt(budget, "/side") == "at_least" ? "≥ " : "≤ ") + (limit ? exactText(*limit) : "–");
}

}  // namespace autoglm::report
