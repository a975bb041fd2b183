// A conversation as the console shows it: what was asked, what came, what it cost. Plain values; one thread.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/worker/commands.h"
#include "core/worker/records.h"

namespace autoglm::ui {

enum class TurnState { Waiting, Streaming, Done, Stopped, Failed };

struct TurnFigures {
    std::optional<double> ttftMs;
    std::optional<double> rateTokensPerSecond;
    std::int64_t tokensIn = 0;
    std::int64_t tokensReused = 0;  ///< of these, kept from the answer before
    std::int64_t tokensOut = 0;
    engine::FinishReason finish = engine::FinishReason::Eos;
};

struct Turn {
    worker::RunId run = 0;
    QString arm{};  ///< model, precision and device that answer: "demo INT8 cpu"
    QString prompt;
    QString answer;
    TurnState state = TurnState::Waiting;
    std::optional<TurnFigures> figures;
    std::optional<Error> error{};                              ///< of Failed
    std::shared_ptr<const worker::GenerationRecord> record{};  ///< once it has ended: its tokens
};

class Transcript {
  public:
    const std::vector<Turn>& turns() const { return m_turns; }
    bool isEmpty() const { return m_turns.empty(); }
    void clear() { dropFrom(0); }

    Turn& begin(worker::RunId run, const QString& prompt, const QString& arm = {});
    /// Null where `run` is not the last turn.
    Turn* find(worker::RunId run);
    /// Fills state, figures and error of the turn that has ended.
    Turn* finish(const worker::RunFinished& finished);

    /// The messages of a request that ends with `prompt`: alone, or after every turn that was answered.
    enum class Memory { Off, On };
    /// With a system message before them unless it is empty; turns from `upTo` on are left out.
    worker::ChatPrompt messages(const QString& prompt, Memory memory, const QString& system = {},
                                std::size_t upTo = SIZE_MAX) const;

    /// Takes this turn and all after it away, so that bringBack() can exchange them for what stands there by then.
    void dropFrom(std::size_t turn);
    std::size_t droppedCount() const { return m_dropped.size(); }
    void bringBack();

    /// Questions, answers and their figures.
    QString toText() const;

  private:
    std::vector<Turn> m_turns;
    std::vector<Turn> m_dropped;
    std::size_t m_droppedFrom = 0;
};

/// "TTFT 12.3 ms · 80.6 tok/s · 14 tokens in, 12 out · demo INT8 cpu"; translated.
QString figuresLine(const Turn& turn);

}  // namespace autoglm::ui
