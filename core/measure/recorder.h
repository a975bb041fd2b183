// Raw times of runs, kept for ever: submission and delivery of every token in monotonic nanoseconds, warm-up apart.
// Everything else is derived here, by the definitions of ttft, tpot, itl, e2e and decode_rate; what is undefined is
// absent. One thread at a time. Identity: e2e = ttft + tpot·(n - 1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace autoglm::measure {

struct RunRecord {
    std::string label;           ///< what was run, for example the prompt's id
    std::int64_t submitNs = 0;   ///< nowNs() at submission
    std::int64_t prefillNs = 0;  ///< duration of prefill alone
    std::int64_t promptTokens = 0;
    std::vector<std::int64_t> tokenNs;  ///< nowNs() of each token's delivery

    std::optional<double> ttftSeconds() const;
    std::optional<double> tpotSeconds() const;                ///< absent for fewer than two tokens
    std::optional<double> decodeRateTokensPerSecond() const;  ///< absent where no time passed
    std::optional<double> e2eSeconds() const;
    std::optional<double> prefillTokensPerSecond() const;
    std::vector<std::int64_t> itlNs() const;  ///< gaps between successive tokens
};

enum class RunKind { WarmUp, Measured };

class Recorder {
  public:
    void add(RunKind kind, RunRecord run);
    const std::vector<RunRecord>& measured() const { return m_measured; }
    const std::vector<RunRecord>& warmUps() const { return m_warmUps; }

    /// One value per measured run for which `metric` is defined.
    std::vector<double> values(std::optional<double> (RunRecord::*metric)() const) const;

  private:
    std::vector<RunRecord> m_measured;
    std::vector<RunRecord> m_warmUps;
};

}  // namespace autoglm::measure
