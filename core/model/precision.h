// Number formats: what a file stores, what the engine computes in, and the precision a user chooses. Values; any
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace autoglm::model {

/// Element types of safetensors that are recognised by name; only F32, F16 and BF16 weights can be loaded.
enum class DType { F64, F32, F16, BF16, F8E4M3, F8E5M2, I64, I32, I16, I8, U64, U32, U16, U8, Bool };

/// Bytes of one element.
std::uint64_t elementBytes(DType dtype);
const char* dtypeName(DType dtype);  ///< as safetensors spells it, "BF16"
std::optional<DType> dtypeFromSafetensors(std::string_view name);
std::optional<DType> dtypeFromTorch(std::string_view name);  ///< "bfloat16", "torch.float16"

/// What the user chooses. Int8 is W8A16: symmetric, one scale per output channel, output head included.
enum class Precision { Fp32, Fp16, Bf16, Int8 };
inline constexpr std::array<Precision, 4> allPrecisions = {Precision::Fp32, Precision::Fp16, Precision::Bf16,
                                                           Precision::Int8};

const char* precisionName(Precision precision);           ///< "fp32", as on the command line
const char* precisionTitle(Precision precision);          ///< "FP32", as in sentences
Result<Precision> parsePrecision(std::string_view text);  ///< "int8", "INT8"; the error lists what is supported

/// A precision made concrete: how linear weights are stored, and what activations and KV cache are kept in.
struct Scheme {
    Precision precision = Precision::Fp32;
    DType activation = DType::F32;  ///< F32, F16 or BF16: what products hand on, KV cache, embedding

    bool isQuantized() const { return precision == Precision::Int8; }
    DType linearWeight() const { return isQuantized() ? DType::I8 : activation; }
    /// For example "FP32 weights, FP32 activations, FP32 KV, FP32 accumulation" or
    /// "W8A16 per-channel, BF16 activations, BF16 KV, FP32 hidden state and norms, FP32 accumulation".
    std::string describe() const;
};

/// The scheme of `precision`; a quantized precision takes `activation` where given, else BF16.
Scheme makeScheme(Precision precision, std::optional<DType> activation = std::nullopt);

}  // namespace autoglm::model
