#include "core/model/model_folder.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "core/base/text_format.h"
#include "core/model/family.h"
#include "core/model/model_sources.h"

namespace autoglm::model {
namespace {

namespace fs = std::filesystem;

constexpr const char* singleName = "model.safetensors";

std::unexpected<Error> damaged(const std::string& subject, const std::string& message) {
    return fail(ErrorCode::Corrupt, message, subject);
}

Status checkFolder(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory)
        return fail(errnoError(error.value(), "open", path.string()));
    if (!fs::exists(status))
        return fail(ErrorCode::NotFound, "the model folder '" + path.string() + "' does not exist", path.string());
    if (!fs::is_directory(status))
        return fail(ErrorCode::InvalidArgument,
                    "'" + path.string() + "' is a file; give the model folder that holds config.json", path.string());
    fs::directory_iterator(path, error);
    if (error) return fail(errnoError(error.value(), "list", path.string()));
    return {};
}

/// A shard is a file of this folder (or below it): never an absolute path, never one that climbs out.
bool staysInside(const fs::path& relative) {
    if (relative.empty() || relative.is_absolute()) return false;
    return std::none_of(relative.begin(), relative.end(),
                        [](const fs::path& part) { return part == ".." || part == "."; });
}

using WeightMap = std::map<std::string, std::string>;  // tensor -> file

Result<WeightMap> readIndex(const fs::path& path) {
    const std::string subject = path.string();
    AUTOGLM_TRY(const Json json, readJsonFile(path));
    const auto map = json.is_object() ? json.find("weight_map") : json.end();
    if (!json.is_object() || map == json.end() || !map->is_object() || map->empty())
        return damaged(subject, "'" + subject + "' has no weight_map; download it again");
    WeightMap out;
    for (const auto& [tensor, file] : map->items()) {
        if (!file.is_string() || !staysInside(file.get<std::string>()) ||
            !file.get<std::string>().ends_with(".safetensors"))
            return damaged(subject, concat("'", subject, "' places tensor '", tensor, "' in ", file.dump(),
                                           "; the name of a .safetensors file in the same folder was expected"));
        out[tensor] = file.get<std::string>();
    }
    return out;
}

/// Neither file of the layout is there: say what is there instead and what to do with it.
std::unexpected<Error> noWeights(const fs::path& folder) {
    std::error_code ignored;
    std::string seen;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        const std::string extension = entry.path().extension().string();
        if (extension == ".safetensors")
            return fail(ErrorCode::NotFound,
                        concat("'", folder.string(), "' holds '", name, "' but neither ", singleName, " nor ",
                               shardIndexName, "; download the missing file"),
                        (folder / shardIndexName).string());
        if (extension == ".bin" || extension == ".pt" || extension == ".pth" || extension == ".gguf") seen = name;
    }
    if (!seen.empty())
        return fail(ErrorCode::Unsupported,
                    concat("'", folder.string(), "' holds weights as '", seen,
                           "'; only safetensors is read: convert it with save_pretrained of transformers"),
                    (folder / seen).string());
    return fail(
        ErrorCode::NotFound,
        concat("'", folder.string(), "' has neither ", singleName, " nor ", shardIndexName, "; download the weights"),
        folder.string());
}

struct FileSet {
    std::set<std::string> names;
    WeightMap index;  ///< empty where there is a single file
};

/// As transformers: a single file wins over an index.
Result<FileSet> findFiles(const fs::path& folder) {
    std::error_code ignored;
    FileSet files;
    if (fs::exists(fs::symlink_status(folder / singleName, ignored))) {
        files.names.insert(singleName);
        return files;
    }
    if (!fs::exists(fs::symlink_status(folder / shardIndexName, ignored))) return noWeights(folder);
    AUTOGLM_TRY(files.index, readIndex(folder / shardIndexName));
    for (const auto& [tensor, file] : files.index)
        files.names.insert(file);
    return files;
}

/// Tensors by name, filled file by file.
using NameMap = std::unordered_map<std::string, std::size_t>;

Status readFile(ModelFolder& folder, NameMap& byName, const std::string& name, const std::string& namedBy) {
    const fs::path path = folder.path / name;
    auto reader = FileReader::open(path);
    if (!reader && reader.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound,
                    concat("the weight file '", path.string(), "', which ", namedBy, " names, is missing; download it"),
                    path.string());
    if (!reader) return fail(reader.error());
    AUTOGLM_TRY(SafetensorsHeader header, readSafetensorsHeader(*reader));
    for (TensorInfo& tensor : header.tensors) {
        tensor.fileIndex = folder.files.size();
        const auto [existing, isNew] = byName.try_emplace(tensor.name, folder.tensors.size());
        if (!isNew)
            return damaged(tensor.name, concat("tensor '", tensor.name, "' is stored twice, in '",
                                               folder.files[folder.tensors[existing->second].fileIndex].name,
                                               "' and in '", name, "'"));
        folder.tensors.push_back(std::move(tensor));
    }
    folder.files.push_back({path, name, reader->sizeBytes(), header.dataOffsetBytes, std::nullopt});
    return {};
}

Status checkIndex(const ModelFolder& folder, const WeightMap& index, const NameMap& byName) {
    for (const auto& [tensor, file] : index) {
        const auto found = byName.find(tensor);
        if (found == byName.end() || folder.files[folder.tensors[found->second].fileIndex].name != file)
            return damaged(tensor, concat("tensor '", tensor, "' is not in '", file, "', where ", shardIndexName,
                                          " places it; download both again"));
    }
    return {};
}

/// Whether two stored tensors hold the same bytes; reads both up to the first difference.
Result<bool> holdTheSame(const ModelFolder& folder, const TensorInfo& a, const TensorInfo& b) {
    if (a.dtype != b.dtype || a.shape != b.shape) return false;
    constexpr std::uint64_t partBytes = 1U << 20U;
    std::vector<std::byte> left(std::min(partBytes, a.sizeBytes));
    std::vector<std::byte> right(left.size());
    AUTOGLM_TRY(const FileReader fileOfA, FileReader::open(folder.files[a.fileIndex].path));
    AUTOGLM_TRY(const FileReader fileOfB, FileReader::open(folder.files[b.fileIndex].path));
    for (std::uint64_t at = 0; at < a.sizeBytes; at += partBytes) {
        const std::uint64_t count = std::min(partBytes, a.sizeBytes - at);
        AUTOGLM_CHECK(fileOfA.readExactly(a.offsetBytes + at, std::span(left).first(count)));
        AUTOGLM_CHECK(fileOfB.readExactly(b.offsetBytes + at, std::span(right).first(count)));
        if (!std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(count), right.begin())) return false;
    }
    return true;
}

/// What the files say of a head that config.json calls tied, as transformers reads them: stored twice alike it is tied,
/// stored twice with different values it is not, and where only the head is stored it is the embedding as well.
Status settleTiedHead(ModelFolder& folder, const NameMap& byName, std::vector<bool>& isUsed) {
    if (!folder.config.tieWordEmbeddings) return {};
    const TensorLayout& layout = *findFamily(folder.config.architecture)->layout;
    const auto head = byName.find(std::string(layout.head));
    const auto embedding = byName.find(std::string(layout.embedding));
    if (head == byName.end()) return {};
    if (embedding == byName.end()) {
        folder.plan.front().name = layout.head;
        return {};
    }
    AUTOGLM_TRY(const bool isSame,
                holdTheSame(folder, folder.tensors[head->second], folder.tensors[embedding->second]));
    if (isSame) {
        isUsed[head->second] = true;
        return {};
    }
    folder.config.tieWordEmbeddings = false;
    folder.plan = planTensors(folder.config);
    folder.warnings.push_back(
        concat("config.json ties '", layout.head,
               "' to the embedding, but both are stored with "
               "different values: both are used, as transformers does; set tie_word_embeddings to "
               "false"));
    return {};
}

/// Tables that the engine computes itself and older files hold beside the weights.
bool isRotaryTable(const std::string& name) {
    return name.ends_with("rotary_emb.inv_freq") || name.ends_with("rotary_pos_emb.inv_freq");
}

/// Finds every tensor the engine needs, of the right shape and in a format that can be loaded.
Status resolvePlan(ModelFolder& folder, const NameMap& byName) {
    folder.plan = planTensors(folder.config);
    std::vector<bool> isUsed(folder.tensors.size(), false);
    AUTOGLM_CHECK(settleTiedHead(folder, byName, isUsed));
    for (PlannedTensor& planned : folder.plan) {
        const auto found = byName.find(planned.name);
        if (found == byName.end())
            return damaged(planned.name, concat("tensor '", planned.name, "' is in no weight file of '",
                                                folder.path.string(), "', but ", folder.config.architecture, " with ",
                                                folder.config.layerCount, " layers needs it"));
        const TensorInfo& tensor = folder.tensors[found->second];
        if (tensor.shape != planned.shape)
            return damaged(planned.name, concat("tensor '", planned.name, "' has the shape ", formatShape(tensor.shape),
                                                ", but config.json asks for ", formatShape(planned.shape)));
        if (tensor.dtype != DType::F32 && tensor.dtype != DType::F16 && tensor.dtype != DType::BF16)
            return fail(ErrorCode::Unsupported,
                        concat("tensor '", planned.name, "' is stored as ", dtypeName(tensor.dtype),
                               "; F32, F16 and BF16 can be loaded"),
                        planned.name);
        planned.source = found->second;
        isUsed[found->second] = true;
        folder.parameterCount += tensor.elementCount();
    }
    for (std::size_t i = 0; i < isUsed.size(); ++i)
        if (!isUsed[i] && !isRotaryTable(folder.tensors[i].name))
            folder.unusedTensors.push_back(folder.tensors[i].name);
    if (const auto& unused = folder.unusedTensors; !unused.empty())
        folder.warnings.push_back(concat(unused.size(),
                                         unused.size() == 1 ? " stored tensor is" : " stored tensors are",
                                         " not used by the model that config.json describes, for example '",
                                         unused.front(), "'; look whether config.json belongs to these weights"));
    return {};
}

/// The Hugging Face id where the folder is a snapshot of the cache, otherwise the folder's own name.
std::string nameOf(const fs::path& path) {
    std::error_code ignored;
    fs::path folder = fs::absolute(path, ignored).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    const auto id = huggingFaceId(folder.parent_path().parent_path().filename().string());
    return folder.parent_path().filename() == "snapshots" && id ? *id : folder.filename().string();
}

}  // namespace

Result<ModelFolderPtr> openShape(const fs::path& path) {
    ModelFolder folder;
    folder.path = path;
    folder.name = nameOf(path);
    AUTOGLM_TRY(folder.config, loadModelConfig(path));
    AUTOGLM_TRY(folder.generation, loadGenerationConfig(path));
    folder.plan = planTensors(folder.config);
    for (const PlannedTensor& planned : folder.plan)
        folder.parameterCount += std::accumulate(
            planned.shape.begin(), planned.shape.end(), std::uint64_t{1},
            [](std::uint64_t all, std::int64_t extent) { return all * static_cast<std::uint64_t>(extent); });
    return std::make_shared<const ModelFolder>(std::move(folder));
}

Result<ModelFolderPtr> openModelFolder(const fs::path& path, const std::optional<fs::path>& expectFile) {
    AUTOGLM_CHECK(checkFolder(path));
    ModelFolder folder;
    folder.path = path;
    folder.name = nameOf(path);
    AUTOGLM_TRY(folder.config, loadModelConfig(path));
    AUTOGLM_TRY(folder.generation, loadGenerationConfig(path));
    AUTOGLM_TRY(const FileSet files, findFiles(path));
    NameMap byName;
    const std::string namedBy = files.index.empty() ? "the folder" : shardIndexName;
    for (const std::string& name : files.names)
        AUTOGLM_CHECK(readFile(folder, byName, name, namedBy));
    AUTOGLM_CHECK(checkIndex(folder, files.index, byName));
    AUTOGLM_CHECK(resolvePlan(folder, byName));
    AUTOGLM_TRY(const auto expected, findExpectedHashes(path, expectFile));
    for (WeightFile& file : folder.files)
        if (const auto found = expected.find(file.name); found != expected.end()) file.expected = found->second;
    return std::make_shared<const ModelFolder>(std::move(folder));
}

}  // namespace autoglm::model
