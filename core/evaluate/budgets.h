// What a comparison may cost: limits, and the verdict by where the measured interval lies against them. Pure; any
// thread. pass: the whole interval keeps the limit; fail: the whole interval breaks it; else inconclusive. A value
// without an interval (memory) passes or fails. Overall: any fail is fail, else any inconclusive is inconclusive, else
// pass. Errors: InvalidArgument that lists the names or says what is wrong with the number.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/measure/statistics.h"

namespace autoglm::evaluate {

enum class BudgetName { Kld, SameTop, PplRatio, TaskDrop, Speedup, Memory };
inline constexpr std::array<BudgetName, 6> allBudgetNames = {BudgetName::Kld,      BudgetName::SameTop,
                                                             BudgetName::PplRatio, BudgetName::TaskDrop,
                                                             BudgetName::Speedup,  BudgetName::Memory};
enum class BudgetSide { AtMost, AtLeast };
enum class BudgetOrigin { Default, Given };

/// Units: kld nats, same_top percent, ppl_ratio 1, task_drop points, speedup 1 (decode rate of B over A),
/// memory percent of the device's memory that arm B needs.
struct Budget {
    BudgetName name = BudgetName::Kld;
    double limit = 0;
    BudgetOrigin origin = BudgetOrigin::Default;
};

const char* budgetKey(BudgetName name);    ///< "kld", "same_top", ...
const char* budgetUnit(BudgetName name);   ///< "nats", "%", "points", or empty for ratios
const char* budgetWhole(BudgetName name);  ///< what its percents are of, "the device's memory"; empty where clear
BudgetSide budgetSide(BudgetName name);

/// kld 0.02, same_top 97, ppl_ratio 1.02, task_drop 1, speedup 1.0, memory 100.
std::vector<Budget> defaultBudgets();

/// "kld=0.02,speedup=1.2": the defaults with these limits in their place; "name=off" leaves one out.
Result<std::vector<Budget>> parseBudgets(std::string_view text);

/// What parseBudgets() reads back as `budgets`: the limits that differ from the defaults.
std::string budgetsText(const std::vector<Budget>& budgets);

enum class Outcome { Pass, Fail, Inconclusive };
const char* outcomeName(Outcome outcome);  ///< "pass", "fail", "inconclusive"

/// A measured quantity to hold against a budget; absent where it was not measured.
struct BudgetValue {
    double value = 0;
    std::optional<measure::Interval> interval95;
};

struct BudgetResult {
    Budget budget;
    std::optional<BudgetValue> measured;  ///< absent: asked for and not measured, hence inconclusive
    Outcome result = Outcome::Inconclusive;
    /// A clause: why it could not be judged, or why it is decided though no difference in speed was found.
    std::string reason{};
};

BudgetResult judge(const Budget& budget, const std::optional<BudgetValue>& measured);

struct Verdict {
    Outcome result = Outcome::Inconclusive;
    std::vector<BudgetResult> budgets;
    std::vector<std::string> sentences;  ///< what to tell people, the most important first
    std::string doubt;                   ///< the one of them that says void or suspect and why; empty where valid
};

Outcome overall(const std::vector<BudgetResult>& budgets);

}  // namespace autoglm::evaluate
