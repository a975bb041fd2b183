#include "core/store/run_diff.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/text_format.h"

namespace autoglm::store {
namespace {

/// What may differ by no more than this is the same; fixed, because a noisy machine must not make more things equal.
constexpr double sameWithin = 0.02;
/// Bytes: of what allocators held at most, a thread's scratch more or less says nothing of the run.
constexpr double allocatedWithin = 1e6;
constexpr double leastNoiseFloor = 0.005;
constexpr const char* decodeNoise = "/noise_floor";
constexpr const char* ttftNoise = "/paired/ttft_ratio/noise_floor";

enum class Better { Lower, Higher };
/// Exact values (sizes) need no interval; what allocators held at most depends on which thread came first.
enum class Source { Measured, Exact, Allocated };

struct Metric {
    std::string name;
    std::string pointer;
    const char* unit;
    Better better;
    ChangeScale scale;
    Source source = Source::Measured;
    const char* noise = decodeNoise;  ///< where the floor of this metric stands
    double within = allocatedWithin;  ///< of Allocated: no difference
};

struct Estimate {
    double value = 0;
    std::optional<double> low;
    std::optional<double> high;
};

std::optional<double> numberAt(const Json& object, const char* key) {
    if (!object.is_object()) return std::nullopt;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number()) return std::nullopt;
    return found->get<double>();
}

std::string textAt(const Json& document, const std::string& pointer) {
    const Json::json_pointer place(pointer);
    if (!document.contains(place) || !document.at(place).is_string()) return {};
    return document.at(place).get<std::string>();
}

/// A number, or an object with mean and either ci95_low, ci95_high or stderr.
std::optional<Estimate> estimateAt(const Json& document, const std::string& pointer) {
    const Json::json_pointer place(pointer);
    if (!document.contains(place)) return std::nullopt;
    const Json& node = document.at(place);
    if (node.is_number()) return Estimate{node.get<double>(), {}, {}};
    const auto mean = numberAt(node, "mean");
    if (!mean) return std::nullopt;
    Estimate estimate{*mean, numberAt(node, "ci95_low"), numberAt(node, "ci95_high")};
    if (const auto standardError = numberAt(node, "stderr"); standardError && !estimate.low) {
        estimate.low = *mean - 1.959964 * *standardError;
        estimate.high = *mean + 1.959964 * *standardError;
    }
    return estimate;
}

/// Independent runs: the half widths add in quadrature.
Change changeOf(const Estimate& a, const Estimate& b, ChangeScale wanted) {
    const bool canDivide = a.value > 0 && b.value > 0;
    Change change{wanted == ChangeScale::Ratio && canDivide ? ChangeScale::Ratio : ChangeScale::Difference, 0, {}, {}};
    const bool isRatio = change.scale == ChangeScale::Ratio;
    change.value = isRatio ? b.value / a.value : b.value - a.value;
    if (!a.low || !a.high || !b.low || !b.high) return change;
    if (!isRatio) {
        const double half = std::hypot((*a.high - *a.low) / 2, (*b.high - *b.low) / 2);
        change.low95 = change.value - half;
        change.high95 = change.value + half;
    } else if (*a.low > 0 && *b.low > 0) {
        const double half = std::hypot(std::log(*a.high / *a.low) / 2, std::log(*b.high / *b.low) / 2);
        change.low95 = change.value * std::exp(-half);
        change.high95 = change.value * std::exp(half);
    }
    return change;
}

/// A computation repeated gives the same bits; a clock does not.
bool isRepeated(const Estimate& a, const Estimate& b, const Metric& metric) {
    const bool isComputed = metric.source == Source::Exact || metric.scale == ChangeScale::Difference;
    return isComputed && a.value == b.value && a.low == b.low && a.high == b.high;
}

DiffVerdict judge(const Estimate& a, const Estimate& b, const Change& change, const Metric& metric, double noiseFloor) {
    if (isRepeated(a, b, metric)) return DiffVerdict::Same;
    const DiffVerdict direction =
        (b.value > a.value) == (metric.better == Better::Higher) ? DiffVerdict::Better : DiffVerdict::Worse;
    if (metric.source == Source::Allocated)
        return std::abs(b.value - a.value) <= std::max(metric.within, sameWithin * a.value) ? DiffVerdict::Same
                                                                                            : direction;
    if (metric.source == Source::Exact) return direction;
    if (!change.low95 || !change.high95) return DiffVerdict::CannotTell;
    if (change.scale == ChangeScale::Difference)
        return *change.low95 > 0 || *change.high95 < 0 ? direction : DiffVerdict::CannotTell;
    const double lowLog = std::log(*change.low95);
    const double highLog = std::log(*change.high95);
    if ((lowLog > 0 || highLog < 0) && std::abs(std::log(change.value)) > std::log1p(noiseFloor)) return direction;
    return std::max(-lowLog, highLog) <= std::log1p(sameWithin) ? DiffVerdict::Same : DiffVerdict::CannotTell;
}

/// Documents without a floor of this metric's own have that of the decode rate.
double noiseFloorOf(const Json& document, const Metric& metric) {
    for (const char* pointer : {metric.noise, decodeNoise})
        if (const Json::json_pointer place(pointer); document.contains(place) && document.at(place).is_number())
            return document.at(place).get<double>();
    return 0;
}

/// The smallest peak of the arms of two comparisons, in bytes; infinite where none is told.
double leastPeak(const Json& a, const Json& b) {
    double least = std::numeric_limits<double>::infinity();
    for (const Json* document : {&a, &b})
        for (const char* arm : {"/arms/0/peak_memory_bytes", "/arms/1/peak_memory_bytes"})
            if (const auto peak = estimateAt(*document, arm); peak && peak->value > 0)
                least = std::min(least, peak->value);
    return least;
}

void addRow(RunDiff& diff, const Json& a, const Json& b, const Metric& metric, const std::string& pointerInB) {
    const auto left = estimateAt(a, metric.pointer);
    const auto right = estimateAt(b, pointerInB);
    if (!left && !right) return;
    DiffRow row{metric.name, metric.unit, {}, {}, {}, DiffVerdict::CannotTell};
    if (left) row.a = left->value;
    if (right) row.b = right->value;
    if (left && right) {
        row.change = changeOf(*left, *right, metric.scale);
        const double noiseFloor = std::max({leastNoiseFloor, noiseFloorOf(a, metric), noiseFloorOf(b, metric)});
        row.verdict = judge(*left, *right, *row.change, metric, noiseFloor);
    }
    diff.rows.push_back(std::move(row));
}

void addNote(RunDiff& diff, const std::string& what, const std::string& left, const std::string& right) {
    if (left != right)
        diff.notes.push_back(concat(what, " differs: ", left.empty() ? "unknown" : left, " in the first run, ",
                                    right.empty() ? "unknown" : right, " in the second"));
}

void addNote(RunDiff& diff, const Json& a, const Json& b, const std::string& what, const std::string& pointer) {
    addNote(diff, what, textAt(a, pointer), textAt(b, pointer));
}

/// Of the model of an arm; documents from before arms named theirs have one.
std::string ofModel(const Json& document, int arm, const char* key) {
    const std::string own = textAt(document, concat("/arms/", arm, "/model/", key));
    return own.empty() ? textAt(document, concat("/model/", key)) : own;
}

void addModelNotes(RunDiff& diff, const Json& a, const Json& b) {
    const auto hasTwo = [](const Json& document) {
        return ofModel(document, 0, "path") != ofModel(document, 1, "path");
    };
    if (!hasTwo(a) && !hasTwo(b)) return addNote(diff, a, b, "the SHA-256 of the weights", "/model/weights_sha256");
    for (const int arm : {0, 1}) {
        const std::string name = arm == 0 ? "A " : "B ";
        addNote(diff, name + "model", ofModel(a, arm, "path"), ofModel(b, arm, "path"));
        addNote(diff, name + "SHA-256 of the weights", ofModel(a, arm, "weights_sha256"),
                ofModel(b, arm, "weights_sha256"));
    }
}

constexpr auto ratio = ChangeScale::Ratio;
constexpr auto difference = ChangeScale::Difference;

void diffComparisons(RunDiff& diff, const Json& a, const Json& b) {
    addModelNotes(diff, a, b);
    for (const int arm : {0, 1}) {
        const std::string name = arm == 0 ? "A " : "B ";
        const std::string at = concat("/arms/", arm, "/");
        for (const char* key : {"precision", "scheme", "device"})
            addNote(diff, a, b, name + key, at + key);
        for (const Metric& metric : {
                 Metric{name + "decode_rate", at + "decode_rate_tok_per_s", "tok/s", Better::Higher, ratio},
                 Metric{name + "ttft", at + "ttft_s", "s", Better::Lower, ratio, Source::Measured, ttftNoise},
                 Metric{name + "tpot", at + "tpot_s", "s", Better::Lower, ratio},
                 Metric{name + "load_time", at + "load_time_s", "s", Better::Lower, ratio},
                 Metric{name + "weights", at + "weights_bytes", "B", Better::Lower, ratio, Source::Exact},
                 Metric{name + "peak_memory", at + "peak_memory_bytes", "B", Better::Lower, ratio, Source::Allocated},
             })
            addRow(diff, a, b, metric, metric.pointer);
    }
    for (const Metric& metric : {
             Metric{"B vs A decode_rate", "/paired/decode_rate_ratio", "ratio", Better::Higher, ratio},
             Metric{"B vs A ttft", "/paired/ttft_ratio", "ratio", Better::Lower, ratio, Source::Measured, ttftNoise},
             Metric{"B vs A tpot", "/paired/tpot_ratio", "ratio", Better::Lower, ratio},
             Metric{"B vs A memory", "/paired/memory_ratio", "ratio", Better::Lower, ratio, Source::Allocated,
                    decodeNoise, allocatedWithin / leastPeak(a, b)},
             Metric{"kld", "/quality/kld", "nats", Better::Lower, difference},
             Metric{"same_top", "/quality/same_top", "share", Better::Higher, difference},
             Metric{"ppl A", "/quality/ppl_a", "", Better::Lower, difference, Source::Exact},
             Metric{"ppl B", "/quality/ppl_b", "", Better::Lower, difference, Source::Exact},
             Metric{"bits_per_byte A", "/quality/bits_per_byte_a", "", Better::Lower, difference},
             Metric{"bits_per_byte B", "/quality/bits_per_byte_b", "", Better::Lower, difference},
             Metric{"ln_ppl_ratio", "/quality/ln_ppl_ratio", "", Better::Lower, difference},
             Metric{"task_accuracy A", "/quality/task_accuracy/a", "share", Better::Higher, difference},
             Metric{"task_accuracy B", "/quality/task_accuracy/b", "share", Better::Higher, difference},
         })
        addRow(diff, a, b, metric, metric.pointer);
}

std::string benchKey(const Json& result) {
    std::string key;
    for (const char* part : {"precision", "test", "device"})
        if (result.contains(part) && result[part].is_string()) key += result[part].get<std::string>() + " ";
    for (const char* part : {"depth", "batch"})
        if (result.contains(part) && result[part].is_number())
            key += concat(part, " ", result[part].get<std::int64_t>(), " ");
    return std::string(trim(key));
}

void diffBenches(RunDiff& diff, const Json& a, const Json& b) {
    addNote(diff, a, b, "the model's path", "/model/path");
    const Json& left = a["results"];
    const Json& right = b["results"];
    std::vector<bool> used(right.size(), false);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const std::string key = benchKey(left[i]);
        std::size_t j = 0;
        while (j < right.size() && (used[j] || benchKey(right[j]) != key))
            ++j;
        if (j < right.size()) used[j] = true;
        const Metric metric{key, concat("/results/", i, "/tokens_per_s"), "tok/s", Better::Higher, ratio};
        addRow(diff, a, b, metric, concat("/results/", j, "/tokens_per_s"));
    }
    for (std::size_t j = 0; j < right.size(); ++j)
        if (!used[j]) {
            const Metric metric{benchKey(right[j]), "/absent", "tok/s", Better::Higher, ratio};
            addRow(diff, a, b, metric, concat("/results/", j, "/tokens_per_s"));
        }
}

void diffSingles(RunDiff& diff, const Json& a, const Json& b) {
    for (const Metric& metric : {
             Metric{"ttft", "/ttft_s", "s", Better::Lower, ratio},
             Metric{"tpot", "/tpot_s", "s", Better::Lower, ratio},
             Metric{"decode_rate", "/decode_rate_tok_per_s", "tok/s", Better::Higher, ratio},
             Metric{"ppl", "/ppl", "", Better::Lower, difference, Source::Exact},
         })
        addRow(diff, a, b, metric, metric.pointer);
}

enum class Kind { Compare, Bench, Single, Unknown };

Kind kindOf(const Json& document) {
    if (!document.is_object()) return Kind::Unknown;
    if (document.contains("arms") && document["arms"].is_array()) return Kind::Compare;
    if (document.contains("results") && document["results"].is_array()) return Kind::Bench;
    return document.contains("ttft_s") || document.contains("ppl") ? Kind::Single : Kind::Unknown;
}

}  // namespace

const char* diffVerdictName(DiffVerdict verdict) {
    constexpr std::array<const char*, 4> names = {"better", "worse", "same", "cannot tell"};
    return names[static_cast<std::size_t>(verdict)];
}

Result<RunDiff> diffDocuments(const Json& a, const Json& b) {
    const Kind kind = kindOf(a);
    if (kind == Kind::Unknown || kindOf(b) != kind)
        return fail(ErrorCode::InvalidArgument,
                    "the two runs are of different kinds; a diff needs two comparisons or two benchmarks");
    RunDiff diff;
    if (kind != Kind::Compare) addNote(diff, a, b, "the SHA-256 of the weights", "/model/weights_sha256");
    if (kind == Kind::Compare) diffComparisons(diff, a, b);
    if (kind == Kind::Bench) diffBenches(diff, a, b);
    if (kind == Kind::Single) diffSingles(diff, a, b);
    if (diff.rows.empty())
        return fail(ErrorCode::InvalidArgument, "the two runs hold no metric in common; there is nothing to compare");
    return diff;
}

}  // namespace autoglm::store
