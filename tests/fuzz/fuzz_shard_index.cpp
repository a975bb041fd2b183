#include "core/model/model_folder.h"
#include "tests/fuzz/fuzz_targets.h"

namespace autoglm::fuzz {
namespace {

constexpr const char* smallest = R"({"architectures": ["GlmForCausalLM"], "vocab_size": 2, "hidden_size": 4,
    "intermediate_size": 2, "num_hidden_layers": 1, "num_attention_heads": 1, "num_key_value_heads": 1, "head_dim": 4,
    "max_position_embeddings": 8, "attention_bias": false, "pad_token_id": 0, "eos_token_id": 1})";

/// The tensors of `config` in turn in one shard and the other, all zero.
void writeShards(const ScratchFolder& folder, const model::ModelConfig& config) {
    std::vector<model::TensorInfo> shards[2];
    std::uint64_t sizes[2] = {};
    std::size_t turn = 0;
    for (const model::PlannedTensor& planned : model::planTensors(config)) {
        model::TensorInfo tensor{.name = planned.name, .shape = planned.shape};
        tensor.sizeBytes = model::elementBytes(tensor.dtype);
        for (const std::int64_t extent : planned.shape)
            tensor.sizeBytes *= static_cast<std::uint64_t>(extent);
        sizes[turn] += tensor.sizeBytes;
        shards[turn].push_back(std::move(tensor));
        turn = 1 - turn;
    }
    for (std::size_t i = 0; i < 2; ++i)
        folder.write(shardNames[i], model::buildSafetensorsHeader(shards[i], {}) + std::string(sizes[i], '\0'));
}

struct Folder : ScratchFolder {
    Folder() {
        write("config.json", smallest);
        const auto config = model::loadModelConfig(path());
        require(config.has_value(), "the smallest configuration is accepted");
        writeShards(*this, *config);
    }
};

}  // namespace

Outcome shardIndex(std::string_view json) {
    static const Folder folder;
    folder.write("model.safetensors.index.json", json);
    const auto opened = model::openModelFolder(folder.path());
    if (!opened) return refused(opened.error());
    const model::ModelFolder& found = **opened;
    for (const model::TensorInfo& tensor : found.tensors)
        require(tensor.fileIndex < found.files.size(), "every tensor is in a file");
    for (const model::PlannedTensor& planned : found.plan)
        require(found.tensors.at(planned.source).name == planned.name, "what is planned is what is stored");
    return Outcome::Accepted;
}

}  // namespace autoglm::fuzz
