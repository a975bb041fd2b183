#include "ui/models/token_details.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "ui/models/figures.h"
#include "ui/models/top_tokens_model.h"

namespace autoglm::ui {
namespace {

struct TokenWords {
    Q_DECLARE_TR_FUNCTIONS(TokenDetails)
};

QString visible(const worker::GenerationRecord& record, engine::TokenId id) {
    const auto found = record.pieces.find(id);
    return visibleToken(found == record.pieces.end() ? std::string() : found->second, id);
}

}  // namespace

std::vector<TextSpan> tokenSpans(const worker::GenerationRecord& record) {
    std::vector<TextSpan> spans;
    spans.reserve(record.tokens.size());
    qsizetype at = 0;
    for (const engine::TokenEvent& token : record.tokens) {
        const qsizetype length = QString::fromStdString(token.text).size();
        spans.push_back({at, length});
        at += length;
    }
    return spans;
}

std::optional<std::size_t> tokenAt(const std::vector<TextSpan>& spans, qsizetype offset) {
    const auto behind = std::ranges::upper_bound(spans, offset, {}, &TextSpan::begin);
    if (offset < 0 || behind == spans.begin()) return std::nullopt;
    const auto found = std::prev(behind);
    if (offset >= found->begin + found->length) return std::nullopt;
    return static_cast<std::size_t>(found - spans.begin());
}

TokenDetails tokenDetails(const worker::GenerationRecord& record, std::size_t token) {
    const engine::TokenEvent& event = record.tokens.at(token);
    TokenDetails out;
    out.number = token + 1;
    out.count = record.tokens.size();
    out.id = event.id;
    out.piece = visible(record, event.id);
    if (!event.alternatives.empty()) out.probability = static_cast<double>(event.probability);
    for (const engine::TokenProbability& one : event.alternatives)
        out.alternatives.push_back({visible(record, one.id), static_cast<double>(one.probability), one.id == event.id});
    return out;
}

QString percent(double share) {
    if (share > 0 && share < 1e-6) return QStringLiteral("< 0.0001 %");
    return figure(100 * share) + QStringLiteral(" %");
}

QString toText(const TokenDetails& details) {
    QStringList lines{TokenWords::tr("token %1 of %2, id %3").arg(details.number).arg(details.count).arg(details.id)};
    lines << details.piece + (details.probability ? QLatin1Char('\t') + percent(*details.probability) : QString());
    for (const TokenChoice& choice : details.alternatives)
        lines << (choice.isChosen ? QStringLiteral("* ") : QStringLiteral("  ")) + choice.piece + QLatin1Char('\t') +
                     percent(choice.probability);
    return lines.join(QLatin1Char('\n'));
}

}  // namespace autoglm::ui
