#include "ui/models/elided_text.h"

#include <QFontMetrics>
#include <QRegularExpression>

namespace autoglm::ui {
namespace {

const QString ellipsis = QStringLiteral("…");

}  // namespace

QString elidedMiddle(const QString& text, const QFontMetrics& metrics, int width) {
    return metrics.elidedText(text, Qt::ElideMiddle, width);
}

QString elidedWords(const QString& text, const QFontMetrics& metrics, int width) {
    static const QRegularExpression end(QStringLiteral("[,:;]? |[，：；]"));
    if (metrics.horizontalAdvance(text) <= width) return text;
    QString longest;
    for (auto match = end.globalMatch(text); match.hasNext();) {
        const QString part = text.left(match.next().capturedStart()) + ellipsis;
        if (metrics.horizontalAdvance(part) > width) break;
        longest = part;
    }
    return longest.isEmpty() ? metrics.elidedText(text, Qt::ElideRight, width) : longest;
}

QString elidedTensor(const QString& name, const QFontMetrics& metrics, int width) {
    static const QRegularExpression layer(QStringLiteral("\\.(\\d+)\\."));
    const auto found = layer.match(name);
    if (!found.hasMatch() || metrics.horizontalAdvance(name) <= width)
        return metrics.elidedText(name, Qt::ElideLeft, width);
    const QString number = ellipsis + found.captured(1);
    const QString rest = name.mid(found.capturedEnd(1));
    return number + metrics.elidedText(rest, Qt::ElideLeft, width - metrics.horizontalAdvance(number));
}

}  // namespace autoglm::ui
