// Number formats: what a file stores, what the engine computes in, and the precision a user chooses. Values; any
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace autoglm::model {

/// Element types of safetensors that are recognised by name; only F32, F16 and BF16 weights can be loaded.
enum class DType { F64, F32, F16, BF16, F8E4M3, F8E5M2, I64, I32, I16, I8, U64, U32, U16, U8, Bool };

/// Bytes of one element.
std::uint64_t elementBytes(DType dtype);
const char* dtypeName(DType dtype);  ///< as safetensors spells it, "BF16"
std::optional<DType> dtypeFromSafetensors(std::string_view name);
std::optional<DType> dtypeFromTorch(std::string_view name);  ///< "bfloat16", "torch.float16"

/// What the user chooses. Quantized are every linear layer and the output head, symmetric and rounded to nearest: Int8
/// is W8A16 with one scale per output channel; Int8Dynamic is W8A8, the same weights by activations that get a scale
/// per token in each product; Int4 is W4A16 with one scale per group of 128, 64 or 32 columns.
enum class Precision { Fp32, Fp16, Bf16, Int8, Int8Dynamic, Int4, Int4Group64, Int4Group32 };
inline constexpr std::array<Precision, 8> allPrecisions = {
    Precision::Fp32,        Precision::Fp16, Precision::Bf16,        Precision::Int8,
    Precision::Int8Dynamic, Precision::Int4, Precision::Int4Group64, Precision::Int4Group32};

const char* precisionName(Precision precision);           ///< "fp32", as on the command line
const char* precisionTitle(Precision precision);          ///< "FP32", as in sentences
std::vector<std::string> precisionNames();                ///< of all
Result<Precision> parsePrecision(std::string_view text);  ///< "int8", "INT8"; the error lists what is supported

/// A precision made concrete: how linear weights are stored, and what activations and KV cache are kept in.
struct Scheme {
    Precision precision = Precision::Fp32;
    DType activation = DType::F32;  ///< F32, F16 or BF16: what products hand on, KV cache, embedding

    bool isQuantized() const { return precision >= Precision::Int8; }
    /// Columns that share a scale where weights are INT4, else 0.
    std::int64_t int4Group() const;
    /// What one row of a matrix of linear layers takes, and how many FP32 scales are beside it.
    std::uint64_t rowBytes(std::int64_t columns) const;
    std::int64_t scalesPerRow(std::int64_t columns) const;
    /// For example "FP32 weights, FP32 activations, FP32 KV, FP32 accumulation",
    /// "W8A16 per-channel, BF16 activations, BF16 KV, FP32 hidden state and norms, FP32 accumulation",
    /// "W8A8 per-channel and per-token, BF16 activations, BF16 KV, FP32 hidden state and norms, INT32 accumulation" or
    /// "W4A16 groups of 128, BF16 activations, BF16 KV, FP32 hidden state and norms, FP32 accumulation".
    std::string describe() const;
};

/// The scheme of `precision`; a quantized precision takes `activation` where given, else BF16.
Scheme makeScheme(Precision precision, std::optional<DType> activation = std::nullopt);

}  // namespace autoglm::model
