#include "ui/models/transcript.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/models/figures.h"

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
    out.tokensOut = std::ssize(result.tokenIds);
    out.reachedLimit = result.finish == engine::FinishReason::Length || result.finish == engine::FinishReason::Context;
    return out;
}

}  // namespace

Turn& Transcript::begin(worker::RunId run, const QString& prompt) {
    m_turns.push_back({.run = run, .prompt = prompt, .answer = {}, .figures = {}, .error = {}});
    return m_turns.back();
}

Turn* Transcript::find(worker::RunId run) {
    return !m_turns.empty() && m_turns.back().run == run ? &m_turns.back() : nullptr;
}

Turn* Transcript::finish(const worker::RunFinished& finished) {
    Turn* turn = find(finished.run);
    if (!turn) return nullptr;
    if (const auto* record = std::get_if<std::shared_ptr<const worker::GenerationRecord>>(&finished.payload))
        turn->figures = figuresOf((*record)->result);
    switch (finished.outcome) {
        case worker::RunOutcome::Done:
            turn->state = TurnState::Done;
            break;
        case worker::RunOutcome::Cancelled:
            turn->state = TurnState::Stopped;
            break;
        case worker::RunOutcome::Failed:
            turn->state = TurnState::Failed;
            if (finished.error) turn->error = QString::fromStdString(describe(*finished.error));
            break;
    }
    return turn;
}

worker::ChatPrompt Transcript::messages(const QString& prompt, Memory memory) const {
    worker::ChatPrompt out;
    const auto add = [&](const char* role, const QString& text) {
        out.push_back({.role = role, .content = text.toStdString()});
    };
    for (const Turn& turn : m_turns) {
        if (memory == Memory::Off || turn.answer.isEmpty()) continue;
        add("user", turn.prompt);
        add("assistant", turn.answer);
    }
    add("user", prompt);
    return out;
}

QString figuresLine(const Turn& turn) {
    QStringList parts;
    if (turn.state == TurnState::Stopped) parts << TranscriptWords::tr("stopped");
    if (turn.figures) {
        const TurnFigures& figures = *turn.figures;
        if (figures.ttftMs) parts << TranscriptWords::tr("TTFT %1").arg(milliseconds(figures.ttftMs));
        if (figures.rateTokensPerSecond) parts << tokensPerSecond(figures.rateTokensPerSecond);
        parts << TranscriptWords::tr("%1 tokens in, %2 out").arg(figures.tokensIn).arg(figures.tokensOut);
        if (figures.reachedLimit) parts << TranscriptWords::tr("ended by the token limit");
    }
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace autoglm::ui
