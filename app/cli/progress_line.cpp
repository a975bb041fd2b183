#include "app/cli/progress_line.h"

#include <unistd.h>

#include <cstdio>

#include "app/cli/command.h"
#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/base/text_table.h"

namespace autoglm::cli {
namespace {

constexpr std::int64_t intervalNs = 100'000'000;
constexpr std::int64_t logIntervalNs = 10'000'000'000;
constexpr std::int64_t phaseIntervalNs = 1'000'000'000;  // between lines of phases that follow each other quickly

}  // namespace

ProgressLine::ProgressLine() : m_isTerminal(isatty(STDERR_FILENO) != 0), m_lastNs(m_isTerminal ? 0 : nowNs()) {}

ProgressLine::~ProgressLine() {
    clear();
}

bool ProgressLine::isDue(bool isNewPhase, std::int64_t now) {
    if (m_isTerminal) return isNewPhase || now - m_lastNs >= intervalNs;
    if (isNewPhase) m_isPhaseLogged = false;
    const bool isPhaseDue = m_hasLogged && !m_isPhaseLogged && now - m_lastNs >= phaseIntervalNs;
    return isPhaseDue || now - m_lastNs >= logIntervalNs;
}

void ProgressLine::show(const Progress& progress, std::optional<std::int64_t> remainingNs) {
    const std::scoped_lock lock(m_mutex);
    const std::int64_t now = nowNs();
    const bool isNewPhase = progress.phase != m_phase;
    if (isNewPhase) {
        m_phase = progress.phase;
        m_phaseBeginNs = now;
    }
    if (!isDue(isNewPhase, now)) return;
    m_lastNs = now;
    std::string line = text(progress, remainingNs);
    if (!m_isTerminal) {
        std::fprintf(stderr, "autoglm: %s\n", sanitizeUtf8(line).c_str());
        m_hasLogged = m_isPhaseLogged = true;
        return;
    }
    line = elided(sanitizeUtf8(line), terminalWidth(STDERR_FILENO).value_or(80) - 1);
    std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
    std::fflush(stderr);
    m_isShown = true;
}

void ProgressLine::clear() {
    const std::scoped_lock lock(m_mutex);
    if (m_isShown) std::fputs("\r\x1b[K", stderr);
    m_isShown = false;
}

std::string ProgressLine::text(const Progress& progress, std::optional<std::int64_t> remainingNs) const {
    const bool isBytes = progress.unit == "bytes";
    const auto amount = [&](std::uint64_t value) { return isBytes ? formatBytes(value) : concat(value); };
    std::string line = progress.phase + "  " + amount(progress.done);
    if (progress.total > 0)
        line += " of " + amount(progress.total) + (isBytes ? "" : " " + progress.unit) +
                concat(", ", progress.done * 100 / progress.total, " %");
    const double seconds = static_cast<double>(nowNs() - m_phaseBeginNs) * 1e-9;
    if (seconds > 0.5 && progress.done > 0) {
        const double rate = static_cast<double>(progress.done) / seconds;
        if (isBytes) line += ", " + formatBytes(static_cast<std::uint64_t>(rate)) + "/s";
        if (!remainingNs && progress.total > progress.done)
            remainingNs = static_cast<std::int64_t>(static_cast<double>(progress.total - progress.done) / rate * 1e9);
    }
    if (remainingNs && *remainingNs > 0) line += ", " + formatDurationNs(*remainingNs) + " left";
    if (!progress.detail.empty()) line += "  " + progress.detail;
    return line;
}

}  // namespace autoglm::cli
