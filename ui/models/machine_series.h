// What the machine did while the window was open: memory by component, load, heat and power over time, with what
// happened in between. What the machine does not show is absent, never 0. Plain values; one thread.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "core/measure/samplers.h"
#include "ui/models/token_series.h"

namespace autoglm::ui {

/// One sample; bytes, percent, degrees Celsius, watts.
struct MachinePoint {
    std::int64_t timeNs = 0;
    std::optional<double> weights;
    std::optional<double> kvCache;
    std::optional<double> rest;  ///< of the process, or of the device where the model lies there
    std::optional<double> ownCpu;
    std::optional<double> otherCpu;
    std::optional<double> allCpu;  ///< of every program
    std::optional<double> gpu;
    std::optional<double> temperature;
    std::optional<double> gpuWatts;
    std::optional<double> cpuWatts;  ///< all packages, mean since the sample before
};

struct TimedMarker {
    MarkerKind kind = MarkerKind::Load;
    std::int64_t timeNs = 0;
};

class MachineSeries {
  public:
    explicit MachineSeries(std::size_t capacity = 36'000) : m_capacity(capacity) {}

    /// What the engine holds from `timeNs` on; `device`: of CUDA where the model lies there.
    struct Holding {
        std::int64_t timeNs = 0;
        std::uint64_t weightsBytes = 0;
        std::uint64_t kvCacheBytes = 0;
        std::optional<int> device{};
    };
    void hold(const Holding& holding);
    /// The latest.
    const Holding& holding() const { return m_holdings.back(); }

    void add(const std::vector<measure::SystemSample>& samples);
    void mark(MarkerKind kind, std::int64_t timeNs);

    bool hasGpu() const { return m_hasGpu; }
    const std::deque<MachinePoint>& points() const { return m_points; }  ///< oldest first
    const std::vector<TimedMarker>& markers() const { return m_markers; }

  private:
    MachinePoint pointOf(const measure::SystemSample& sample) const;

    std::size_t m_capacity;
    std::deque<Holding> m_holdings{{}};
    std::deque<MachinePoint> m_points;
    std::optional<measure::SystemSample> m_last;
    std::vector<TimedMarker> m_markers;
    bool m_hasGpu = false;
};

}  // namespace autoglm::ui
