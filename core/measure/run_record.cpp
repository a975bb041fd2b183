#include "core/measure/run_record.h"

#include <utility>

namespace autoglm::measure {

namespace {
constexpr double secondsPerNs = 1e-9;
}

std::optional<double> RunRecord::ttftSeconds() const {
    if (tokenNs.empty()) return std::nullopt;
    return static_cast<double>(tokenNs.front() - submitNs) * secondsPerNs;
}

std::optional<double> RunRecord::tpotSeconds() const {
    if (tokenNs.size() < 2) return std::nullopt;
    return static_cast<double>(tokenNs.back() - tokenNs.front()) * secondsPerNs /
           static_cast<double>(tokenNs.size() - 1);
}

std::optional<double> RunRecord::decodeRateTokensPerSecond() const {
    const auto perToken = tpotSeconds();
    if (!perToken || *perToken <= 0) return std::nullopt;
    return 1 / *perToken;
}

std::optional<double> RunRecord::e2eSeconds() const {
    if (tokenNs.empty()) return std::nullopt;
    return static_cast<double>(tokenNs.back() - submitNs) * secondsPerNs;
}

std::optional<double> RunRecord::prefillTokensPerSecond() const {
    const std::int64_t computed = promptTokens - reusedTokens;
    if (prefillNs <= 0 || computed <= 0) return std::nullopt;
    return static_cast<double>(computed) / (static_cast<double>(prefillNs) * secondsPerNs);
}

std::vector<std::int64_t> RunRecord::itlNs() const {
    std::vector<std::int64_t> gaps;
    for (std::size_t i = 1; i < tokenNs.size(); ++i)
        gaps.push_back(tokenNs[i] - tokenNs[i - 1]);
    return gaps;
}

}  // namespace autoglm::measure
