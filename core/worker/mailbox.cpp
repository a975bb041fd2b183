#include "core/worker/mailbox.h"

#include <utility>

namespace autoglm::worker {

Mailbox::Mailbox(std::function<void()> wake, std::size_t metricCapacity)
    : m_wake(std::move(wake)), m_metrics(metricCapacity) {}

/// Applies `change` unless it belongs to another run; true where the taker must be woken.
template <class Change>
bool Mailbox::store(std::optional<RunId> run, const Change& change) {
    const std::lock_guard lock(m_mutex);
    if (run && *run != m_updates.run) return false;
    change(m_updates);
    return !std::exchange(m_isWakePending, true);
}

template <class Change>
void Mailbox::post(RunId run, const Change& change) {
    if (store(run, change)) wake();
}

void Mailbox::wake() const {
    if (m_wake) m_wake();
}

void Mailbox::begin(const RunStarted& started) {
    const std::lock_guard lock(m_mutex);
    std::vector<Event> events = std::move(m_updates.events);
    m_updates = Updates{};
    m_updates.run = started.run;
    m_updates.events = std::move(events);
    m_updates.events.emplace_back(started);
    m_metrics.drain();
}

void Mailbox::postText(RunId run, std::string_view text) {
    post(run, [&](Updates& updates) { updates.text += text; });
}

void Mailbox::postToken(RunId run, std::string_view text, const TokenMetric& metric) {
    m_metrics.push({run, metric});
    post(run, [&](Updates& updates) { updates.text += text; });
}

void Mailbox::postProgress(RunId run, const evaluate::WorkProgress& progress) {
    post(run, [&](Updates& updates) { updates.progress = progress; });
}

void Mailbox::postAnswer(RunId run, AnswerText answer) {
    post(run, [&](Updates& updates) {
        const bool continues = !updates.answers.empty() && updates.answers.back().arm == answer.arm &&
                               updates.answers.back().prompt == answer.prompt;
        if (continues)
            updates.answers.back().text += answer.text;
        else
            updates.answers.push_back(std::move(answer));
    });
}

bool Mailbox::storeEvent(Event event) {
    return store(std::nullopt, [&](Updates& updates) { updates.events.push_back(std::move(event)); });
}

void Mailbox::postEvent(Event event) {
    if (storeEvent(std::move(event))) wake();
}

Updates Mailbox::take() {
    Updates taken;
    {
        const std::lock_guard lock(m_mutex);
        taken.run = m_updates.run;
        std::swap(taken, m_updates);
        m_isWakePending = false;
    }
    auto drained = m_metrics.drain();
    taken.metricsDropped = drained.dropped;
    for (const RunMetric& entry : drained.values)
        if (entry.run == taken.run) taken.metrics.push_back(entry.metric);
    return taken;
}

}  // namespace autoglm::worker
