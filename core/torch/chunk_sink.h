// Where a thread of the loader puts a file's chunks: the sink lends the memory that is read into, then scans, converts
// and stores the rows. Two kinds: row kernels at once on this CPU, or a ring of pinned buffers, asynchronous copies and
// ATen's operations on the device. One sink per thread, used by that thread alone. Throws what libtorch throws.
#pragma once

#include <optional>
#include <span>

#include "core/engine/engine.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// Where the rows of one stored tensor go. A tied head is a second target of the embedding where it is quantized.
struct Target {
    at::Tensor values;           // the rows of the engine's matrix that this tensor fills
    at::Tensor scales;           // the same rows of its scales; undefined where not quantized
    std::int64_t int4Group = 0;  ///< columns of a group where it is INT4
    Target rows(std::int64_t first, std::int64_t count) const {
        return {values.narrow(0, first, count), scales.defined() ? scales.narrow(0, first, count) : at::Tensor{},
                int4Group};
    }
};

/// FP32 rows [rows, columns] to a target on the CPU: converted or quantized.
void storeOnCpu(const at::Tensor& rows, const Target& target);

struct Chunk {
    enum class Place { Buffer, Target };
    std::span<const std::byte> bytes;  ///< whole rows, at the front of what nextBuffer or placeFor lent last
    model::DType dtype;                ///< F32, F16 or BF16
    std::int64_t columns;
    std::int64_t firstRow;  ///< of the stored tensor
    const std::vector<Target>& targets;
    engine::TensorScan& scan;  ///< found to be wider or worse, at the latest by finishFile
    const Target* place;       ///< the target in which the rows lie already; null: none
};

class ChunkSink {
  public:
    struct Times {
        std::int64_t convertNs = 0;
        std::int64_t uploadNs = 0;
    };

    ChunkSink() = default;
    ChunkSink(const ChunkSink&) = delete;
    ChunkSink& operator=(const ChunkSink&) = delete;
    virtual ~ChunkSink() = default;

    /// Buffers that nextBuffer lent last and leaves alone, so that they can be hashed meanwhile.
    static constexpr std::size_t keptBuffers = 3;

    /// At least `leastBytes` for the next chunk. The sink has done with what the buffer held before.
    virtual std::span<std::byte> nextBuffer(std::uint64_t leastBytes) = 0;
    struct Place {
        std::span<std::byte> rows;
        const Target* target = nullptr;
    };
    /// Where the rows from `firstRow` may be read to at once because a target keeps them as they are stored: as many as
    /// are worth a chunk. No target where all convert.
    virtual Place placeFor(model::DType /*dtype*/, std::int64_t /*firstRow*/, std::uint64_t /*rowBytes*/,
                           const std::vector<Target>& /*targets*/) {
        return {};
    }
    virtual void store(const Chunk& chunk) = 0;
    /// When it returns, everything stored is in the targets and in the scans.
    virtual void finishFile() {}

    const Times& times() const { return m_times; }

  protected:
    Times m_times;
};

/// On the CPU: four buffers, of `bufferBytes` together.
std::unique_ptr<ChunkSink> makeHostSink(std::uint64_t bufferBytes);
/// For targets on `device`: `bufferBytes` in all. On the CPU, for tests, the same without pinned
/// memory and stream.
std::unique_ptr<ChunkSink> makeDeviceSink(const at::Device& device, std::uint64_t bufferBytes);

}  // namespace autoglm::torch_engine
