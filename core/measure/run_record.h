// Raw times of a run, kept for ever: submission and delivery of every token in monotonic nanoseconds. Everything else
// is derived here, by the definitions of ttft, tpot, itl, e2e and decode_rate; what is undefined is absent. Any thread.
// Identity: e2e = ttft + tpot·(n - 1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace autoglm::measure {

struct RunRecord {
    std::string label;                  ///< what was run, for example the prompt's id
    std::int64_t submitNs = 0;          ///< nowNs() at submission
    std::int64_t prefillNs = 0;         ///< duration of prefill alone
    std::int64_t promptTokens = 0;      ///< all of the prompt
    std::int64_t reusedTokens = 0;      ///< of these, found in the KV cache and not computed
    std::vector<std::int64_t> tokenNs;  ///< nowNs() of each token's delivery

    std::optional<double> ttftSeconds() const;
    std::optional<double> tpotSeconds() const;                ///< absent for fewer than two tokens
    std::optional<double> decodeRateTokensPerSecond() const;  ///< absent where no time passed
    std::optional<double> e2eSeconds() const;
    std::optional<double> prefillTokensPerSecond() const;
    std::vector<std::int64_t> itlNs() const;  ///< gaps between successive tokens
};

}  // namespace autoglm::measure
