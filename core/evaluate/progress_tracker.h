// Progress of work in several phases with the time that remains, from estimates that are corrected as work proceeds.
// One thread. Estimates only order of magnitude matter: what is known (this phase so far) replaces what was guessed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace autoglm::evaluate {

struct WorkProgress {
    Progress progress;                        ///< of the phase at hand
    std::optional<std::int64_t> remainingNs;  ///< of the whole work; absent while nothing is known
};
using WorkCallback = std::function<void(const WorkProgress&)>;

class ProgressTracker {
  public:
    explicit ProgressTracker(WorkCallback callback) : m_callback(std::move(callback)) {}

    /// What a later phase will cost; phases that were not announced count nothing until they start.
    void expect(const std::string& phase, std::int64_t ns);
    void begin(const std::string& phase, std::uint64_t total, const std::string& unit);
    void advance(std::uint64_t done, const std::string& detail);
    /// Progress that a callee counts itself, under the phase at hand.
    void report(const Progress& progress);
    const std::string& phase() const { return m_current.phase; }

  private:
    struct Expected {
        std::string phase;
        std::int64_t ns = 0;
    };
    WorkCallback m_callback;
    Progress m_current;
    std::int64_t m_startNs = 0;
    std::vector<Expected> m_later;
    std::optional<std::int64_t> m_thisExpectedNs;
};

}  // namespace autoglm::evaluate
