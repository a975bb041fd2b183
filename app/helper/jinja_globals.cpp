// What a template can call by name without being given it.
#include <array>
#include <ctime>

#include "app/helper/jinja_evaluate.h"
#include "core/base/text_format.h"

namespace autoglm::helper::jinja {
namespace {

/// The sandbox that transformers renders in refuses longer ranges.
constexpr std::int64_t longestRange = 100'000;

Value range(const Arguments& arguments) {
    const bool onlyEnd = arguments.positional.size() == 1;
    const std::int64_t begin = onlyEnd ? 0 : asInteger(arguments.require(0, "start"));
    const std::int64_t end = asInteger(arguments.require(onlyEnd ? 0 : 1, "stop"));
    const std::int64_t step = arguments.integer(2, "step", 1);
    if (step == 0) throw TemplateFailure("range() arg 3 must not be zero");
    std::vector<Value> items;
    for (std::int64_t i = begin; step > 0 ? i < end : i > end;) {
        items.emplace_back(i);
        if (std::ssize(items) > longestRange)
            throw TemplateFailure(
                concat("a range is longer than the ", longestRange, " items that templates may ask for"));
        if (__builtin_add_overflow(i, step, &i)) break;
    }
    return Value::sequence(std::move(items), SequenceKind::Range);
}

std::shared_ptr<Mapping> mappingOf(const Arguments& arguments) {
    auto mapping = std::make_shared<Mapping>();
    for (const Value& given : arguments.positional) {
        if (given.mapping()) {
            for (const auto& [key, value] : given.mapping()->items)
                mapping->set(key, value);
            continue;
        }
        for (const Value& entry : iterate(given)) {
            const std::vector<Value> pair = iterate(entry);
            if (pair.size() != 2) throw TemplateFailure("dict expects pairs");
            mapping->set(pair[0], pair[1]);
        }
    }
    for (const auto& [name, value] : arguments.named)
        mapping->set(Value(name), value);
    return mapping;
}

Value namespaceOf(const Arguments& arguments) {
    auto mapping = mappingOf(arguments);
    mapping->isNamespace = true;
    return Value(std::move(mapping));
}

Value joiner(const Arguments& arguments) {
    const std::string separator = arguments.text(0, "sep", ", ");
    auto used = std::make_shared<bool>(false);
    return Value(Function(
        [separator, used](const Arguments&) { return Value(std::exchange(*used, true) ? separator : std::string()); }));
}

Value cycler(const Arguments& arguments) {
    if (arguments.positional.empty()) throw TemplateFailure("at least one item has to be provided");
    auto cycle = std::make_shared<Mapping>();
    cycle->isNamespace = true;
    auto at = std::make_shared<std::size_t>(0);
    cycle->set(Value("next"), Value(Function([items = arguments.positional, at](const Arguments&) {
                   return items[(*at)++ % items.size()];
               })));
    return Value(std::move(cycle));
}

Value timeNow(const Arguments& arguments) {
    const std::string format = arguments.text(0, "format", "");
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 1024> buffer{};
    return Value(std::string(buffer.data(), std::strftime(buffer.data(), buffer.size(), format.c_str(), &local)));
}

}  // namespace

ScopePointer globalScope() {
    auto scope = std::make_shared<Scope>();
    const auto put = [&scope](const char* name, Function function) { scope->names[name] = Value(std::move(function)); };
    put("range", range);
    put("dict", [](const Arguments& arguments) { return Value(mappingOf(arguments)); });
    put("namespace", namespaceOf);
    put("joiner", joiner);
    put("cycler", cycler);
    put("strftime_now", timeNow);
    put("raise_exception",
        [](const Arguments& arguments) -> Value { throw Raised(str(arguments.require(0, "message"))); });
    return scope;
}

}  // namespace autoglm::helper::jinja
