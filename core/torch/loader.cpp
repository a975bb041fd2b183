#include "core/torch/loader.h"

#include <atomic>
#include <limits>
#include <mutex>
#include <thread>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/torch/chunk_sink.h"
#include "core/torch/file_digests.h"
#include "core/torch/guard.h"
#ifdef AUTOGLM_CUDA
#include "core/torch/kernels/cuda/cuda_stream.h"
#endif

namespace autoglm::torch_engine {
namespace {

using engine::FileState;
using engine::LoadedFile;
using engine::LoadReport;
using engine::TensorScan;

/// Memory beside the weights, of all threads together. A device's copies need their chunks to be whole megabytes, and
/// to have the next one ready: 4 pinned buffers of 16 MiB.
constexpr std::uint64_t hostBufferBytes = 16U << 20U;
constexpr std::uint64_t pinnedBufferBytes = 64U << 20U;
constexpr std::int64_t progressIntervalNs = 50'000'000;

/// The types that weights are stored in; a tensor of another one is in no plan, and its bytes are only hashed.
bool isWeightType(model::DType dtype) {
    return dtype == model::DType::F32 || dtype == model::DType::F16 || dtype == model::DType::BF16;
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

struct TensorJob {
    const model::TensorInfo* info = nullptr;
    std::vector<Target> targets;
};

class Loader {
  public:
    Loader(const engine::LoadRequest& request, const at::Device& device, Conversion conversion, std::stop_token stop)
        : m_request(request),
          m_folder(*request.folder),
          m_device(device),
          m_conversion(conversion),
          m_stop(std::move(stop)),
          m_progress(request.progress, totalBytes()) {}

    Result<LoadedWeights> run();

  private:
    std::uint64_t totalBytes() const;
    void planJobs();
    void loadFiles();
    Status loadFilesOfThread(std::size_t threadCount);
    Status loadFile(std::size_t fileIndex, ChunkSink& sink, LoadReport& timing);
    Status loadTensor(const FileReader& file, const TensorJob& job, TensorScan& scan, FileDigests& digests,
                      ChunkSink& sink, LoadReport& timing);
    Status read(const FileReader& file, std::uint64_t offset, std::span<std::byte> into, LoadReport& timing) const;
    Status verify();

    const engine::LoadRequest& m_request;
    const model::ModelFolder& m_folder;
    const at::Device m_device;
    const Conversion m_conversion;
    const std::stop_token m_stop;
    const int m_threads = at::get_num_threads();
    LoadProgress m_progress;
    LoadedWeights m_out;
    std::vector<TensorJob> m_jobs;  // one per tensor of the folder
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
            const Target whole{*tensors.values, tensors.matrix ? tensors.matrix->scales : at::Tensor{},
                               m_request.scheme.int4Group()};
            m_jobs[planned.source].targets.push_back(whole.rows(planned.rowOffset, rows));
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
    const auto work = [&] {
        // Conversions of one thread stay on it: the other cores have files of their own.
        if (threadCount > 1) at::set_num_threads(1);
        const Status loaded = guarded("load the weights", [&] { return loadFilesOfThread(threadCount); });
        const std::scoped_lock lock(m_mutex);
        if (!loaded && !m_error) m_error = loaded.error();
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < threadCount; ++i)
            threads.emplace_back(work);
    }
    at::set_num_threads(m_threads);  // ATen takes the last setting of any thread for all that come
#ifdef AUTOGLM_CUDA
    if (m_device.is_cuda()) cuda::releaseUnusedMemory();
#endif
}

Status Loader::loadFilesOfThread(std::size_t threadCount) {
    const std::unique_ptr<ChunkSink> sink = m_conversion == Conversion::OnCpu
                                                ? makeHostSink(hostBufferBytes / threadCount)
                                                : makeDeviceSink(m_device, pinnedBufferBytes / threadCount);
    LoadReport timing;
    for (std::size_t i = m_nextFile++; i < m_folder.files.size(); i = m_nextFile++) {
        AUTOGLM_CHECK(loadFile(i, *sink, timing));
        const std::scoped_lock lock(m_mutex);
        if (m_error) break;
    }
    const std::scoped_lock lock(m_mutex);
    m_out.report.readNs += timing.readNs;
    m_out.report.hashNs += timing.hashNs;
    m_out.report.convertNs += sink->times().convertNs;
    m_out.report.uploadNs += sink->times().uploadNs;
    return {};
}

Status Loader::read(const FileReader& file, std::uint64_t offset, std::span<std::byte> into, LoadReport& timing) const {
    if (m_stop.stop_requested()) return fail(ErrorCode::Cancelled, "loading was cancelled");
    const std::int64_t begin = nowNs();
    AUTOGLM_CHECK(file.readExactly(offset, into));
    timing.readNs += nowNs() - begin;
    return {};
}

Status Loader::loadFile(std::size_t fileIndex, ChunkSink& sink, LoadReport& timing) {
    const model::WeightFile& file = m_folder.files[fileIndex];
    AUTOGLM_TRY(const FileReader reader, FileReader::open(file.path));
    if (reader.sizeBytes() != file.sizeBytes)
        return fail(ErrorCode::Corrupt,
                    concat("'", file.name, "' has ", reader.sizeBytes(), " bytes but had ", file.sizeBytes,
                           " when the folder was opened: it is being written; open the folder again when that is done"),
                    file.name);
    reader.adviseSequential();
    FileDigests digests(m_request.digests, file, reader.identity());
    // The hash is what a load waits for: it has a core of its own where there is one.
    if (m_folder.files.size() == 1) at::set_num_threads(std::max(1, m_threads - (digests.isHashing() ? 1 : 0)));
    for (std::uint64_t at = 0; at < file.dataOffsetBytes;) {
        digests.waitForBuffers(ChunkSink::keptBuffers);
        const std::span buffer = sink.nextBuffer(1);
        const std::span part = buffer.first(std::min<std::uint64_t>(buffer.size(), file.dataOffsetBytes - at));
        AUTOGLM_CHECK(read(reader, at, part, timing));
        digests.add(part, Chunk::Place::Buffer);
        at += part.size();
    }
    m_progress.add(file.dataOffsetBytes, file.name);
    for (std::size_t i = 0; i < m_jobs.size(); ++i)
        if (m_jobs[i].info->fileIndex == fileIndex)
            AUTOGLM_CHECK(loadTensor(reader, m_jobs[i], m_out.report.tensors[i], digests, sink, timing));
    digests.waitForAll();
    sink.finishFile();
    timing.hashNs += digests.totalNs();
    m_out.report.files[fileIndex] = digests.finish(file);
    return {};
}

Status Loader::loadTensor(const FileReader& file, const TensorJob& job, TensorScan& scan, FileDigests& digests,
                          ChunkSink& sink, LoadReport& timing) {
    const model::TensorInfo& info = *job.info;
    const std::int64_t columns =
        info.shape.size() < 2 ? 1 : static_cast<std::int64_t>(info.elementCount()) / info.shape.front();
    const std::uint64_t rowBytes = static_cast<std::uint64_t>(columns) * model::elementBytes(info.dtype);
    for (std::uint64_t done = 0; done < info.sizeBytes;) {
        const auto firstRow = static_cast<std::int64_t>(done / rowBytes);
        auto [buffer, target] = sink.placeFor(info.dtype, firstRow, rowBytes, job.targets);
        const auto place = target ? Chunk::Place::Target : Chunk::Place::Buffer;
        if (!target) {
            digests.waitForBuffers(ChunkSink::keptBuffers);
            buffer = sink.nextBuffer(rowBytes);
        }
        const std::span part = buffer.first(std::min(buffer.size() / rowBytes * rowBytes, info.sizeBytes - done));
        AUTOGLM_CHECK(read(file, info.offsetBytes + done, part, timing));
        digests.add(part, place);
        if (isWeightType(info.dtype)) sink.store({part, info.dtype, columns, firstRow, job.targets, scan, target});
        m_progress.add(part.size(), file.path().filename().string());
        done += part.size();
    }
    return {};
}

Status Loader::verify() {
    for (const LoadedFile& file : m_out.report.files) {
        if (file.state != FileState::Mismatch) continue;
        const std::string sentence =
            concat("'", file.name, "' is not the expected file: expected ", file.expected, " (", file.expectedSource,
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
    return loadWeights(request, device, device.is_cpu() ? Conversion::OnCpu : Conversion::OnDevice, std::move(stop));
}

Result<LoadedWeights> loadWeights(const engine::LoadRequest& request, const at::Device& device, Conversion conversion,
                                  std::stop_token stop) {
    return Loader(request, device, conversion, std::move(stop)).run();
}

}  // namespace autoglm::torch_engine
