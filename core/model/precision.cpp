#include "core/model/precision.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/base/text_format.h"
#include "core/model/int4_layout.h"

namespace autoglm::model {
namespace {

struct DTypeRow {
    DType dtype;
    const char* name;   ///< safetensors
    const char* torch;  ///< without "torch."
    std::uint64_t bytes;
};

constexpr std::array<DTypeRow, 15> dtypes = {{
    {DType::F64, "F64", "float64", 8},
    {DType::F32, "F32", "float32", 4},
    {DType::F16, "F16", "float16", 2},
    {DType::BF16, "BF16", "bfloat16", 2},
    {DType::F8E4M3, "F8_E4M3", "float8_e4m3fn", 1},
    {DType::F8E5M2, "F8_E5M2", "float8_e5m2", 1},
    {DType::I64, "I64", "int64", 8},
    {DType::I32, "I32", "int32", 4},
    {DType::I16, "I16", "int16", 2},
    {DType::I8, "I8", "int8", 1},
    {DType::U64, "U64", "uint64", 8},
    {DType::U32, "U32", "uint32", 4},
    {DType::U16, "U16", "uint16", 2},
    {DType::U8, "U8", "uint8", 1},
    {DType::Bool, "BOOL", "bool", 1},
}};

const DTypeRow& rowOf(DType dtype) {
    return dtypes[static_cast<std::size_t>(dtype)];
}

/// "FP16" for F16: what people call a number format in sentences.
const char* formatTitle(DType dtype) {
    switch (dtype) {
        case DType::F32:
            return "FP32";
        case DType::F16:
            return "FP16";
        default:
            return dtypeName(dtype);
    }
}

}  // namespace

std::uint64_t elementBytes(DType dtype) {
    return rowOf(dtype).bytes;
}
const char* dtypeName(DType dtype) {
    return rowOf(dtype).name;
}

std::optional<DType> dtypeFromSafetensors(std::string_view name) {
    for (const DTypeRow& row : dtypes)
        if (name == row.name) return row.dtype;
    return std::nullopt;
}

std::optional<DType> dtypeFromTorch(std::string_view name) {
    if (name.starts_with("torch.")) name.remove_prefix(6);
    for (const DTypeRow& row : dtypes)
        if (name == row.torch) return row.dtype;
    return std::nullopt;
}

const char* precisionName(Precision precision) {
    static constexpr std::array<const char*, allPrecisions.size()> names = {
        "fp32", "fp16", "bf16", "int8", "int8-dynamic", "int4", "int4:g64", "int4:g32"};
    return names[static_cast<std::size_t>(precision)];
}

const char* precisionTitle(Precision precision) {
    static constexpr std::array<const char*, allPrecisions.size()> titles = {
        "FP32", "FP16", "BF16", "INT8", "INT8 dynamic", "INT4", "INT4 g64", "INT4 g32"};
    return titles[static_cast<std::size_t>(precision)];
}

std::vector<std::string> precisionNames() {
    std::vector<std::string> names;
    for (const Precision precision : allPrecisions)
        names.emplace_back(precisionName(precision));
    return names;
}

Result<Precision> parsePrecision(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char letter) { return std::tolower(letter); });
    for (const Precision precision : allPrecisions)
        if (lower == precisionName(precision)) return precision;
    if (lower == "int4:g128") return Precision::Int4;
    return fail(ErrorCode::InvalidArgument,
                concat("the precision '", text, "' is not known; supported are ", join(precisionNames(), ", ")),
                std::string(text));
}

std::int64_t Scheme::int4Group() const {
    switch (precision) {
        case Precision::Int4:
            return 128;
        case Precision::Int4Group64:
            return 64;
        case Precision::Int4Group32:
            return 32;
        default:
            return 0;
    }
}

std::uint64_t Scheme::rowBytes(std::int64_t columns) const {
    if (int4Group()) return static_cast<std::uint64_t>(int4RowBytes(columns));
    return static_cast<std::uint64_t>(columns) * elementBytes(isQuantized() ? DType::I8 : activation);
}

std::int64_t Scheme::scalesPerRow(std::int64_t columns) const {
    if (int4Group()) return int4Groups(columns, int4Group());
    return isQuantized() ? 1 : 0;
}

std::string Scheme::describe() const {
    const std::string kept = formatTitle(activation);
    std::string weights = kept + " weights";
    if (isQuantized()) weights = "W8A16 per-channel";
    if (precision == Precision::Int8Dynamic) weights = "W8A8 per-channel and per-token";
    if (int4Group()) weights = concat("W4A16 groups of ", int4Group());
    const char* wide = activation == DType::F32 ? "" : ", FP32 hidden state and norms";
    const char* sums = precision == Precision::Int8Dynamic ? "INT32" : "FP32";
    return concat(weights, ", ", kept, " activations, ", kept, " KV", wide, ", ", sums, " accumulation");
}

Scheme makeScheme(Precision precision, std::optional<DType> activation) {
    switch (precision) {
        case Precision::Fp32:
            return {precision, DType::F32};
        case Precision::Fp16:
            return {precision, DType::F16};
        case Precision::Bf16:
            return {precision, DType::BF16};
        default:
            return {precision, activation.value_or(DType::BF16)};
    }
}

}  // namespace autoglm::model
