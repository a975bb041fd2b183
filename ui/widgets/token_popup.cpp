#include "ui/widgets/token_popup.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

constexpr int barCells = 12;

TokenPopup::TokenPopup(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::RichText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAutoFillBackground(true);
    setFrameStyle(QFrame::StyledPanel | QFrame::Plain);
    setMargin(8);
    hide();
}

void TokenPopup::showDetails(const TokenDetails& details, const QRect& token) {
    const ThemeColors& colors = colorsOf(palette());
    QPalette own = palette();
    own.setColor(QPalette::Window, colors.card);
    own.setColor(QPalette::WindowText, colors.text);
    setPalette(own);
    setFont(tabular(scaled(parentWidget()->font(), smallPoints)));
    setText(html(details));
    adjustSize();
    const QRect room = parentWidget()->rect();
    const int below = token.bottom() + 4;
    const int y = below + height() <= room.bottom() ? below : std::max(0, token.top() - 4 - height());
    move(std::clamp(token.left(), 0, std::max(0, room.width() - width())), y);
    show();
    raise();
}

QString TokenPopup::html(const TokenDetails& details) const {
    const ThemeColors& colors = colorsOf(palette());
    QString out = QStringLiteral("<b>%1</b>").arg(details.piece.toHtmlEscaped());
    if (details.probability) out += QStringLiteral(" &nbsp; <b>%1</b>").arg(percent(*details.probability));
    out += QStringLiteral("<br><span style='color:%1'>%2</span>")
               .arg(colors.secondary.name(),
                    tr("token %1 of %2, id %3").arg(details.number).arg(details.count).arg(details.id));
    if (details.alternatives.empty())
        return out + QStringLiteral("<br>") + tr("Its probability was not recorded: switch on 'Token probabilities'.");
    out += QStringLiteral("<table cellspacing=2>");
    for (const TokenChoice& choice : details.alternatives) {
        const int cells = static_cast<int>(std::lround(choice.probability * barCells));
        const QString mark = choice.isChosen ? QStringLiteral("▸") : QString();
        out += QStringLiteral("<tr><td>%1</td><td>%2</td><td align=right>%3</td><td style='color:%4'>%5</td></tr>")
                   .arg(mark, choice.piece.toHtmlEscaped(), percent(choice.probability), colors.accent.name(),
                        QString(cells, QChar(0x2586)));
    }
    return out + QStringLiteral("</table>");
}

}  // namespace autoglm::ui
