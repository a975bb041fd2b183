// A bounded channel that never makes the writer wait: when it is full the oldest value goes, and what went is counted.
// Any number of threads on both sides.
#pragma once

#include <cstdint>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace autoglm::worker {

template <class Value>
class LossyRing {
  public:
    struct Drained {
        std::vector<Value> values;  ///< oldest first
        std::uint64_t dropped = 0;  ///< lost since the last drain
    };

    /// `capacity` is at least 1.
    explicit LossyRing(std::size_t capacity) : m_capacity(capacity) {}

    void push(Value value) {
        const std::lock_guard lock(m_mutex);
        if (m_values.size() == m_capacity) {
            m_values.pop_front();
            ++m_dropped;
        }
        m_values.push_back(std::move(value));
    }

    Drained drain() {
        std::deque<Value> values;
        Drained drained;
        {
            const std::lock_guard lock(m_mutex);
            values.swap(m_values);
            drained.dropped = std::exchange(m_dropped, 0);
        }
        drained.values.assign(std::move_iterator(values.begin()), std::move_iterator(values.end()));
        return drained;
    }

  private:
    const std::size_t m_capacity;
    std::mutex m_mutex;
    std::deque<Value> m_values;
    std::uint64_t m_dropped = 0;
};

}  // namespace autoglm::worker
