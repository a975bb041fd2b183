#include "core/evaluate/progress_tracker.h"

#include <algorithm>

#include "core/base/clock.h"

namespace autoglm::evaluate {

void ProgressTracker::expect(const std::string& phase, std::int64_t ns) {
    const auto known = std::ranges::find(m_later, phase, &Expected::phase);
    if (known != m_later.end())
        known->ns = ns;
    else
        m_later.push_back({phase, ns});
}

void ProgressTracker::begin(const std::string& phase, std::uint64_t total, const std::string& unit) {
    m_current = {.phase = phase, .done = 0, .total = total, .unit = unit, .detail = {}};
    m_startNs = nowNs();
    const auto known = std::ranges::find(m_later, phase, &Expected::phase);
    m_thisExpectedNs.reset();
    if (known != m_later.end()) {
        m_thisExpectedNs = known->ns;
        m_later.erase(known);
    }
    advance(0, {});
}

void ProgressTracker::report(const Progress& progress) {
    m_current.total = progress.total;
    m_current.unit = progress.unit;
    advance(progress.done, progress.detail);
}

void ProgressTracker::advance(std::uint64_t done, const std::string& detail) {
    m_current.done = done;
    m_current.detail = detail;
    if (!m_callback) return;
    const std::int64_t elapsedNs = nowNs() - m_startNs;
    std::optional<std::int64_t> hereNs;
    if (done > 0 && m_current.total > 0)
        hereNs = static_cast<std::int64_t>(static_cast<double>(elapsedNs) *
                                           (static_cast<double>(m_current.total) / static_cast<double>(done) - 1));
    else if (m_thisExpectedNs)
        hereNs = std::max<std::int64_t>(0, *m_thisExpectedNs - elapsedNs);
    WorkProgress report{.progress = m_current, .remainingNs = hereNs};
    if (report.remainingNs)
        for (const Expected& later : m_later)
            *report.remainingNs += later.ns;
    m_callback(report);
}

}  // namespace autoglm::evaluate
