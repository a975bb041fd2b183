#include <algorithm>
#include <limits>

#include "core/base/clock.h"
#include "core/torch/chunk_sink.h"
#include "core/torch/kernels/cpu/row_kernels.h"

namespace autoglm::torch_engine {
namespace {

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

class HostSink final : public ChunkSink {
  public:
    explicit HostSink(std::uint64_t bufferBytes) : m_buffer(bufferBytes) {}

    std::span<std::byte> nextBuffer(std::uint64_t leastBytes) override {
        m_wideRow = {};
        if (leastBytes <= m_buffer.size()) return m_buffer;
        m_wideRow.resize(leastBytes);
        return m_wideRow;
    }

    int bufferCount() const override { return 1; }

    void store(const Chunk& chunk) override {
        const std::int64_t begin = nowNs();
        const auto& kernels = cpu::bestRowKernels();
        const std::uint64_t elementBytes = model::elementBytes(chunk.dtype);
        const auto valueCount = static_cast<std::int64_t>(chunk.bytes.size() / elementBytes);
        const std::int64_t columns = chunk.columns;
        const std::int64_t blockRows = std::max<std::int64_t>(1, blockValues / columns);
        cpu::ScanCounts counts{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 0, 0};
        const at::Tensor scratch = at::empty({std::min(blockRows * columns, valueCount)}, at::kFloat);
        for (std::int64_t at = 0; at < valueCount; at += blockRows * columns) {
            const std::int64_t count = std::min(blockRows * columns, valueCount - at);
            kernels.convertAndScan(storedType(chunk.dtype),
                                   chunk.bytes.data() + static_cast<std::uint64_t>(at) * elementBytes, count,
                                   scratch.data_ptr<float>(), counts);
            const at::Tensor block = scratch.narrow(0, 0, count).view({count / columns, columns});  // [rows, columns]
            for (const Target& target : chunk.targets)
                storeOnCpu(block, target.rows(chunk.firstRow + at / columns, count / columns));
        }
        chunk.scan.minimum = std::min(chunk.scan.minimum, static_cast<double>(counts.minimum));
        chunk.scan.maximum = std::max(chunk.scan.maximum, static_cast<double>(counts.maximum));
        chunk.scan.nanCount += counts.nanCount;
        chunk.scan.infCount += counts.infCount;
        m_times.convertNs += nowNs() - begin;
    }

  private:
    std::vector<std::byte> m_buffer;
    std::vector<std::byte> m_wideRow;  // a single row above the buffer's size: quantization needs it whole
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
