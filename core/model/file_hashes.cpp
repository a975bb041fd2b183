#include "core/model/file_hashes.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/text_format.h"
#include "core/model/model_folder.h"

namespace autoglm::model {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t chunkBytes = 16ULL << 20U;

/// Sums what all threads have read and hands it on, one call at a time.
class SharedProgress {
  public:
    SharedProgress(const ProgressCallback& callback, std::uint64_t total) : m_callback(callback) {
        m_progress.phase = "hash";
        m_progress.total = total;
    }
    void add(std::uint64_t bytes, const std::string& file) {
        const std::lock_guard lock(m_mutex);
        m_progress.done += bytes;
        m_progress.detail = file;
        if (m_callback) m_callback(m_progress);
    }

  private:
    const ProgressCallback& m_callback;
    std::mutex m_mutex;
    Progress m_progress;
};

Status hashFile(const FileReader& reader, FileHash& file, const DigestFactory& digests, SharedProgress& progress,
                const std::stop_token& stop, const std::atomic<bool>& hasFailed) {
    reader.adviseSequential();
    const auto sha256 = digests(DigestAlgorithm::Sha256, reader.identity());
    const bool isGit = file.expected && file.expected->algorithm == DigestAlgorithm::GitSha1;
    const auto git = isGit ? digests(DigestAlgorithm::GitSha1, reader.identity()) : nullptr;
    std::vector<std::byte> buffer(std::min(chunkBytes, reader.sizeBytes()));
    for (std::uint64_t offset = 0; offset < reader.sizeBytes();) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "hashing was cancelled", file.name);
        if (hasFailed) return {};
        const auto chunk = std::span(buffer).first(std::min<std::uint64_t>(chunkBytes, reader.sizeBytes() - offset));
        AUTOGLM_CHECK(reader.readExactly(offset, chunk));
        sha256->update(chunk);
        if (git) git->update(chunk);
        offset += chunk.size();
        progress.add(chunk.size(), file.name);
    }
    file.sha256 = sha256->finishHex();
    file.actual = git ? git->finishHex() : file.sha256;
    if (file.expected) file.state = file.actual == file.expected->hex ? HashState::Match : HashState::Mismatch;
    return {};
}

/// The files that the index places tensors in; an index that cannot be read names none: hashing is no check of it.
std::set<std::string> shardNames(const fs::path& folder) {
    std::set<std::string> names;
    const auto index = readJsonFile(folder / shardIndexName);
    if (!index || !index->is_object() || !index->contains("weight_map")) return names;
    for (const Json& file : (*index)["weight_map"])
        if (file.is_string()) names.insert(file.get<std::string>());
    return names;
}

/// The names of the safetensors files of a folder, sorted; a file that is expected but not there is an error.
Result<std::vector<std::string>> weightFileNames(const fs::path& folder,
                                                 const std::map<std::string, ExpectedHash>& expected) {
    std::error_code error;
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == ".safetensors") names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    for (const auto& [name, hash] : expected)
        if (name.ends_with(".safetensors") && !std::binary_search(names.begin(), names.end(), name))
            return fail(ErrorCode::NotFound,
                        concat("the weight file '", (folder / name).string(), "', which ", hash.source,
                               " names, is missing; download it"),
                        (folder / name).string());
    for (const std::string& name : shardNames(folder))
        if (!std::ranges::binary_search(names, name))
            return fail(ErrorCode::NotFound,
                        concat("the weight file '", (folder / name).string(), "', which ", shardIndexName,
                               " names, is missing; download it"),
                        (folder / name).string());
    if (names.empty())
        return fail(ErrorCode::NotFound,
                    concat("'", folder.string(), "' has no .safetensors files; nothing can be hashed"),
                    folder.string());
    return names;
}

}  // namespace

const char* hashStateName(HashState state) {
    switch (state) {
        case HashState::Match:
            return "match";
        case HashState::Mismatch:
            return "mismatch";
        case HashState::Unknown:
            return "unknown";
    }
    return "unknown";
}

bool FolderHashes::hasMismatch() const {
    return std::any_of(files.begin(), files.end(),
                       [](const FileHash& file) { return file.state == HashState::Mismatch; });
}

Result<FolderHashes> hashFolder(const fs::path& folder, const std::optional<fs::path>& expectFile,
                                const DigestFactory& digests, const ProgressCallback& progress, std::stop_token stop) {
    const std::int64_t startNs = nowNs();
    AUTOGLM_TRY(const auto expected, findExpectedHashes(folder, expectFile));
    AUTOGLM_TRY(const std::vector<std::string> names, weightFileNames(folder, expected));
    FolderHashes result;
    std::vector<FileReader> readers;
    for (const std::string& name : names) {
        AUTOGLM_TRY(FileReader reader, FileReader::open(folder / name));
        FileHash file;
        file.name = name;
        file.sizeBytes = reader.sizeBytes();
        if (const auto found = expected.find(name); found != expected.end()) file.expected = found->second;
        result.totalBytes += file.sizeBytes;
        result.files.push_back(std::move(file));
        readers.push_back(std::move(reader));
    }

    SharedProgress shared(progress, result.totalBytes);
    std::vector<Status> statuses(names.size());
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> hasFailed = false;
    const auto work = [&] {
        for (std::size_t i = next++; i < names.size(); i = next++) {
            statuses[i] = hashFile(readers[i], result.files[i], digests, shared, stop, hasFailed);
            if (!statuses[i]) hasFailed = true;
        }
    };
    {
        std::vector<std::jthread> threads;
        const std::size_t count =
            std::min<std::size_t>(names.size(), std::max(1U, std::thread::hardware_concurrency()));
        for (std::size_t i = 1; i < count; ++i)
            threads.emplace_back(work);
        work();
    }
    for (const Status& status : statuses)
        AUTOGLM_CHECK(Status(status));
    result.elapsedNs = nowNs() - startNs;
    return result;
}

}  // namespace autoglm::model
