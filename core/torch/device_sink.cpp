#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <array>

#include "core/base/clock.h"
#include "core/torch/chunk_sink.h"
#include "core/torch/chunk_tensors.h"
#include "core/torch/weights.h"

namespace autoglm::torch_engine {
namespace {

/// A moment of a stream's work; of the clock on the CPU, where work is done when it is asked for.
class Mark {
  public:
    void set(const std::optional<c10::Stream>& stream) {
        m_ns = nowNs();
        if (!stream) return;
        if (!m_event) m_event.emplace(stream->device_type(), c10::EventFlag::BACKEND_DEFAULT);  // one that has a time
        m_event->record(*stream);
    }
    void wait() const {
        if (m_event) m_event->synchronize();
    }
    /// Both have passed.
    std::int64_t nsUntil(const Mark& later) const {
        return m_event ? static_cast<std::int64_t>(m_event->elapsedTime(*later.m_event) * 1e6) : later.m_ns - m_ns;
    }

  private:
    std::optional<c10::Event> m_event;
    std::int64_t m_ns = 0;
};

/// A buffer of the ring, and what the device does with the chunk in it.
struct Slot {
    at::Tensor host;  // [bytes], pinned
    bool isBusy = false;
    Mark begun;
    Mark copied;
    Mark converted;
};

struct PendingScan {
    engine::TensorScan* scan = nullptr;
    TensorCounts counts;
};

class DeviceSink final : public ChunkSink {
  public:
    DeviceSink(const at::Device& device, std::uint64_t bufferBytes)
        : m_device(device), m_slotBytes(bufferBytes / std::tuple_size_v<decltype(m_slots)>) {
        if (device.is_cpu()) return;
        const c10::impl::VirtualGuardImpl runtime(device.type());
        // The weights' memory may have been something else's until now, on the stream it was allocated on.
        runtime.getStream(device).synchronize();
        m_stream = runtime.getStreamFromGlobalPool(device);
        m_onStream.reset_stream(*m_stream);
    }

    ~DeviceSink() override {
        try {
            if (m_stream) m_stream->synchronize();  // after a failure the targets are freed: nothing may write there
        } catch (const std::exception&) {
            // The device is broken, and what made the loader give up says so.
        }
    }

    std::span<std::byte> nextBuffer(std::uint64_t leastBytes) override {
        m_current = (m_current + 1) % m_slots.size();
        Slot& slot = m_slots[m_current];
        settle(slot);
        const auto wanted = static_cast<std::int64_t>(std::max(m_slotBytes, leastBytes));
        if (!slot.host.defined() || slot.host.numel() < wanted)
            slot.host = at::empty({wanted}, at::TensorOptions(at::kByte).pinned_memory(!m_device.is_cpu()));
        return {static_cast<std::byte*>(slot.host.data_ptr()), slot.host.nbytes()};
    }

    void store(const Chunk& chunk) override {
        Slot& slot = m_slots[m_current];
        slot.begun.set(m_stream);
        const at::Tensor stored = slot.host.narrow(0, 0, static_cast<std::int64_t>(chunk.bytes.size()))
                                      .to(m_device, at::kByte, /*non_blocking=*/true)
                                      .view(scalarType(chunk.dtype))
                                      .view({-1, chunk.columns});  // [rows, columns], the file's own type
        slot.copied.set(m_stream);
        slot.isBusy = true;
        addToScan(chunk.scan, countValues(stored));
        for (const Target& whole : chunk.targets) {
            const Target target = whole.rows(chunk.firstRow, stored.size(0));
            if (!target.scales.defined())
                target.values.copy_(stored.view(target.values.sizes()));
            else if (target.int4Group)
                quantizeRowsInt4(stored, target.int4Group, target.values, target.scales);
            else
                quantizeRows(stored, target.values, target.scales);
        }
        slot.converted.set(m_stream);
    }

    void finishFile() override {
        for (Slot& slot : m_slots)
            settle(slot);
        std::vector<at::Tensor> minima, maxima, nanCounts, infCounts;
        for (const PendingScan& pending : m_scans) {
            minima.push_back(pending.counts.minimum);
            maxima.push_back(pending.counts.maximum);
            nanCounts.push_back(pending.counts.nanCount);
            infCounts.push_back(pending.counts.infCount);
        }
        if (m_scans.empty()) return;
        const at::Tensor extremes = at::stack({at::stack(minima), at::stack(maxima)}).cpu();      // [2, tensors] FP32
        const at::Tensor counts = at::stack({at::stack(nanCounts), at::stack(infCounts)}).cpu();  // [2, tensors] INT64
        for (std::size_t i = 0; i < m_scans.size(); ++i) {
            const auto column = static_cast<std::int64_t>(i);
            engine::TensorScan& scan = *m_scans[i].scan;
            scan.minimum = std::min(scan.minimum, extremes[0][column].item<double>());
            scan.maximum = std::max(scan.maximum, extremes[1][column].item<double>());
            scan.nanCount += static_cast<std::uint64_t>(counts[0][column].item<std::int64_t>());
            scan.infCount += static_cast<std::uint64_t>(counts[1][column].item<std::int64_t>());
        }
        m_scans.clear();
    }

  private:
    /// The device has read the slot's buffer, and what it did with the chunk is in the times: the conversion is waited
    /// for with the copy, the other buffers keep the stream busy meanwhile.
    void settle(Slot& slot) {
        if (!slot.isBusy) return;
        slot.converted.wait();
        m_times.uploadNs += slot.begun.nsUntil(slot.copied);
        m_times.convertNs += slot.copied.nsUntil(slot.converted);
        slot.isBusy = false;
    }

    /// The chunks of a tensor come one after the other.
    void addToScan(engine::TensorScan& scan, const TensorCounts& counts) {
        if (m_scans.empty() || m_scans.back().scan != &scan)
            m_scans.push_back({&scan, counts});
        else
            m_scans.back().counts.add(counts);
    }

    const at::Device m_device;
    std::array<Slot, 4> m_slots;
    const std::uint64_t m_slotBytes;
    std::optional<c10::Stream> m_stream;  // none on the CPU
    c10::OptionalStreamGuard m_onStream;
    std::size_t m_current = 0;
    std::vector<PendingScan> m_scans;  // of the file that is being loaded
};

}  // namespace

std::unique_ptr<ChunkSink> makeDeviceSink(const at::Device& device, std::uint64_t bufferBytes) {
    return std::make_unique<DeviceSink>(device, bufferBytes);
}

}  // namespace autoglm::torch_engine
