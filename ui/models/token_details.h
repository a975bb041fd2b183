// One token of an answer as people look at it: its characters, its probability, and what else could have come there.
// Offsets count UTF-16 units of the answer as the transcript shows it. Pure; any thread.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/worker/records.h"

namespace autoglm::ui {

struct TextSpan {
    qsizetype begin = 0;
    qsizetype length = 0;
};

/// Where each token's characters stand; a character that took several tokens belongs to the last of them.
std::vector<TextSpan> tokenSpans(const worker::GenerationRecord& record);

/// The token whose characters hold `offset`.
std::optional<std::size_t> tokenAt(const std::vector<TextSpan>& spans, qsizetype offset);

struct TokenChoice {
    QString piece;
    double probability = 0;
    bool isChosen = false;
};

struct TokenDetails {
    std::size_t number = 0;  ///< from 1
    std::size_t count = 0;
    engine::TokenId id = 0;
    QString piece;
    std::optional<double> probability;  ///< absent where it was not asked for
    std::vector<TokenChoice> alternatives;
};

/// By the softmax of the unmodified logits, whatever the sampling parameters were.
TokenDetails tokenDetails(const worker::GenerationRecord& record, std::size_t token);

/// "token 3 of 12, id 41, ␣is, 98.1 %" and a line per alternative.
QString toText(const TokenDetails& details);

QString percent(double share);  ///< "98.1 %", "0.02 %"

}  // namespace autoglm::ui
