#include "core/base/json.h"

#include <algorithm>
#include <cmath>

#include "core/base/file.h"
#include "core/base/text_format.h"

namespace autoglm {
namespace {

constexpr int maximumDepth = 200;

/// Where byte `offset` (1-based, as the parser counts) lies in `text`.
std::string lineAndColumn(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset > 0 ? offset - 1 : 0, text.size()));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const auto lastBreak = before.rfind('\n');
    const std::size_t column = lastBreak == std::string_view::npos ? before.size() + 1 : before.size() - lastBreak;
    return concat("line ", lines + 1, ", column ", column);
}

/// The parser recurses on destruction and callers recurse on reading: bound the depth before building anything.
bool isTooDeep(std::string_view text) {
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\') ++i;
            if (c == '"') inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > maximumDepth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

bool allFinite(const Json& value) {
    if (value.is_number_float()) return std::isfinite(value.get<double>());
    if (value.is_structured()) return std::all_of(value.begin(), value.end(), allFinite);
    return true;
}

}  // namespace

Result<Json> parseJson(std::string_view text, const std::string& subject) {
    if (trim(text).empty()) return fail(ErrorCode::Corrupt, "'" + subject + "' is empty; JSON was expected", subject);
    if (isTooDeep(text))
        return fail(ErrorCode::Corrupt,
                    concat("'", subject, "' nests deeper than ", maximumDepth, " levels; it is refused"), subject);
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return fail(ErrorCode::Corrupt,
                    concat("'", subject, "' is not valid JSON (", lineAndColumn(text, error.byte),
                           "); correct it, or put a sound copy in its place"),
                    subject);
    } catch (const Json::exception& error) {
        return fail(ErrorCode::Corrupt, concat("'", subject, "' is not valid JSON: ", error.what()), subject);
    }
}

Result<Json> readJsonFile(const std::filesystem::path& path) {
    AUTOGLM_TRY(const std::string text, readTextFile(path));
    return parseJson(text, path.string());
}

Result<std::string> dumpJson(const Json& value, int indent) {
    if (!allFinite(value)) return fail(ErrorCode::Internal, "a number that is not finite reached a JSON document");
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json finiteOrNull(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

}  // namespace autoglm
