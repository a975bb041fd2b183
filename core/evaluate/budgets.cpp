#include "core/evaluate/budgets.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/figure.h"
#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace {

struct BudgetKind {
    BudgetName name;
    const char* key;
    const char* unit;
    BudgetSide side;
    double defaultLimit;
    const char* whole = "";
};

constexpr std::array<BudgetKind, 6> kinds = {{
    {BudgetName::Kld, "kld", "nats", BudgetSide::AtMost, 0.02},
    {BudgetName::SameTop, "same_top", "%", BudgetSide::AtLeast, 97},
    {BudgetName::PplRatio, "ppl_ratio", "", BudgetSide::AtMost, 1.02},
    {BudgetName::TaskDrop, "task_drop", "points", BudgetSide::AtMost, 1},
    {BudgetName::Speedup, "speedup", "", BudgetSide::AtLeast, 1},
    {BudgetName::Memory, "memory", "%", BudgetSide::AtMost, 100, "the device's memory"},
}};

const BudgetKind& kindOf(BudgetName name) {
    return *std::ranges::find(kinds, name, &BudgetKind::name);
}

std::string knownNames() {
    std::vector<std::string> names;
    for (const BudgetKind& kind : kinds)
        names.emplace_back(kind.key);
    return join(names, ", ");
}

Result<double> parseLimit(std::string_view text, const std::string& subject) {
    double limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(limit) || limit < 0)
        return fail(ErrorCode::InvalidArgument,
                    concat("the limit \"", text, "\" is not a number of 0 or more, or \"off\""), subject);
    return limit;
}

}  // namespace

const char* budgetKey(BudgetName name) {
    return kindOf(name).key;
}
const char* budgetUnit(BudgetName name) {
    return kindOf(name).unit;
}
const char* budgetWhole(BudgetName name) {
    return kindOf(name).whole;
}
BudgetSide budgetSide(BudgetName name) {
    return kindOf(name).side;
}

std::vector<Budget> defaultBudgets() {
    std::vector<Budget> budgets;
    for (const BudgetKind& kind : kinds)
        budgets.push_back({.name = kind.name, .limit = kind.defaultLimit, .origin = BudgetOrigin::Default});
    return budgets;
}

Result<std::vector<Budget>> parseBudgets(std::string_view text) {
    std::vector<Budget> budgets = defaultBudgets();
    if (trim(text).empty()) return budgets;
    for (const std::string& part : split(text, ',')) {
        const std::size_t equals = part.find('=');
        const std::string_view key = trim(std::string_view(part).substr(0, equals));
        const auto kind =
            std::ranges::find(kinds, key, [](const BudgetKind& known) { return std::string_view(known.key); });
        if (kind == kinds.end() || equals == std::string::npos)
            return fail(ErrorCode::InvalidArgument,
                        concat("\"", part, "\" is not a budget; expected NAME=LIMIT with a name of ", knownNames()),
                        "budget");
        const std::string_view value = trim(std::string_view(part).substr(equals + 1));
        std::erase_if(budgets, [&](const Budget& budget) { return budget.name == kind->name; });
        if (value == "off") continue;
        AUTOGLM_TRY(const double limit, parseLimit(value, concat("budget ", key)));
        budgets.push_back({.name = kind->name, .limit = limit, .origin = BudgetOrigin::Given});
    }
    std::ranges::sort(budgets, {}, &Budget::name);
    return budgets;
}

std::string budgetsText(const std::vector<Budget>& budgets) {
    std::vector<std::string> parts;
    for (const BudgetKind& kind : kinds) {
        const auto budget = std::ranges::find(budgets, kind.name, &Budget::name);
        if (budget == budgets.end()) {
            parts.push_back(concat(kind.key, "=off"));
        } else if (budget->limit != kind.defaultLimit) {
            parts.push_back(concat(kind.key, "=", exactText(budget->limit)));
        }
    }
    return join(parts, ",");
}

const char* outcomeName(Outcome outcome) {
    switch (outcome) {
        case Outcome::Pass:
            return "pass";
        case Outcome::Fail:
            return "fail";
        case Outcome::Inconclusive:
            return "inconclusive";
    }
    return "inconclusive";
}

BudgetResult judge(const Budget& budget, const std::optional<BudgetValue>& measured) {
    BudgetResult result{.budget = budget, .measured = measured, .result = Outcome::Inconclusive};
    if (!measured) return result;
    const auto keeps = [&](double value) {
        return budgetSide(budget.name) == BudgetSide::AtMost ? value <= budget.limit : value >= budget.limit;
    };
    const auto range = measured->interval95.value_or(measure::Interval{measured->value, measured->value});
    const bool lowKeeps = keeps(range.low);
    const bool highKeeps = keeps(range.high);
    if (lowKeeps && highKeeps) result.result = Outcome::Pass;
    if (!lowKeeps && !highKeeps) result.result = Outcome::Fail;
    return result;
}

Outcome overall(const std::vector<BudgetResult>& budgets) {
    const auto any = [&](Outcome outcome) {
        return std::ranges::any_of(budgets, [outcome](const BudgetResult& budget) { return budget.result == outcome; });
    };
    if (any(Outcome::Fail)) return Outcome::Fail;
    if (any(Outcome::Inconclusive) || budgets.empty()) return Outcome::Inconclusive;
    return Outcome::Pass;
}

}  // namespace autoglm::evaluate
