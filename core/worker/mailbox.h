// What the engine thread leaves for the window: text and progress merged, metrics through a lossy ring, events kept.
// The engine thread posts and never waits; one other thread takes. After the first post since the last take the wake
// function is called once, on the posting thread and without a lock; it must return at once.
// Text, metrics and progress belong to the current run: those of another run are dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/worker/lossy_ring.h"
#include "core/worker/records.h"

namespace autoglm::worker {

/// Everything since the last take. `text` and `answers` come before the RunFinished of `run` among the events.
struct Updates {
    RunId run = 0;     ///< which text, metrics, progress and answers belong to
    std::string text;  ///< complete UTF-8
    std::vector<TokenMetric> metrics;
    std::uint64_t metricsDropped = 0;
    std::optional<evaluate::WorkProgress> progress;  ///< the latest
    std::vector<AnswerText> answers;
    std::vector<Event> events;  ///< in their order
};

class Mailbox {
  public:
    explicit Mailbox(std::function<void()> wake, std::size_t metricCapacity);

    /// From now on this run is the current one; what is left of the one before is dropped, its events are not.
    /// Wakes nobody: who starts a run knows.
    void begin(const RunStarted& started);
    void postText(RunId run, std::string_view text);
    void postToken(RunId run, std::string_view text, const TokenMetric& metric);
    void postProgress(RunId run, const evaluate::WorkProgress& progress);
    void postAnswer(RunId run, AnswerText answer);
    void postEvent(Event event);

    /// postEvent in two steps, for a caller that holds a lock: true where wake() must follow once it is released.
    [[nodiscard]] bool storeEvent(Event event);
    void wake() const;

    Updates take();

  private:
    template <class Change>
    bool store(std::optional<RunId> run, const Change& change);
    template <class Change>
    void post(RunId run, const Change& change);

    struct RunMetric {
        RunId run = 0;
        TokenMetric metric;
    };

    const std::function<void()> m_wake;
    LossyRing<RunMetric> m_metrics;
    std::mutex m_mutex;
    Updates m_updates;
    bool m_isWakePending = false;
};

}  // namespace autoglm::worker
