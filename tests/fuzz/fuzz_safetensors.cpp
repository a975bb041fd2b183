#include "core/model/safetensors.h"

#include "core/base/checked.h"
#include "tests/fuzz/fuzz_targets.h"

namespace autoglm::fuzz {

Outcome safetensors(std::string_view file) {
    static const ScratchFolder folder;
    folder.write("model.safetensors", file);
    const auto reader = FileReader::open(folder.path() / "model.safetensors");
    require(reader.has_value(), "what was just written can be opened");
    const auto header = model::readSafetensorsHeader(*reader);
    if (!header) return refused(header.error());
    std::uint64_t end = header->dataOffsetBytes;
    for (const model::TensorInfo& tensor : header->tensors) {
        require(tensor.offsetBytes == end, "tensors follow each other without a hole");
        end += tensor.sizeBytes;
        std::optional<std::uint64_t> elements = 1;
        for (const std::int64_t extent : tensor.shape) {
            require(extent >= 0, "no extent is negative");
            elements = checkedMultiply(*elements, static_cast<std::uint64_t>(extent));
            require(elements.has_value(), "the number of elements fits 64 bits");
        }
        require(checkedMultiply(*elements, model::elementBytes(tensor.dtype)) == tensor.sizeBytes,
                "the bytes are those of the shape");
    }
    require(end == file.size(), "the tensors end where the file does");
    return Outcome::Accepted;
}

}  // namespace autoglm::fuzz
