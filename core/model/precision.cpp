#include "core/model/precision.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/base/text_format.h"

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
    static constexpr std::array<const char*, 4> names = {"fp32", "fp16", "bf16", "int8"};
    return names[static_cast<std::size_t>(precision)];
}

const char* precisionTitle(Precision precision) {
    static constexpr std::array<const char*, 4> titles = {"FP32", "FP16", "BF16", "INT8"};
    return titles[static_cast<std::size_t>(precision)];
}

Result<Precision> parsePrecision(std::string_view text) {
    std::vector<std::string> names;
    const auto sameLetter = [](unsigned char a, unsigned char b) { return std::tolower(a) == b; };
    for (const Precision precision : allPrecisions) {
        if (std::ranges::equal(text, std::string_view(precisionName(precision)), sameLetter)) return precision;
        names.emplace_back(precisionName(precision));
    }
    return fail(ErrorCode::InvalidArgument,
                concat("the precision '", text, "' is not known; supported are ", join(names, ", ")),
                std::string(text));
}

std::string Scheme::describe() const {
    const std::string kept = formatTitle(activation);
    const std::string weights = isQuantized() ? "W8A16 per-channel" : kept + " weights";
    const char* wide = activation == DType::F32 ? "" : ", FP32 hidden state and norms";
    return weights + ", " + kept + " activations, " + kept + " KV" + wide + ", FP32 accumulation";
}

Scheme makeScheme(Precision precision, std::optional<DType> activation) {
    switch (precision) {
        case Precision::Fp32:
            return {precision, DType::F32};
        case Precision::Fp16:
            return {precision, DType::F16};
        case Precision::Bf16:
            return {precision, DType::BF16};
        case Precision::Int8:
            return {precision, activation.value_or(DType::BF16)};
    }
    std::unreachable();
}

}  // namespace autoglm::model
