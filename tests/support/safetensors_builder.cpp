#include "tests/support/safetensors_builder.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "tests/support/test_support.h"

namespace autoglm::test {

using OrderedJson = nlohmann::ordered_json;

BuiltTensor zeroTensor(const std::string& name, const std::string& dtype, const std::vector<std::int64_t>& shape,
                       std::size_t elementBytes) {
    std::size_t size = elementBytes;
    for (const std::int64_t extent : shape)
        size *= static_cast<std::size_t>(extent);
    return {name, dtype, shape, std::string(size, '\0')};
}

std::string buildSafetensors(const std::vector<BuiltTensor>& tensors) {
    OrderedJson header = OrderedJson::object();
    header["__metadata__"] = {{"format", "pt"}};
    std::string data;
    for (const BuiltTensor& tensor : tensors) {
        const std::size_t begin = data.size();
        data += tensor.bytes;
        header[tensor.name] = {
            {"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
    }
    return safetensorsFromHeader(header.dump(), 0) + data;
}

std::string safetensorsFromHeader(std::string_view header, std::size_t dataBytes,
                                  std::optional<std::uint64_t> claimedLength) {
    const std::uint64_t length = claimedLength.value_or(header.size());
    std::string file(8, '\0');
    std::memcpy(file.data(), &length, 8);
    file += header;
    file.append(dataBytes, '\0');
    return file;
}

std::vector<BuiltTensor> readSafetensors(const std::filesystem::path& path) {
    const std::string file = readBytes(path);
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), 8);
    const OrderedJson header = OrderedJson::parse(file.substr(8, length));
    std::vector<std::pair<std::size_t, BuiltTensor>> tensors;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") continue;
        const auto begin = entry["data_offsets"][0].get<std::size_t>();
        const auto end = entry["data_offsets"][1].get<std::size_t>();
        tensors.push_back({begin,
                           {name, entry["dtype"].get<std::string>(), entry["shape"].get<std::vector<std::int64_t>>(),
                            file.substr(8 + length + begin, end - begin)}});
    }
    std::sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<BuiltTensor> out;
    for (auto& [begin, tensor] : tensors)
        out.push_back(std::move(tensor));
    return out;
}

}  // namespace autoglm::test
