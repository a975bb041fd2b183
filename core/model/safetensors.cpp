#include "core/model/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>

#include <limits>
#include <unordered_set>

#include "core/base/checked.h"
#include "core/base/json.h"
#include "core/base/text_format.h"

namespace autoglm::model {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian and is read without swapping");

std::string inQuotes(std::string_view name) {
    constexpr std::size_t longest = 200;
    return "'" + sanitizeUtf8(name.substr(0, longest)) + (name.size() > longest ? "..." : "") + "'";
}

/// Takes the header event by event: memory grows only with well-formed tensors, never with the nesting of the input.
class HeaderHandler final : public nlohmann::json_sax<Json> {
  public:
    HeaderHandler(SafetensorsHeader& header, std::string subject) : m_header(header), m_subject(std::move(subject)) {}
    const Error& error() const { return m_error; }

    bool null() override { return unexpectedValue("null"); }
    bool boolean(bool) override { return unexpectedValue("true or false"); }
    bool binary(binary_t&) override { return unexpectedValue("binary data"); }
    bool number_float(number_float_t, const string_t& text) override { return unexpectedValue(inQuotes(text)); }
    bool number_integer(number_integer_t value) override {
        return value < 0 ? unexpectedValue(concat("the negative number ", value))
                         : takeNumber(static_cast<std::uint64_t>(value));
    }
    bool number_unsigned(number_unsigned_t value) override { return takeNumber(value); }

    bool string(string_t& value) override {
        if (m_place == Place::Metadata) {
            m_header.metadata[m_key] = std::move(value);
            return true;
        }
        if (m_place != Place::Tensor || m_key != "dtype") return unexpectedValue("a text");
        const std::optional<DType> dtype = dtypeFromSafetensors(value);
        if (!dtype)
            return refuse(ErrorCode::Unsupported,
                          concat("tensor ", inQuotes(m_tensor.name), " has the dtype ", inQuotes(value),
                                 ", which is not known; F32, F16 and BF16 can be loaded"));
        m_tensor.dtype = *dtype;
        return true;
    }

    bool start_object(std::size_t) override {
        if (m_place == Place::Start) {
            m_place = Place::Top;
        } else if (m_place == Place::Top) {
            m_place = m_key == "__metadata__" ? Place::Metadata : Place::Tensor;
            m_tensor = TensorInfo{};
            m_tensor.name = m_key;
            m_offsets.clear();
            m_fieldsSeen.clear();
        } else {
            return unexpectedValue("an object");
        }
        return true;
    }

    bool key(string_t& value) override {
        if (m_place == Place::Top && !m_names.insert(value).second)
            return refuse(ErrorCode::Corrupt, "the header names " + inQuotes(value) + " twice");
        if (m_place == Place::Metadata && m_header.metadata.contains(value))
            return refuse(ErrorCode::Corrupt, "__metadata__ names " + inQuotes(value) + " twice");
        if (m_place == Place::Tensor) {
            if (value != "dtype" && value != "shape" && value != "data_offsets")
                return refuse(ErrorCode::Corrupt,
                              concat("tensor ", inQuotes(m_tensor.name), " has the unknown entry ", inQuotes(value)));
            if (!m_fieldsSeen.insert(value).second)
                return refuse(ErrorCode::Corrupt,
                              concat("tensor ", inQuotes(m_tensor.name), " has ", inQuotes(value), " twice"));
        }
        m_key = std::move(value);
        return true;
    }

    bool end_object() override {
        if (m_place == Place::Tensor) {
            if (m_fieldsSeen.size() != 3)
                return refuse(ErrorCode::Corrupt, concat("tensor ", inQuotes(m_tensor.name),
                                                         " lacks one of dtype, shape and data_offsets"));
            if (m_offsets.size() != 2)
                return refuse(ErrorCode::Corrupt, concat("tensor ", inQuotes(m_tensor.name), " has ", m_offsets.size(),
                                                         " data_offsets; begin and end were expected"));
            if (!takeTensor()) return false;
        }
        m_place = m_place == Place::Top ? Place::End : Place::Top;
        return true;
    }

    bool start_array(std::size_t) override {
        if (m_place != Place::Tensor || m_key == "dtype") return unexpectedValue("a list");
        m_place = m_key == "shape" ? Place::Shape : Place::Offsets;
        return true;
    }

    bool end_array() override {
        m_place = Place::Tensor;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        return refuse(ErrorCode::Corrupt, concat("the header is not valid JSON at byte ", position));
    }

  private:
    enum class Place { Start, Top, Metadata, Tensor, Shape, Offsets, End };

    bool refuse(ErrorCode code, const std::string& what) {
        m_error = {code,
                   concat("'", m_subject, "' cannot be read: ", what, "; download the file again or ask its publisher"),
                   m_subject};
        return false;
    }

    bool unexpectedValue(const std::string& what) {
        switch (m_place) {
            case Place::Metadata:
                return refuse(ErrorCode::Corrupt,
                              concat("__metadata__ entry ", inQuotes(m_key), " is ", what, "; a text was expected"));
            case Place::Shape:
            case Place::Offsets:
                return refuse(ErrorCode::Corrupt, concat("tensor ", inQuotes(m_tensor.name), " has ", what, " in its ",
                                                         m_key, "; whole numbers from 0 were expected"));
            case Place::Tensor:
                return refuse(ErrorCode::Corrupt,
                              concat("tensor ", inQuotes(m_tensor.name), " has ", what, " as its ", m_key));
            default:
                return refuse(ErrorCode::Corrupt,
                              concat("the header has ", what, " at ", inQuotes(m_key), "; an object was expected"));
        }
    }

    bool takeNumber(std::uint64_t value) {
        constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if ((m_place != Place::Shape && m_place != Place::Offsets) || value > largest)
            return unexpectedValue(concat("the number ", value));
        if (m_place == Place::Shape)
            m_tensor.shape.push_back(static_cast<std::int64_t>(value));
        else
            m_offsets.push_back(value);
        return true;
    }

    /// Offsets in order, and exactly as many bytes as shape and dtype need.
    bool takeTensor() {
        const std::string name = inQuotes(m_tensor.name);
        const std::uint64_t begin = m_offsets[0];
        const std::uint64_t end = m_offsets[1];
        if (begin > end)
            return refuse(ErrorCode::Corrupt,
                          concat("tensor ", name, " has reversed data_offsets [", begin, ", ", end, "]"));
        std::optional<std::uint64_t> needed = elementBytes(m_tensor.dtype);
        for (const std::int64_t extent : m_tensor.shape)
            if (needed) needed = checkedMultiply(*needed, static_cast<std::uint64_t>(extent));
        if (!needed)
            return refuse(ErrorCode::Corrupt, concat("tensor ", name, " has the shape ", formatShape(m_tensor.shape),
                                                     ", whose size overflows"));
        if (*needed != end - begin)
            return refuse(ErrorCode::Corrupt, concat("tensor ", name, " of shape ", formatShape(m_tensor.shape),
                                                     " and dtype ", dtypeName(m_tensor.dtype), " needs ", *needed,
                                                     " bytes but its data_offsets give it ", end - begin));
        m_tensor.offsetBytes = begin;
        m_tensor.sizeBytes = *needed;
        m_header.tensors.push_back(std::move(m_tensor));
        return true;
    }

    SafetensorsHeader& m_header;
    std::string m_subject;
    Place m_place = Place::Start;
    std::string m_key;
    TensorInfo m_tensor;
    std::vector<std::uint64_t> m_offsets;
    std::unordered_set<std::string> m_fieldsSeen;
    std::unordered_set<std::string> m_names;
    Error m_error;
};

std::unexpected<Error> corrupt(const std::string& subject, const std::string& what,
                               const std::string& todo = "download it again") {
    return fail(ErrorCode::Corrupt, concat("'", subject, "' ", what, "; ", todo), subject);
}

/// The text of the JSON header, checked as far as is possible without parsing it.
Result<std::string> readHeaderText(const FileReader& file) {
    const std::string subject = file.path().string();
    if (file.sizeBytes() < 8)
        return corrupt(subject, concat("has ", file.sizeBytes(), " bytes; a safetensors file has at least 8"));
    std::array<std::byte, 8> prefix{};
    AUTOGLM_CHECK(file.readExactly(0, prefix));
    const auto length = std::bit_cast<std::uint64_t>(prefix);
    if (length > maximumHeaderBytes)
        return corrupt(
            subject,
            concat("says that its header has ", length, " bytes; at most ", maximumHeaderBytes, " are accepted"),
            "check that it is a safetensors file");
    if (length > file.sizeBytes() - 8)
        return corrupt(
            subject, concat("says that its header has ", length, " bytes, but only ", file.sizeBytes() - 8, " follow"));
    std::string text(length, '\0');
    AUTOGLM_CHECK(file.readExactly(8, std::as_writable_bytes(std::span(text))));
    if (!text.starts_with('{'))
        return corrupt(subject, "has a header that does not begin with '{'", "check that it is a safetensors file");
    if (!isValidUtf8(text)) return corrupt(subject, "has a header that is not UTF-8");
    // The JSON reader takes a zero byte for the end of its input, so what follows one would go unread.
    if (text.find('\0') != std::string::npos) return corrupt(subject, "has a zero byte in its header");
    return text;
}

/// The tensors cover the data exactly: no hole, no overlap, nothing missing, nothing left over.
Status checkCoverage(const SafetensorsHeader& header, const FileReader& file) {
    const std::string subject = file.path().string();
    std::uint64_t end = 0;
    const TensorInfo* previous = nullptr;
    for (const TensorInfo& tensor : header.tensors) {
        if (tensor.offsetBytes < end)
            return corrupt(subject, concat("has tensors that overlap: ", inQuotes(tensor.name), " begins at byte ",
                                           tensor.offsetBytes, " of the data, before ", inQuotes(previous->name),
                                           " ends at ", end));
        if (tensor.offsetBytes > end)
            return corrupt(subject, concat("has a hole of ", tensor.offsetBytes - end, " bytes before tensor ",
                                           inQuotes(tensor.name)));
        end = tensor.offsetBytes + tensor.sizeBytes;
        previous = &tensor;
    }
    const std::uint64_t there = file.sizeBytes() - header.dataOffsetBytes;
    if (there < end)
        return corrupt(subject,
                       concat("is truncated: ", end - there, " bytes are missing of ", header.dataOffsetBytes + end));
    if (there > end) return corrupt(subject, concat("has ", there - end, " bytes after its last tensor"));
    return {};
}

}  // namespace

Result<SafetensorsHeader> readSafetensorsHeader(const FileReader& file) {
    AUTOGLM_TRY(const std::string text, readHeaderText(file));
    SafetensorsHeader header;
    header.dataOffsetBytes = 8 + text.size();
    HeaderHandler handler(header, file.path().string());
    if (!Json::sax_parse(text, &handler)) return fail(handler.error());
    std::sort(header.tensors.begin(), header.tensors.end(), [](const TensorInfo& a, const TensorInfo& b) {
        return std::pair(a.offsetBytes, a.sizeBytes) < std::pair(b.offsetBytes, b.sizeBytes);
    });
    AUTOGLM_CHECK(checkCoverage(header, file));
    for (TensorInfo& tensor : header.tensors)
        tensor.offsetBytes += header.dataOffsetBytes;
    return header;
}

std::string buildSafetensorsHeader(const std::vector<TensorInfo>& tensors,
                                   const std::map<std::string, std::string>& metadata) {
    Json json = Json::object();
    if (!metadata.empty()) json["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const TensorInfo& tensor : tensors) {
        json[tensor.name] = {{"dtype", dtypeName(tensor.dtype)},
                             {"shape", tensor.shape},
                             {"data_offsets", {offset, offset + tensor.sizeBytes}}};
        offset += tensor.sizeBytes;
    }
    std::string text = json.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    const auto prefix = std::bit_cast<std::array<char, 8>>(static_cast<std::uint64_t>(text.size()));
    return std::string(prefix.begin(), prefix.end()) + text;
}

}  // namespace autoglm::model
