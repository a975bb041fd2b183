#include <algorithm>
#include <array>
#include <limits>
#include <mutex>

#include "core/base/clock.h"
#include "core/torch/chunk_sink.h"
#include "core/torch/linear.h"
#include "core/torch/share_out.h"

namespace autoglm::torch_engine {
namespace {

/// FP32 values converted at a time: they stay in the second-level cache between the scan and the write.
constexpr std::int64_t blockValues = 64 << 10;

/// The rows of one chunk, converted by every thread that is of use: a thread takes the next block when it has done with
/// its last, so that one which shares its core with the hash does less. Four buffers: the hash always has a chunk
/// before it, however the cores are shared out.
class HostSink final : public ChunkSink {
  public:
    explicit HostSink(std::uint64_t bufferBytes) : m_bufferBytes(bufferBytes / m_buffers.size()) {}

    std::span<std::byte> nextBuffer(std::uint64_t leastBytes) override {
        m_next = (m_next + 1) % m_buffers.size();
        std::vector<std::byte>& buffer = m_buffers[m_next];
        // Quantization needs a row whole: one above the buffer's size gets what it needs, and for itself alone.
        if (const std::uint64_t size = std::max(m_bufferBytes, leastBytes); buffer.size() != size) {
            buffer = {};
            buffer.resize(size);
        }
        return buffer;
    }

    Place placeFor(model::DType dtype, std::int64_t firstRow, std::uint64_t rowBytes,
                   const std::vector<Target>& targets) override {
        const auto keeps = [dtype](const Target& target) {
            return !target.scales.defined() && target.values.scalar_type() == scalarType(dtype) &&
                   target.values.is_contiguous();
        };
        const auto target = std::ranges::find_if(targets, keeps);
        if (target == targets.end()) return {};
        const std::span whole(static_cast<std::byte*>(target->values.data_ptr()), target->values.nbytes());
        const std::span rest = whole.subspan(static_cast<std::uint64_t>(firstRow) * rowBytes);
        return {rest.first(std::min(rest.size(), std::max(m_bufferBytes, rowBytes))), &*target};
    }

    void store(const Chunk& chunk) override {
        const std::int64_t begin = nowNs();
        const std::uint64_t rowBytes = static_cast<std::uint64_t>(chunk.columns) * model::elementBytes(chunk.dtype);
        const auto rows = static_cast<std::int64_t>(chunk.bytes.size() / rowBytes);
        const std::int64_t blockRows = std::max<std::int64_t>(1, blockValues / chunk.columns);
        shareOut(rows, blockRows, [&](const auto& take) {
            const c10::InferenceMode inference;  // of this thread
            const at::Tensor scratch = at::empty({std::min(blockRows, rows), chunk.columns}, at::kFloat);
            cpu::ScanCounts counts{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 0,
                                   0};
            for (std::int64_t first = take(); first < rows; first = take()) {
                const at::Tensor block = scratch.narrow(0, 0, std::min(blockRows, rows - first));
                cpu::bestRowKernels().convertAndScan(storedType(scalarType(chunk.dtype)),
                                                     chunk.bytes.data() + static_cast<std::uint64_t>(first) * rowBytes,
                                                     block.numel(), block.data_ptr<float>(), counts);
                for (const Target& target : chunk.targets)
                    if (&target != chunk.place) storeOnCpu(block, target.rows(chunk.firstRow + first, block.size(0)));
            }
            const std::scoped_lock lock(m_mutex);
            chunk.scan.minimum = std::min(chunk.scan.minimum, static_cast<double>(counts.minimum));
            chunk.scan.maximum = std::max(chunk.scan.maximum, static_cast<double>(counts.maximum));
            chunk.scan.nanCount += counts.nanCount;
            chunk.scan.infCount += counts.infCount;
        });
        m_times.convertNs += nowNs() - begin;
    }

  private:
    std::array<std::vector<std::byte>, keptBuffers + 1> m_buffers;
    const std::uint64_t m_bufferBytes;
    std::size_t m_next = 0;
    std::mutex m_mutex;  ///< the scan of the chunk in work
};

}  // namespace

void storeOnCpu(const at::Tensor& rows, const Target& target) {
    if (!target.scales.defined()) {
        target.values.copy_(rows.view(target.values.sizes()));
        return;
    }
    const auto& kernels = cpu::bestRowKernels();
    const std::int64_t columns = rows.size(1);
    auto* scales = target.scales.data_ptr<float>();
    for (std::int64_t r = 0; r < rows.size(0); ++r) {
        const float* row = rows.const_data_ptr<float>() + r * columns;
        if (target.int4Group)
            kernels.quantizeRowInt4(row, columns, target.int4Group,
                                    target.values.data_ptr<std::uint8_t>() + r * target.values.size(1),
                                    scales + r * target.scales.size(1));
        else
            scales[r] = kernels.quantizeRow(row, columns, target.values.data_ptr<std::int8_t>() + r * columns);
    }
}

std::unique_ptr<ChunkSink> makeHostSink(std::uint64_t bufferBytes) {
    return std::make_unique<HostSink>(bufferBytes);
}

}  // namespace autoglm::torch_engine
