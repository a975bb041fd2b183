// Typed, range-checked values out of one JSON object of a model folder, with a sentence for each fault. Used by the
// readers of config.json alone; any thread. Errors: Corrupt (a value of the wrong kind or range), Unsupported.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/text_format.h"

namespace autoglm::model {

// Bounds far above any published model; below them no product of shapes can leave 63 bits.
inline constexpr std::int64_t maximumVocab = 1LL << 24;
inline constexpr std::int64_t maximumWidth = 1LL << 20;
inline constexpr std::int64_t maximumLayers = 1LL << 12;
inline constexpr std::int64_t maximumPositions = 1LL << 30;
inline constexpr std::int64_t maximumTokenId = std::numeric_limits<std::int32_t>::max();

/// Reads typed values out of one JSON object; null counts as absent, as in transformers.
class Fields {
  public:
    Fields(const Json& json, const std::string& subject) : m_json(json), m_subject(subject) {}

    /// True where the key is there, though it may be null.
    bool has(const char* key) const { return m_json.contains(key); }
    const std::string& subject() const { return m_subject; }

    const Json* find(const char* key) const {
        const auto found = m_json.find(key);
        return found == m_json.end() || found->is_null() ? nullptr : &*found;
    }

    Result<std::int64_t> integer(const char* key, std::int64_t low, std::int64_t high,
                                 std::optional<std::int64_t> fallback = std::nullopt) const {
        const Json* value = find(key);
        if (!value && fallback) return *fallback;
        if (!value) return missing(key, "a whole number");
        const std::string range = concat("a whole number from ", low, " to ", high);
        if (!value->is_number_integer()) return wrong(key, *value, range);
        if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high))
            return wrong(key, *value, range);
        const auto number = value->get<std::int64_t>();
        if (number < low || number > high) return wrong(key, *value, range);
        return number;
    }

    /// A number in (low, high], or in [low, high] where `low` is 0 and zero means something.
    enum class Zero { Refused, Accepted };
    Result<double> number(const char* key, double high, Zero zero, double fallback) const {
        const Json* value = find(key);
        if (!value) return fallback;
        const bool isFine = value->is_number() && std::isfinite(value->get<double>()) && value->get<double>() <= high &&
                            (value->get<double>() > 0 || (zero == Zero::Accepted && value->get<double>() == 0));
        if (!isFine)
            return wrong(key, *value,
                         concat("a number ", zero == Zero::Accepted ? "from" : "above", " 0 up to ", high));
        return value->get<double>();
    }

    Result<bool> flag(const char* key, bool fallback) const {
        const Json* value = find(key);
        if (!value) return fallback;
        if (!value->is_boolean()) return wrong(key, *value, "true or false");
        return value->get<bool>();
    }

    Result<std::string> text(const char* key, const std::string& fallback) const {
        const Json* value = find(key);
        if (!value) return fallback;
        if (!value->is_string()) return wrong(key, *value, "a text");
        return value->get<std::string>();
    }

    /// A token id or a list of them; absent gives none.
    Result<std::vector<std::int64_t>> tokenIds(const char* key) const {
        const Json* value = find(key);
        if (!value) return std::vector<std::int64_t>{};
        std::vector<std::int64_t> ids;
        const Json list = value->is_array() ? *value : Json::array({*value});
        for (const Json& id : list) {
            if (!id.is_number_integer() || id > maximumTokenId) return wrong(key, *value, "token ids");
            if (id >= 0) ids.push_back(id.get<std::int64_t>());  // -1 stands for none in some files
        }
        return ids;
    }

    std::unexpected<Error> missing(const char* key, const std::string& expected) const {
        return fail(ErrorCode::Corrupt,
                    concat("'", m_subject, "' has no '", key, "'; ", expected,
                           " was expected: check that this is the config.json of a language model"),
                    m_subject);
    }
    std::unexpected<Error> wrong(const char* key, const Json& value, const std::string& expected) const {
        std::string found = value.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (found.size() > 60) found = found.substr(0, 60) + "...";
        return fail(ErrorCode::Corrupt,
                    concat("'", m_subject, "' has ", key, " = ", sanitizeUtf8(found), "; ", expected, " was expected"),
                    m_subject);
    }
    std::unexpected<Error> unsupported(const std::string& found, const std::string& supported) const {
        return fail(ErrorCode::Unsupported, concat("'", m_subject, "' asks for ", found, "; supported is ", supported),
                    m_subject);
    }

  private:
    const Json& m_json;
    const std::string& m_subject;
};

}  // namespace autoglm::model
