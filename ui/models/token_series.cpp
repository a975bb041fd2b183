#include "ui/models/token_series.h"

#include <algorithm>
#include <numeric>

#include "core/measure/statistics.h"

namespace autoglm::ui {
namespace {

constexpr std::size_t markersKept = 256;
/// The rate on screen is that of this many tokens: steady to read, quick to follow.
constexpr std::size_t rateTokens = 32;
constexpr double nsPerMs = 1e6;

}  // namespace

void TokenSeries::add(const std::vector<worker::TokenMetric>& tokens) {
    for (const worker::TokenMetric& token : tokens) {
        const double ms = static_cast<double>(token.gapNs) / nsPerMs;
        if (token.index == 0) {
            m_answerFrom = m_count;
            mark(MarkerKind::FirstToken, ms);
            continue;
        }
        m_points.push_back(ms);
        ++m_count;
        if (m_points.size() > m_capacity) m_points.pop_front();
    }
}

void TokenSeries::mark(MarkerKind kind, std::optional<double> milliseconds) {
    // Between two points; prefill and first token apart, so that both are seen.
    const double offset = kind == MarkerKind::Prefill ? 0.3 : kind == MarkerKind::FirstToken ? 0.7 : 0.5;
    m_markers.push_back({kind, static_cast<double>(m_count) + offset, milliseconds});
    if (m_markers.size() > markersKept) m_markers.erase(m_markers.begin());
}

void TokenSeries::restartStatistics() {
    m_statisticsFrom = m_answerFrom = m_count;
}

SeriesSummary TokenSeries::summary() const {
    SeriesSummary out;
    const auto since = [&](std::size_t count) {
        const std::size_t wanted = std::min(m_count - count, m_points.size());
        return std::vector<double>(m_points.end() - static_cast<std::ptrdiff_t>(wanted), m_points.end());
    };
    const std::vector<double> values = since(m_statisticsFrom);
    out.n = values.size();
    if (values.empty()) return out;
    out.latestMs = values.back();
    out.p50Ms = measure::percentile(values, 0.5);
    out.p99Ms = measure::percentileIfEnough(values, 0.99);
    const std::vector<double> answer = since(std::max(m_answerFrom, m_count - std::min(m_count, rateTokens)));
    const double totalMs = std::accumulate(answer.begin(), answer.end(), 0.0);
    if (totalMs > 0) out.rateTokensPerSecond = 1000 * static_cast<double>(answer.size()) / totalMs;
    return out;
}

}  // namespace autoglm::ui
