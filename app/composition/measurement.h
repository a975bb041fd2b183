// The machine watched while something is measured, and plans completed with it: bandwidth, cache, validity, memory. One
// object per measurement, made before it and kept until its end; its functions are called on the engine thread.
#pragma once

#include <memory>
#include <vector>

#include "core/evaluate/bench.h"
#include "core/evaluate/comparison.h"
#include "core/measure/read_bandwidth.h"
#include "core/measure/samplers.h"

namespace autoglm::app {

class MachineWatch {
  public:
    /// The devices that are measured: "cpu", "cuda:N". Where one is the CPU, the read bandwidth of main memory is
    /// measured, once per process; it is absent where there is no room for the probe, or `stop` was requested.
    MachineWatch(const std::vector<std::string>& devices, const std::stop_token& stop);

    void complete(evaluate::ComparisonPlan& plan) const;
    void complete(evaluate::BenchPlan& plan) const;

    const SystemInfo& system() const { return m_system; }

  private:
    template <class Plan>
    void completeCommon(Plan& plan) const;

    bool m_usesCpu = false;
    std::vector<int> m_deviceIndices;  ///< of CUDA devices
    SystemInfo m_system;
    std::shared_ptr<Nvml> m_nvml;
    std::shared_ptr<measure::Sampler> m_sampler;
    std::optional<double> m_readBandwidth;  ///< of the CPU's memory, bytes per second
};

/// Whether a MachineWatch of these devices would measure the read bandwidth of main memory: about a second, with a
/// buffer of several times the last-level cache.
bool needsBandwidthProbe(const std::vector<std::string>& devices);

}  // namespace autoglm::app
