// An engine without a model, for tests: deterministic logits from the last token, a configurable number of tokens,
// failures on demand, and a gate that releases steps one by one, so that 'stop after token 3' is exact and nothing
// sleeps. The gate may be used from any thread; everything else as engine.h says.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "core/engine/engine.h"

namespace autoglm::engine {

/// Steps pass while open, or one per permit.
class StepGate {
  public:
    void open();
    void close();
    void release(int steps);
    /// Blocks until some thread waits at the gate.
    void awaitArrival();
    /// Called by the engine; false where `stop` was requested while waiting.
    bool pass(std::stop_token stop);

  private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_open = true;
    int m_permits = 0;
    int m_waiting = 0;
};

struct ScriptedBehaviour {
    std::int64_t vocabSize = 32;
    std::shared_ptr<StepGate> gate{};    ///< passed before each load step, prefill and decode; null: always open
    std::optional<Error> loadError{};    ///< a HashMismatch only where the request does not allow it
    std::optional<Error> decodeError{};  ///< returned by the decode numbered below
    std::int64_t decodeErrorAt = 0;
    int loadSteps = 4;
    double noise = 0;  ///< added to the logits, so that two precisions differ (Int8 only)
    /// The next token after `last`; default: last + 1 modulo vocabSize.
    std::function<TokenId(TokenId last)> next{};
};

EngineFactory scriptedEngine(ScriptedBehaviour behaviour);

}  // namespace autoglm::engine
