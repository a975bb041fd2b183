// The header of one safetensors file, believed only after every check of the specification: length, JSON, dtypes,
// shapes, offsets in range, contiguous, without overlap or hole, file size exact. Any thread. Errors: Corrupt with the
// tensor's name and what was found; Unsupported for an unknown dtype. Source: huggingface/safetensors,
// safetensors/src/tensor.rs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/model/precision.h"

namespace autoglm::model {

struct TensorInfo {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;  ///< row-major; empty for a scalar
    std::size_t fileIndex = 0;        ///< which of the folder's weight files
    std::uint64_t offsetBytes = 0;    ///< from the start of the file
    std::uint64_t sizeBytes = 0;

    std::uint64_t elementCount() const { return sizeBytes / elementBytes(dtype); }
};

struct SafetensorsHeader {
    std::uint64_t dataOffsetBytes = 0;            ///< 8 + length of the JSON header
    std::vector<TensorInfo> tensors;              ///< in the order of their bytes in the file
    std::map<std::string, std::string> metadata;  ///< "__metadata__"
};

/// Headers above this size are refused (the reference implementation's limit, 100 MB).
inline constexpr std::uint64_t maximumHeaderBytes = 100'000'000;

Result<SafetensorsHeader> readSafetensorsHeader(const FileReader& file);

/// The bytes before the data of a safetensors file: length, JSON, padding to 8. Tensors get offsets in the order given.
std::string buildSafetensorsHeader(const std::vector<TensorInfo>& tensors,
                                   const std::map<std::string, std::string>& metadata);

}  // namespace autoglm::model
