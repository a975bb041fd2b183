// Safetensors files built in memory for tests: honest ones from tensors, hostile ones from a header written by hand.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autoglm::test {

struct BuiltTensor {
    std::string name;
    std::string dtype = "F32";
    std::vector<std::int64_t> shape;
    std::string bytes;
};

/// A tensor of zero bytes; `elementBytes` as `dtype` has them.
BuiltTensor zeroTensor(const std::string& name, const std::string& dtype, const std::vector<std::int64_t>& shape,
                       std::size_t elementBytes);

/// A valid file with `tensors` in this order.
std::string buildSafetensors(const std::vector<BuiltTensor>& tensors);

/// `header` as it stands, then `dataBytes` zeros; the length field says `claimedLength` where given, else the truth.
std::string safetensorsFromHeader(std::string_view header, std::size_t dataBytes,
                                  std::optional<std::uint64_t> claimedLength = std::nullopt);

/// The tensors of a valid file, in the order of their bytes.
std::vector<BuiltTensor> readSafetensors(const std::filesystem::path& path);

}  // namespace autoglm::test
