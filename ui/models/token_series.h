// Milliseconds per token as they come, with what happened in between: the data behind the live chart. Plain values; one
// thread. Only gaps between tokens are points: the time to the first token belongs to its marker.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/worker/records.h"

namespace autoglm::ui {

/// Swap: another model or precision took over. Measure: a comparison or benchmark, whose tokens are not drawn.
/// BandwidthProbe: the speed of memory is measured, with a large buffer.
enum class MarkerKind { Load, Swap, Measure, BandwidthProbe, Prefill, FirstToken, Stop };

struct SeriesMarker {
    MarkerKind kind = MarkerKind::Load;
    double position = 0;                 ///< in points; between two of them where it is not whole
    std::optional<double> milliseconds;  ///< how long it took: the load, or the time to the first token
};

struct SeriesSummary {
    std::optional<double> latestMs;
    std::optional<double> p50Ms;
    std::optional<double> p99Ms;                ///< only from 100 values on
    std::size_t n = 0;                          ///< values since the last load
    std::optional<double> rateTokensPerSecond;  ///< over the last tokens of this answer, or over all once it ended
};

class TokenSeries {
  public:
    /// The rate on screen is that of this many tokens: steady to read, quick to follow.
    static constexpr std::size_t rateTokens = 32;

    explicit TokenSeries(std::size_t capacity = 4096) : m_capacity(capacity) {}

    void add(const std::vector<worker::TokenMetric>& tokens);
    void mark(MarkerKind kind, std::optional<double> milliseconds = std::nullopt);
    /// The answer is whole: its rate is the latest one until the next token.
    void endAnswer(std::optional<double> tokensPerSecond);
    /// No points, no marks, numbers from 1 again.
    void clear();
    /// Statistics begin anew, the points stay.
    void restartStatistics();

    /// Points ever added; the newest has this number.
    std::size_t count() const { return m_count; }
    std::size_t firstNumber() const { return m_count - m_points.size() + 1; }
    const std::deque<double>& points() const { return m_points; }  ///< milliseconds, oldest first
    /// nowNs() of each point, and the rate over the last tokens of its answer, tokens per second.
    const std::deque<std::int64_t>& times() const { return m_times; }
    const std::deque<double>& rates() const { return m_rates; }
    const std::vector<SeriesMarker>& markers() const { return m_markers; }
    /// Points since the last load; the rate of the newest of them.
    std::size_t statisticsCount() const { return std::min(m_count - m_statisticsFrom, m_points.size()); }
    std::optional<double> rateTokensPerSecond() const;
    /// Selects percentiles among all of these points: once per picture, not per token.
    SeriesSummary summary() const;

  private:
    std::size_t m_capacity;
    std::size_t m_count = 0;
    std::size_t m_statisticsFrom = 0;  ///< points before this count are left out of the summary
    std::deque<double> m_points;
    std::deque<std::int64_t> m_times;
    std::deque<double> m_rates;
    bool m_isAnswerOver = false;
    std::optional<double> m_answerRate;
    std::deque<double> m_window;  ///< the gaps that the latest rate is made of
    std::vector<SeriesMarker> m_markers;
};

}  // namespace autoglm::ui
