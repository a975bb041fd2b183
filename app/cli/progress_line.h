// One line on the terminal's standard error that shows long work: what, how far, how fast, how long still. Where
// standard error is not a terminal, a line of its own every ten seconds and at each phase after the first of them:
// short work says nothing. Safe from any thread; a terminal's line is wiped when the object goes.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/progress.h"

namespace autoglm::cli {

class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// `remainingNs`: where the work knows better than the rate of this phase.
    void show(const Progress& progress, std::optional<std::int64_t> remainingNs = std::nullopt);

    /// Wipes the line, so that something else can be printed.
    void clear();

    ProgressCallback callback() {
        return [this](const Progress& progress) { show(progress); };
    }

  private:
    std::string text(const Progress& progress, std::optional<std::int64_t> remainingNs) const;
    bool isDue(bool isNewPhase, std::int64_t now);

    const bool m_isTerminal;
    std::mutex m_mutex;
    std::string m_phase;
    std::int64_t m_phaseBeginNs = 0;
    std::int64_t m_lastNs;
    bool m_isShown = false;    ///< on the terminal
    bool m_hasLogged = false;  ///< without one
    bool m_isPhaseLogged = false;
};

}  // namespace autoglm::cli
