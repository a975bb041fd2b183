// Reading a recorded document without trusting it: every access is by pointer, typed, and absent where it does not fit.
// Also how numbers are written for people. Pure; any thread. Private to core/report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/figure.h"
#include "core/base/json.h"

namespace autoglm::report {

const Json* find(const Json& json, const std::string& pointer);
std::optional<double> numberAt(const Json& json, const std::string& pointer);
std::string textAt(const Json& json, const std::string& pointer);
/// An empty array where there is none.
const Json& listAt(const Json& json, const std::string& pointer);
std::vector<double> numbersAt(const Json& json, const std::string& pointer);

struct Estimate {
    double value = 0;
    std::optional<double> low;
    std::optional<double> high;
    std::optional<double> half() const { return low && high ? std::optional((*high - *low) / 2) : std::nullopt; }
    Estimate scaled(double factor) const;
};

/// A number (with KEY_ci95_low beside it) or an object with mean and ci95_low, ci95_high or stderr (then ± 1.96 of it).
std::optional<Estimate> estimateAt(const Json& json, const std::string& pointer);

/// Ok where `json` is a document of `kind` that this program can read.
Status checkDocument(const Json& json, const std::string& kind);

/// figureDecimals() of the estimate.
int decimalsFor(const Estimate& estimate);

using autoglm::exactText;
/// Empty where absent.
std::string exactText(const std::optional<double>& value);

/// Four significant digits, no zeros at the end: for the ticks of an axis.
std::string shortText(double value);

/// JSON for people: objects indented, lists of plain values on one line.
std::string readableJson(const Json& json, int indent = 0);

/// A model of a comparison and the arm that runs it: "A" or "B", empty where both run it.
struct NamedModel {
    std::string arm;
    const Json* model = nullptr;
};
/// One, or one per arm where they differ. Documents from before arms named theirs have one.
std::vector<NamedModel> modelsOf(const Json& document);

/// "demo", "base and tuned"; the path where there is no name.
std::string modelNames(const Json& document);

/// armTitle() without its letter; empty where the arm is not there.
std::string armName(const Json& document, std::size_t arm);

/// "A FP16"; with its model where there are two, with its device where those differ; "A" where the arm is not there.
std::string armTitle(const Json& document, std::size_t arm);

}  // namespace autoglm::report
