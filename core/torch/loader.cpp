#include "core/torch/loader.h"

#include <atomic>
#include <future>
#include <limits>
#include <mutex>
#include <thread>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/torch/guard.h"
#include "core/torch/kernels/cpu/row_kernels.h"

namespace autoglm::torch_engine {
namespace {

using engine::FileState;
using engine::LoadedFile;
using engine::LoadReport;
using engine::TensorScan;

constexpr std::uint64_t chunkBytesInAll = 16U << 20U;
constexpr std::int64_t progressIntervalNs = 50'000'000;
/// FP32 values converted at a time: they stay in the second-level cache between the scan and the write.
constexpr std::int64_t blockValues = 64 << 10;

cpu::WeightType storedType(model::DType dtype) {
    switch (dtype) {
        case model::DType::F16:
            return cpu::WeightType::F16;
        case model::DType::BF16:
            return cpu::WeightType::BF16;
        default:
            return cpu::WeightType::F32;
    }
}

/// Progress of all threads together, handed on at most every 50 ms.
class LoadProgress {
  public:
    LoadProgress(const ProgressCallback& callback, std::uint64_t totalBytes)
        : m_callback(callback), m_totalBytes(totalBytes) {}

    void add(std::uint64_t bytes, const std::string& fileName) {
        if (!m_callback) return;
        const std::scoped_lock lock(m_mutex);
        m_doneBytes += bytes;
        if (m_doneBytes < m_totalBytes && nowNs() - m_lastNs < progressIntervalNs) return;
        m_lastNs = nowNs();
        m_callback({"load", m_doneBytes, m_totalBytes, "bytes", fileName});
    }

  private:
    const ProgressCallback& m_callback;
    const std::uint64_t m_totalBytes;
    std::mutex m_mutex;
    std::uint64_t m_doneBytes = 0;
    std::int64_t m_lastNs = 0;
};

/// The digests a file needs: always SHA-256, and git's SHA-1 where that is what is expected.
class FileDigests {
  public:
    FileDigests(const DigestFactory& factory, const model::WeightFile& file) {
        if (!factory) return;
        m_sha256 = factory(DigestAlgorithm::Sha256, file.sizeBytes);
        if (file.expected && file.expected->algorithm == DigestAlgorithm::GitSha1)
            m_git = factory(DigestAlgorithm::GitSha1, file.sizeBytes);
    }
    bool isActive() const { return m_sha256 != nullptr; }
    void update(std::span<const std::byte> bytes) {
        if (m_sha256) m_sha256->update(bytes);
        if (m_git) m_git->update(bytes);
    }
    LoadedFile finish(const model::WeightFile& file) {
        LoadedFile out{file.name, file.sizeBytes, {}, {}, {}, FileState::NotChecked};
        if (!isActive()) return out;
        out.sha256 = m_sha256->finishHex();
        out.state = FileState::Unknown;
        if (file.expected) {
            out.expected = file.expected->hex;
            out.expectedSource = file.expected->source;
            const std::string actual = m_git ? m_git->finishHex() : out.sha256;
            out.state = actual == out.expected ? FileState::Match : FileState::Mismatch;
        }
        return out;
    }

  private:
    std::unique_ptr<Digest> m_sha256;
    std::unique_ptr<Digest> m_git;
};

/// Where the rows of one stored tensor go. A tied head is a second target of the embedding where it is quantized.
struct Target {
    at::Tensor values;  // the rows of the engine's matrix that this tensor fills
    at::Tensor scales;  // the same rows of its scales; undefined where not quantized
};

struct TensorJob {
    const model::TensorInfo* info = nullptr;
    std::vector<Target> targets;
};

class Loader {
  public:
    Loader(const engine::LoadRequest& request, const at::Device& device, std::stop_token stop)
        : m_request(request),
          m_folder(*request.folder),
          m_device(device),
          m_stop(std::move(stop)),
          m_progress(request.progress, totalBytes()) {}

    Result<LoadedWeights> run();

  private:
    std::uint64_t totalBytes() const;
    void planJobs();
    void loadFiles();
    Status loadFile(std::size_t fileIndex, std::vector<std::byte>& chunk, LoadReport& timing);
    Status loadTensor(const FileReader& file, const TensorJob& job, TensorScan& scan, FileDigests& digests,
                      std::span<std::byte> chunk, LoadReport& timing);
    void convertChunk(const TensorJob& job, std::span<const std::byte> bytes, std::int64_t firstValue,
                      std::int64_t columns, TensorScan& scan, LoadReport& timing) const;
    void storeBlock(const Target& target, const at::Tensor& block, std::int64_t firstRow, LoadReport& timing) const;
    Status hashAndRead(const FileReader& file, std::uint64_t offset, std::span<std::byte> into,
                       LoadReport& timing) const;
    Status verify();

    const engine::LoadRequest& m_request;
    const model::ModelFolder& m_folder;
    const at::Device m_device;
    const std::stop_token m_stop;
    LoadProgress m_progress;
    LoadedWeights m_out;
    std::vector<TensorJob> m_jobs;  // one per tensor of the folder
    std::uint64_t m_chunkBytes = chunkBytesInAll;
    std::mutex m_mutex;
    std::optional<Error> m_error;
    std::atomic<std::size_t> m_nextFile = 0;
};

std::uint64_t Loader::totalBytes() const {
    std::uint64_t total = 0;
    for (const model::WeightFile& file : m_folder.files)
        total += file.sizeBytes;
    return total;
}

void Loader::planJobs() {
    m_jobs.resize(m_folder.tensors.size());
    for (std::size_t i = 0; i < m_jobs.size(); ++i) {
        const model::TensorInfo& info = m_folder.tensors[i];
        m_jobs[i].info = &info;
        m_out.report.tensors.push_back({info.name, info.dtype, info.shape, std::numeric_limits<double>::infinity(),
                                        -std::numeric_limits<double>::infinity(), 0, 0});
    }
    const bool quantizesTiedHead = m_folder.config.tieWordEmbeddings && m_request.scheme.isQuantized();
    for (const model::PlannedTensor& planned : m_folder.plan) {
        const auto addTarget = [&](model::Slot slot) {
            const SlotTensors tensors = slotTensors(m_out.weights, slot, planned.layer);
            const std::int64_t rows = planned.shape.front();
            Target target{tensors.values->narrow(0, planned.rowOffset, rows), {}};
            if (tensors.scales && tensors.scales->defined())
                target.scales = tensors.scales->narrow(0, planned.rowOffset, rows);
            m_jobs[planned.source].targets.push_back(target);
        };
        addTarget(planned.slot);
        if (planned.slot == model::Slot::TokenEmbedding && quantizesTiedHead) addTarget(model::Slot::OutputHead);
    }
}

Result<LoadedWeights> Loader::run() {
    const std::int64_t begin = nowNs();
    AUTOGLM_CHECK(guarded("allocate the weights", [&]() -> Status {
        m_out.weights = allocateWeights(m_folder.config, m_request.scheme, m_device);
        return {};
    }));
    m_out.report.weightsBytes = m_out.weights.totalBytes();
    m_out.report.files.resize(m_folder.files.size());
    planJobs();
    loadFiles();
    if (m_error) return fail(*m_error);
    m_out.report.warnings = m_folder.warnings;
    for (TensorScan& scan : m_out.report.tensors) {
        if (scan.minimum > scan.maximum) scan.minimum = scan.maximum = 0;  // no finite value at all
        if (scan.nanCount + scan.infCount > 0)
            m_out.report.warnings.push_back(
                concat("tensor '", scan.name, "' holds ", scan.nanCount, " NaN and ", scan.infCount,
                       " infinite values: the weights are damaged or were saved wrongly, answers will be void"));
    }
    AUTOGLM_CHECK(verify());
    m_out.report.wallNs = nowNs() - begin;
    return std::move(m_out);
}

void Loader::loadFiles() {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t threadCount = std::min(cores, m_folder.files.size());
    m_chunkBytes = chunkBytesInAll / threadCount;
    const auto work = [&] {
        // Conversions of one thread stay on it: the other cores have files of their own.
        if (threadCount > 1) at::set_num_threads(1);
        std::vector<std::byte> chunk(m_chunkBytes);
        LoadReport timing;
        for (std::size_t i = m_nextFile++; i < m_folder.files.size(); i = m_nextFile++) {
            const Status loaded = guarded("load the weights", [&] { return loadFile(i, chunk, timing); });
            const std::scoped_lock lock(m_mutex);
            if (!loaded && !m_error) m_error = loaded.error();
            if (m_error) break;
        }
        const std::scoped_lock lock(m_mutex);
        m_out.report.readNs += timing.readNs;
        m_out.report.hashNs += timing.hashNs;
        m_out.report.convertNs += timing.convertNs;
        m_out.report.uploadNs += timing.uploadNs;
    };
    const int before = at::get_num_threads();
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < threadCount; ++i)
            threads.emplace_back(work);
    }
    at::set_num_threads(before);  // ATen takes the last setting of any thread for all that come
}

Status Loader::hashAndRead(const FileReader& file, std::uint64_t offset, std::span<std::byte> into,
                           LoadReport& timing) const {
    if (m_stop.stop_requested()) return fail(ErrorCode::Cancelled, "loading was cancelled");
    const std::int64_t begin = nowNs();
    AUTOGLM_CHECK(file.readExactly(offset, into));
    timing.readNs += nowNs() - begin;
    return {};
}

Status Loader::loadFile(std::size_t fileIndex, std::vector<std::byte>& chunk, LoadReport& timing) {
    const model::WeightFile& file = m_folder.files[fileIndex];
    AUTOGLM_TRY(const FileReader reader, FileReader::open(file.path));
    if (reader.sizeBytes() != file.sizeBytes)
        return fail(ErrorCode::Corrupt,
                    concat("'", file.name, "' has ", reader.sizeBytes(), " bytes but had ", file.sizeBytes,
                           " when the folder was opened: it is being written; open the folder again when that is done"),
                    file.name);
    reader.adviseSequential();
    FileDigests digests(m_request.digests, file);
    for (std::uint64_t at = 0; at < file.dataOffsetBytes;) {
        const std::span part = std::span(chunk).first(std::min<std::uint64_t>(chunk.size(), file.dataOffsetBytes - at));
        AUTOGLM_CHECK(hashAndRead(reader, at, part, timing));
        digests.update(part);
        at += part.size();
    }
    m_progress.add(file.dataOffsetBytes, file.name);
    for (std::size_t i = 0; i < m_jobs.size(); ++i)
        if (m_jobs[i].info->fileIndex == fileIndex)
            AUTOGLM_CHECK(loadTensor(reader, m_jobs[i], m_out.report.tensors[i], digests, chunk, timing));
    m_out.report.files[fileIndex] = digests.finish(file);
    return {};
}

Status Loader::loadTensor(const FileReader& file, const TensorJob& job, TensorScan& scan, FileDigests& digests,
                          std::span<std::byte> chunk, LoadReport& timing) {
    const model::TensorInfo& info = *job.info;
    const std::int64_t columns =
        info.shape.size() < 2 ? 1 : static_cast<std::int64_t>(info.elementCount()) / info.shape.front();
    const std::uint64_t rowBytes = static_cast<std::uint64_t>(columns) * model::elementBytes(info.dtype);
    std::vector<std::byte> wideRow;  // a single row above the chunk size: quantization needs it whole
    if (rowBytes > chunk.size()) {
        wideRow.resize(rowBytes);
        chunk = wideRow;
    }
    const std::uint64_t step =
        std::max<std::uint64_t>(1, chunk.size() / std::max<std::uint64_t>(1, rowBytes)) * rowBytes;
    for (std::uint64_t done = 0; done < info.sizeBytes; done += step) {
        const std::span part = chunk.first(std::min(step, info.sizeBytes - done));
        AUTOGLM_CHECK(hashAndRead(file, info.offsetBytes + done, part, timing));
        // SHA-256 is serial in a file: it runs beside the conversion of the same bytes.
        std::future<std::int64_t> hashing;
        if (digests.isActive())
            hashing = std::async(std::launch::async, [&] {
                const std::int64_t begin = nowNs();
                digests.update(part);
                return nowNs() - begin;
            });
        convertChunk(job, part, static_cast<std::int64_t>(done / model::elementBytes(info.dtype)), columns, scan,
                     timing);
        if (hashing.valid()) timing.hashNs += hashing.get();
        m_progress.add(part.size(), file.path().filename().string());
    }
    return {};
}

void Loader::convertChunk(const TensorJob& job, std::span<const std::byte> bytes, std::int64_t firstValue,
                          std::int64_t columns, TensorScan& scan, LoadReport& timing) const {
    const std::int64_t begin = nowNs();
    const std::int64_t uploadBefore = timing.uploadNs;
    const auto& kernels = cpu::bestRowKernels();
    const std::uint64_t elementBytes = model::elementBytes(job.info->dtype);
    const auto valueCount = static_cast<std::int64_t>(bytes.size() / elementBytes);
    const std::int64_t blockRows = std::max<std::int64_t>(1, blockValues / columns);
    cpu::ScanCounts counts{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 0, 0};
    const at::Tensor scratch = at::empty({std::min(blockRows * columns, valueCount)}, at::kFloat);
    for (std::int64_t at = 0; at < valueCount; at += blockRows * columns) {
        const std::int64_t count = std::min(blockRows * columns, valueCount - at);
        kernels.convertAndScan(storedType(job.info->dtype),
                               bytes.data() + static_cast<std::uint64_t>(at) * elementBytes, count,
                               scratch.data_ptr<float>(), counts);
        const at::Tensor block = scratch.narrow(0, 0, count).view({count / columns, columns});  // [rows, columns] FP32
        for (const Target& target : job.targets)
            storeBlock(target, block, (firstValue + at) / columns, timing);
    }
    scan.minimum = std::min(scan.minimum, static_cast<double>(counts.minimum));
    scan.maximum = std::max(scan.maximum, static_cast<double>(counts.maximum));
    scan.nanCount += counts.nanCount;
    scan.infCount += counts.infCount;
    timing.convertNs += nowNs() - begin - (timing.uploadNs - uploadBefore);
}

void Loader::storeBlock(const Target& target, const at::Tensor& block, std::int64_t firstRow,
                        LoadReport& timing) const {
    const std::int64_t rows = block.size(0);
    const at::Tensor values = target.values.narrow(0, firstRow, rows);
    if (!target.scales.defined()) {
        const std::int64_t begin = nowNs();
        values.copy_(block.view(values.sizes()));
        if (!m_device.is_cpu()) timing.uploadNs += nowNs() - begin;
        return;
    }
    const at::Tensor scales = target.scales.narrow(0, firstRow, rows);
    const bool onCpu = m_device.is_cpu();
    const at::Tensor quantized = onCpu ? values : at::empty(values.sizes(), at::kChar);
    const at::Tensor quantizedScales = onCpu ? scales : at::empty({rows}, at::kFloat);
    const auto& kernels = cpu::bestRowKernels();
    for (std::int64_t r = 0; r < rows; ++r)
        quantizedScales.data_ptr<float>()[r] =
            kernels.quantizeRow(block.const_data_ptr<float>() + r * block.size(1), block.size(1),
                                quantized.data_ptr<std::int8_t>() + r * block.size(1));
    if (onCpu) return;
    const std::int64_t begin = nowNs();
    values.copy_(quantized);
    scales.copy_(quantizedScales);
    timing.uploadNs += nowNs() - begin;
}

Status Loader::verify() {
    for (const LoadedFile& file : m_out.report.files) {
        if (file.state != FileState::Mismatch) continue;
        const std::string sentence =
            concat("'", file.name, "' is not the published file: expected ", file.expected, " (", file.expectedSource,
                   "), found ", file.expected.size() == 64 ? file.sha256 : std::string("another hash"));
        if (m_request.mismatch == engine::MismatchPolicy::Refuse)
            return fail(ErrorCode::HashMismatch, sentence + "; download it again, or allow the mismatch explicitly",
                        file.name);
        m_out.report.warnings.push_back(sentence + "; it was loaded because the mismatch was allowed explicitly");
    }
    return {};
}

}  // namespace

Result<LoadedWeights> loadWeights(const engine::LoadRequest& request, const at::Device& device, std::stop_token stop) {
    return Loader(request, device, std::move(stop)).run();
}

}  // namespace autoglm::torch_engine
