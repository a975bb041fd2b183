#include "ui/widgets/token_popup.h"

#include <QEvent>
#include <algorithm>
#include <cmath>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

constexpr int barCells = 12;

TokenPopup::TokenPopup(QWidget* anchor) : QLabel(anchor), m_anchor(anchor) {
    setTextFormat(Qt::RichText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAutoFillBackground(true);
    setFrameStyle(QFrame::StyledPanel | QFrame::Plain);
    setMargin(8);
    hide();
    anchor->installEventFilter(this);
}

bool TokenPopup::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Hide) hide();
    return QLabel::eventFilter(watched, event);
}

void TokenPopup::showDetails(const TokenDetails& details, const QRect& token) {
    // In a low window the text it belongs to has no room for it.
    if (parentWidget() != m_anchor->window()) setParent(m_anchor->window());
    const ThemeColors& colors = colorsOf(m_anchor->palette());
    QPalette own = m_anchor->palette();
    own.setColor(QPalette::Window, colors.card);
    own.setColor(QPalette::WindowText, colors.text);
    setPalette(own);
    setFont(tabular(scaled(m_anchor->font(), smallPoints)));
    setText(html(details));
    adjustSize();
    const QRect room = parentWidget()->rect();
    const QRect place(m_anchor->mapTo(parentWidget(), token.topLeft()), token.size());
    const int below = place.bottom() + 4;
    const int y = below + height() <= room.bottom() ? below : std::max(0, place.top() - 4 - height());
    move(std::clamp(place.left(), 0, std::max(0, room.width() - width())), y);
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
        out +=
            QStringLiteral("<tr><td>%1</td><td>%2</td><td align=right>&nbsp;%3</td><td style='color:%4'>%5</td></tr>")
                .arg(mark, choice.piece.toHtmlEscaped(), percent(choice.probability), colors.accent.name(),
                     QString(cells, QChar(0x2586)));
    }
    return out + QStringLiteral("</table>");
}

}  // namespace autoglm::ui
