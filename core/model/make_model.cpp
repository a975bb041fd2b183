#include "core/model/make_model.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <future>

#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/model/config.h"
#include "core/model/model_folder.h"
#include "core/model/random_weights.h"
#include "core/model/safetensors.h"
#include "core/model/tensor_plan.h"

namespace autoglm::model {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t blockElements = 4ULL
                                        << 20U;  ///< fixed, so that the bytes do not depend on anything but the seed
constexpr std::uint64_t diskMarginBytes = 64'000'000;

/// What travels with the weights where the configuration folder has it.
constexpr std::array<const char*, 10> companions = {
    "config.json", "generation_config.json",  "tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
    "vocab.json",  "special_tokens_map.json", "merges.txt",     "added_tokens.json",     "tokenizer.model"};

struct Shard {
    std::string name;
    std::vector<TensorInfo> tensors;
    std::vector<std::size_t> planIndex;  ///< of each tensor
    std::uint64_t dataBytes = 0;
};

/// Greedy: a shard is closed when the next tensor would not fit; a tensor above the limit gets a shard of its own.
std::vector<Shard> layOut(const std::vector<PlannedTensor>& plan, const MakeModelOptions& options) {
    std::vector<Shard> shards(1);
    for (std::size_t i = 0; i < plan.size(); ++i) {
        TensorInfo tensor{.name = plan[i].name, .dtype = options.dtype, .shape = plan[i].shape};
        tensor.sizeBytes = elementBytes(options.dtype);
        for (const std::int64_t extent : tensor.shape)
            tensor.sizeBytes *= static_cast<std::uint64_t>(extent);
        if (!shards.back().tensors.empty() && shards.back().dataBytes + tensor.sizeBytes > options.shardBytes)
            shards.emplace_back();
        shards.back().dataBytes += tensor.sizeBytes;
        shards.back().planIndex.push_back(i);
        shards.back().tensors.push_back(std::move(tensor));
    }
    for (std::size_t i = 0; i < shards.size(); ++i) {
        std::array<char, 64> name{};
        std::snprintf(name.data(), name.size(), "model-%05zu-of-%05zu.safetensors", i + 1, shards.size());
        shards[i].name = shards.size() == 1 ? "model.safetensors" : name.data();
    }
    return shards;
}

/// Removes what it was told of unless the work was finished.
class Cleanup {
  public:
    Cleanup() = default;
    Cleanup(const Cleanup&) = delete;
    Cleanup& operator=(const Cleanup&) = delete;
    ~Cleanup() {
        std::error_code ignored;
        for (auto path = m_paths.rbegin(); path != m_paths.rend(); ++path)
            fs::remove(*path, ignored);
    }
    void add(const fs::path& path) { m_paths.push_back(path); }
    void keepAll() { m_paths.clear(); }

  private:
    std::vector<fs::path> m_paths;
};

/// A new file that is written from front to back and hashed on the way.
class HashingWriter {
  public:
    static Result<HashingWriter> create(const fs::path& path, std::unique_ptr<Digest> digest) {
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (descriptor < 0) return fail(errnoError(errno, "create", path.string()));
        return HashingWriter(descriptor, path, std::move(digest));
    }
    HashingWriter(HashingWriter&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1)),
          m_path(std::move(other.m_path)),
          m_digest(std::move(other.m_digest)) {}
    HashingWriter& operator=(HashingWriter&&) = delete;
    ~HashingWriter() {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }

    Status write(std::span<const std::byte> bytes) {
        m_digest->update(bytes);
        while (!bytes.empty()) {
            const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return fail(errnoError(errno, "write", m_path.string()));
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
        return {};
    }

    /// The digest of all that was written.
    Result<std::string> finish() {
        if (::close(std::exchange(m_descriptor, -1)) != 0) return fail(errnoError(errno, "write", m_path.string()));
        return m_digest->finishHex();
    }

  private:
    HashingWriter(int descriptor, fs::path path, std::unique_ptr<Digest> digest)
        : m_descriptor(descriptor), m_path(std::move(path)), m_digest(std::move(digest)) {}
    int m_descriptor = -1;
    fs::path m_path;
    std::unique_ptr<Digest> m_digest;
};

/// One block of one tensor: the unit that is drawn, written and counted.
struct Block {
    std::size_t planIndex = 0;
    std::uint64_t number = 0;
    std::uint64_t sizeBytes = 0;
};

std::vector<Block> blocksOf(const Shard& shard, DType dtype) {
    const std::uint64_t largest = blockElements * elementBytes(dtype);
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < shard.tensors.size(); ++i)
        for (std::uint64_t begin = 0; begin < shard.tensors[i].sizeBytes; begin += largest)
            blocks.push_back(
                {shard.planIndex[i], begin / largest, std::min(largest, shard.tensors[i].sizeBytes - begin)});
    return blocks;
}

struct Maker {
    const std::vector<PlannedTensor>& plan;
    const RandomWeights& weights;
    const MakeModelOptions& options;
    const ProgressCallback& callback;
    const std::stop_token& stop;
    Progress progress;

    void draw(const Block& block, std::vector<std::byte>& bytes) const {
        bytes.resize(block.sizeBytes);
        switch (slotKind(plan[block.planIndex].slot)) {
            case SlotKind::Norm:
                weights.fillConstant(1.0F, bytes);
                break;
            case SlotKind::Bias:
                weights.fillConstant(0.0F, bytes);
                break;
            case SlotKind::Embedding:
            case SlotKind::Linear:
                weights.fill(block.planIndex, block.number, bytes);
        }
    }

    /// Draws the next block on a second thread while this one hashes and writes the present one.
    Result<std::string> writeShard(const Shard& shard, HashingWriter writer) {
        const std::string header = buildSafetensorsHeader(shard.tensors, {{"format", "pt"}});
        AUTOGLM_CHECK(writer.write(std::as_bytes(std::span(header))));
        const std::vector<Block> blocks = blocksOf(shard, options.dtype);
        std::vector<std::byte> present;
        std::vector<std::byte> following;
        draw(blocks.front(), present);
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "making the model was cancelled", shard.name);
            std::future<void> drawn;
            if (i + 1 < blocks.size())
                drawn = std::async(std::launch::async, [&, i] { draw(blocks[i + 1], following); });
            AUTOGLM_CHECK(writer.write(present));
            progress.done += present.size();
            progress.detail = shard.name;
            if (callback) callback(progress);
            if (drawn.valid()) drawn.get();
            std::swap(present, following);
        }
        return writer.finish();
    }
};

/// `out` must be missing or empty: nothing of the user's is overwritten, and a failure can remove all it made.
Status prepareFolder(const fs::path& out, std::uint64_t neededBytes, Cleanup& cleanup) {
    std::error_code error;
    if (fs::exists(out, error) && !fs::is_directory(out, error))
        return fail(ErrorCode::InvalidArgument, "'" + out.string() + "' is a file; name a new folder", out.string());
    if (fs::is_directory(out, error) && !fs::is_empty(out, error))
        return fail(ErrorCode::InvalidArgument,
                    "the folder '" + out.string() + "' is not empty; name a new folder for the model", out.string());
    if (!fs::exists(out, error)) {
        if (!fs::create_directory(out, error)) return fail(errnoError(error.value(), "create", out.string()));
        cleanup.add(out);
    }
    const fs::space_info space = fs::space(out, error);
    if (!error && space.available < neededBytes + diskMarginBytes)
        return fail(ErrorCode::Io,
                    concat("the model needs ", formatBytes(neededBytes), " in '", out.string(), "' but only ",
                           formatBytes(space.available), " are free; free disk space or choose another folder"),
                    out.string());
    return {};
}

/// config.json says which format the weights have, so it follows `dtype`; the other files are copied as they are.
Status copyCompanions(const fs::path& from, const fs::path& out, DType dtype, Cleanup& cleanup) {
    const char* torchName = dtype == DType::F32 ? "float32" : dtype == DType::F16 ? "float16" : "bfloat16";
    for (const char* name : companions) {
        std::error_code ignored;
        if (!fs::exists(from / name, ignored)) continue;
        AUTOGLM_TRY(std::string content, readTextFile(from / name));
        if (std::string_view(name) == "config.json") {
            AUTOGLM_TRY(Json json, parseJson(content, (from / name).string()));
            json[json.contains("torch_dtype") ? "torch_dtype" : "dtype"] = torchName;
            AUTOGLM_TRY(content, dumpJson(json));
            content += '\n';
        }
        cleanup.add(out / name);
        AUTOGLM_CHECK(writeFileAtomically(out / name, content));
    }
    return {};
}

Status writeIndex(const fs::path& path, const std::vector<Shard>& shards, const MadeModel& made) {
    Json json;
    json["metadata"] = {{"total_parameters", made.parameterCount}, {"total_size", made.sizeBytes}};
    json["weight_map"] = Json::object();
    for (const Shard& shard : shards)
        for (const TensorInfo& tensor : shard.tensors)
            json["weight_map"][tensor.name] = shard.name;
    AUTOGLM_TRY(const std::string text, dumpJson(json));
    return writeFileAtomically(path, text + "\n");
}

}  // namespace

Result<MadeModel> makeModel(const fs::path& configFolder, const fs::path& out, const MakeModelOptions& options,
                            const DigestFactory& digests, const ProgressCallback& progress, std::stop_token stop) {
    if (options.dtype != DType::F32 && options.dtype != DType::F16 && options.dtype != DType::BF16)
        return fail(ErrorCode::InvalidArgument,
                    concat("weights cannot be made as ", dtypeName(options.dtype), "; F32, F16 and BF16 are supported"),
                    "dtype");
    AUTOGLM_TRY(const ModelConfig config, loadModelConfig(configFolder));
    const std::vector<PlannedTensor> plan = planTensors(config);
    const std::vector<Shard> shards = layOut(plan, options);
    MadeModel made;
    for (const Shard& shard : shards)
        made.sizeBytes += shard.dataBytes;
    made.parameterCount = made.sizeBytes / elementBytes(options.dtype);
    made.fileCount = shards.size();

    Cleanup cleanup;
    AUTOGLM_CHECK(prepareFolder(out, made.sizeBytes, cleanup));
    const RandomWeights weights(options.dtype, options.seed);
    Maker maker{plan, weights, options, progress, stop, {}};
    maker.progress.phase = "make";
    maker.progress.total = made.sizeBytes;
    std::string sums;
    for (const Shard& shard : shards) {
        const fs::path partial = out / ("." + shard.name + ".partial");
        AUTOGLM_TRY(HashingWriter writer, HashingWriter::create(partial, digests(DigestAlgorithm::Sha256, {})));
        cleanup.add(partial);
        AUTOGLM_TRY(const std::string hex, maker.writeShard(shard, std::move(writer)));
        sums += hex + "  " + shard.name + "\n";
    }
    AUTOGLM_CHECK(copyCompanions(configFolder, out, options.dtype, cleanup));
    for (const Shard& shard : shards) {
        const fs::path partial = out / ("." + shard.name + ".partial");
        cleanup.add(out / shard.name);
        if (std::rename(partial.c_str(), (out / shard.name).c_str()) != 0)
            return fail(errnoError(errno, "rename", partial.string()));
    }
    if (shards.size() > 1) {
        cleanup.add(out / shardIndexName);
        AUTOGLM_CHECK(writeIndex(out / shardIndexName, shards, made));
    }
    cleanup.add(out / "SHA256SUMS");
    AUTOGLM_CHECK(writeFileAtomically(out / "SHA256SUMS", sums));
    cleanup.keepAll();
    return made;
}

}  // namespace autoglm::model
