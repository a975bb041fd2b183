#include "ui/models/token_series.h"

#include <algorithm>
#include <numeric>

#include "core/measure/statistics.h"

namespace autoglm::ui {
namespace {

constexpr std::size_t markersKept = 256;
constexpr double nsPerMs = 1e6;

}  // namespace

void TokenSeries::add(const std::vector<worker::TokenMetric>& tokens) {
    if (!tokens.empty()) m_isAnswerOver = false;
    for (const worker::TokenMetric& token : tokens) {
        const double ms = static_cast<double>(token.gapNs) / nsPerMs;
        if (token.index == 0) {
            m_window.clear();
            mark(MarkerKind::FirstToken, ms);
            continue;
        }
        m_window.push_back(ms);
        if (m_window.size() > rateTokens) m_window.pop_front();
        const double totalMs = std::accumulate(m_window.begin(), m_window.end(), 0.0);
        m_points.push_back(ms);
        m_times.push_back(token.timeNs);
        m_rates.push_back(totalMs > 0 ? 1000 * static_cast<double>(m_window.size()) / totalMs : 0);
        ++m_count;
        if (m_points.size() <= m_capacity) continue;
        m_points.pop_front();
        m_times.pop_front();
        m_rates.pop_front();
    }
}

void TokenSeries::mark(MarkerKind kind, std::optional<double> milliseconds) {
    // Between two points; prefill and first token apart, so that both are seen.
    const double offset = kind == MarkerKind::Prefill ? 0.3 : kind == MarkerKind::FirstToken ? 0.7 : 0.5;
    m_markers.push_back({kind, static_cast<double>(m_count) + offset, milliseconds});
    if (m_markers.size() > markersKept) m_markers.erase(m_markers.begin());
}

void TokenSeries::endAnswer(std::optional<double> tokensPerSecond) {
    m_isAnswerOver = true;
    m_answerRate = tokensPerSecond;
}

void TokenSeries::restartStatistics() {
    m_isAnswerOver = false;
    m_statisticsFrom = m_count;
    m_window.clear();
}

void TokenSeries::clear() {
    *this = TokenSeries(m_capacity);
}

std::optional<double> TokenSeries::rateTokensPerSecond() const {
    if (m_isAnswerOver) return m_answerRate;
    if (statisticsCount() == 0 || m_rates.back() <= 0) return std::nullopt;
    return m_rates.back();
}

SeriesSummary TokenSeries::summary() const {
    SeriesSummary out;
    out.n = statisticsCount();
    if (out.n == 0) return out;
    const std::vector<double> values(m_points.end() - static_cast<std::ptrdiff_t>(out.n), m_points.end());
    out.latestMs = values.back();
    out.p50Ms = measure::percentile(values, 0.5);
    out.p99Ms = measure::percentileIfEnough(values, 0.99);
    out.rateTokensPerSecond = rateTokensPerSecond();
    return out;
}

}  // namespace autoglm::ui
