// The metrics table of a comparison, made once for every format: rows of A, B and B against A in one unit each. Pure.
// Private to core/report. The ids are those of the metric definitions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report/document.h"

namespace autoglm::report {

/// How B stands to A.
enum class Against { Ratio, Points, None };

struct MetricRow {
    std::string id;    ///< "decode_rate"
    std::string name;  ///< "Decode rate"
    std::string unit;  ///< after scaling: "tok/s", "ms", "MB"
    std::optional<Estimate> a;
    std::optional<Estimate> b;
    Against against = Against::None;
    std::optional<Estimate> change;  ///< ratio b / a, or points b - a
    std::string difference;          ///< "faster", "slower", "cannot tell" or empty
    std::string note;
};

std::vector<MetricRow> speedRows(const Json& document);
std::vector<MetricRow> memoryRows(const Json& document);
/// Quantities of both arms: perplexity, task accuracy.
std::vector<MetricRow> qualityRows(const Json& document);

/// Quantities of B against A alone: the value stands in `change`.
std::vector<MetricRow> divergenceRows(const Json& document);

/// Every figure by itself, rounded as core/base/figure.h does.
std::string numberText(const Estimate& estimate);       ///< "44.1"
std::string uncertaintyText(const Estimate& estimate);  ///< "± 0.4" or empty
std::string rangeText(const Estimate& estimate);        ///< "43.7 to 44.5" or empty
std::string changeText(const MetricRow& row);           ///< "1.82×", "-0.30"
std::string intervalText(const MetricRow& row);  ///< "1.78 to 1.86" or empty; of a ratio, why it is not worth showing

std::string valueText(const std::optional<Estimate>& value);  ///< "44.1 ± 0.4", "–" where unknown

std::optional<Estimate> budgetMeasured(const Json& budget);
/// "%", "% of the device's memory", empty for ratios.
std::string budgetUnitText(const Json& budget);
/// As intervalText().
std::string budgetIntervalText(const Json& budget);
/// "1.82 (1.78 to 1.86)" with the unit, "not measured"; "≥ 1.2"; "pass", with the reason where there is one.
std::string budgetMeasuredText(const Json& budget);
std::string budgetLimitText(const Json& budget);
std::string budgetResultText(const Json& budget);

/// "token 3", "character 12": where two answers part, counted from 1 (the document counts from 0); empty where they do
/// not.
std::string firstDifference(const Json& answer);
/// "all tokens equal", "the texts are equal": what is the same where they do not part.
std::string sameness(const Json& answer);

/// The sentence on top: the verdict's first, or that the run was stopped.
std::string headline(const Json& document);

}  // namespace autoglm::report
