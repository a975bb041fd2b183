#include "ui/models/transcript.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <iterator>
#include <utility>

#include "ui/models/figures.h"
#include "ui/models/wording.h"

namespace autoglm::ui {

namespace {

struct TranscriptWords {
    Q_DECLARE_TR_FUNCTIONS(Transcript)
};

TurnFigures figuresOf(const engine::GenerationResult& result) {
    TurnFigures out;
    if (const auto ttft = result.ttftSeconds()) out.ttftMs = 1000 * *ttft;
    out.rateTokensPerSecond = result.decodeRateTokensPerSecond();
    out.tokensIn = result.promptTokens;
    out.tokensReused = result.reusedTokens;
    out.tokensOut = std::ssize(result.tokenIds);
    out.finish = result.finish;
    return out;
}

}  // namespace

Turn& Transcript::begin(worker::RunId run, const QString& prompt, const QString& arm) {
    m_turns.push_back({.run = run, .arm = arm, .prompt = prompt, .answer = {}, .figures = {}});
    return m_turns.back();
}

Turn* Transcript::find(worker::RunId run) {
    return !m_turns.empty() && m_turns.back().run == run ? &m_turns.back() : nullptr;
}

Turn* Transcript::finish(const worker::RunFinished& finished) {
    Turn* turn = find(finished.run);
    if (!turn) return nullptr;
    if (const auto* record = std::get_if<std::shared_ptr<const worker::GenerationRecord>>(&finished.payload)) {
        turn->record = *record;
        turn->figures = figuresOf((*record)->result);
    }
    switch (finished.outcome) {
        case worker::RunOutcome::Done:
            turn->state = TurnState::Done;
            break;
        case worker::RunOutcome::Cancelled:
            turn->state = TurnState::Stopped;
            break;
        case worker::RunOutcome::Failed:
            turn->state = TurnState::Failed;
            turn->error = finished.error;
            break;
    }
    return turn;
}

worker::ChatPrompt Transcript::messages(const QString& prompt, Memory memory, const QString& system,
                                        std::size_t upTo) const {
    worker::ChatPrompt out;
    const auto add = [&](const char* role, const QString& text) {
        out.push_back({.role = role, .content = text.toStdString()});
    };
    if (!system.trimmed().isEmpty()) add("system", system);
    for (std::size_t i = 0; i < std::min(upTo, m_turns.size()); ++i) {
        const Turn& turn = m_turns[i];
        if (memory == Memory::Off || turn.answer.isEmpty()) continue;
        add("user", turn.prompt);
        add("assistant", turn.answer);
    }
    add("user", prompt);
    return out;
}

void Transcript::dropFrom(std::size_t turn) {
    if (turn >= m_turns.size()) return;
    const auto first = m_turns.begin() + static_cast<std::ptrdiff_t>(turn);
    m_dropped.assign(std::make_move_iterator(first), std::make_move_iterator(m_turns.end()));
    m_turns.erase(first, m_turns.end());
    m_droppedFrom = turn;
}

void Transcript::bringBack() {
    std::vector<Turn> back = std::exchange(m_dropped, {});
    const std::size_t from = std::min(m_droppedFrom, m_turns.size());
    dropFrom(from);
    m_droppedFrom = from;
    m_turns.insert(m_turns.end(), std::make_move_iterator(back.begin()), std::make_move_iterator(back.end()));
}

QString Transcript::toText() const {
    QStringList lines;
    for (const Turn& turn : m_turns) {
        lines << QStringLiteral("> ") + turn.prompt << turn.answer;
        if (turn.error) lines << sentenceOf(*turn.error);
        lines << QStringLiteral("[%1]").arg(figuresLine(turn)) << QString();
    }
    return lines.join(QLatin1Char('\n'));
}

QString figuresLine(const Turn& turn) {
    QStringList parts;
    if (turn.state == TurnState::Stopped) parts << TranscriptWords::tr("stopped");
    if (turn.figures) {
        const TurnFigures& figures = *turn.figures;
        if (figures.ttftMs) parts << TranscriptWords::tr("TTFT %1").arg(milliseconds(figures.ttftMs));
        if (figures.rateTokensPerSecond) parts << tokensPerSecond(figures.rateTokensPerSecond);
        parts << (figures.tokensReused > 0
                      ? TranscriptWords::tr("%1 tokens in (%2 from the KV cache), %3 out")
                            .arg(figures.tokensIn)
                            .arg(figures.tokensReused)
                            .arg(figures.tokensOut)
                      : TranscriptWords::tr("%1 tokens in, %2 out").arg(figures.tokensIn).arg(figures.tokensOut));
        if (figures.finish == engine::FinishReason::Length) parts << TranscriptWords::tr("max tokens reached");
        if (figures.finish == engine::FinishReason::Context) parts << TranscriptWords::tr("context full");
    }
    if (!turn.arm.isEmpty()) parts << turn.arm;
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace autoglm::ui
