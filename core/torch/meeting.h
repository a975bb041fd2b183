// Where the threads of a team share tasks and wait for one another, many times within one parallel region: less than a
// work-sharing construct of OpenMP takes, which sees a new loop every time (tests/benchmarks/RESULTS.md). No torch.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <atomic>
#include <cstdint>

namespace autoglm::torch_engine {

class Meeting {
  public:
    explicit Meeting(int threads) : m_threads(static_cast<std::uint32_t>(threads)) {}

    /// Every thread of the team calls it with the same count; work(task) for each once, on whichever thread is free.
    /// Returns when all are done.
    template <class Work>
    void forTasks(std::int64_t count, const Work& work) {
        for (std::int64_t task = m_next.fetch_add(1, std::memory_order_relaxed); task < count;
             task = m_next.fetch_add(1, std::memory_order_relaxed))
            work(task);
        wait();
    }

  private:
    /// About half a millisecond, as GOMP_SPINCOUNT of base/thread_spinning.h; then the core is let go.
    static constexpr int spins = 10'000;

    void wait() {
        const std::uint32_t round = m_round.load(std::memory_order_relaxed);
        if (m_arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == m_threads) {
            // Nobody else runs between the last arrival and the next round.
            m_arrived.store(0, std::memory_order_relaxed);
            m_next.store(0, std::memory_order_relaxed);
            m_round.store(round + 1, std::memory_order_release);
            m_round.notify_all();
            return;
        }
        for (int i = 0; i < spins; ++i) {
            if (m_round.load(std::memory_order_acquire) != round) return;
#if defined(__x86_64__)
            _mm_pause();
#endif
        }
        m_round.wait(round, std::memory_order_acquire);
    }

    const std::uint32_t m_threads;
    // Apart, so that taking tasks does not disturb those who wait.
    alignas(64) std::atomic<std::int64_t> m_next = 0;
    alignas(64) std::atomic<std::uint32_t> m_arrived = 0;
    alignas(64) std::atomic<std::uint32_t> m_round = 0;
};

}  // namespace autoglm::torch_engine
