#include "ui/widgets/message_banner.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {

MessageBanner::MessageBanner(QWidget* parent)
    : Card(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_sentence(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_close(new QToolButton(this)) {
    setObjectName(QStringLiteral("banner"));
    m_title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_title->setObjectName(QStringLiteral("banner.title"));
    m_sentence->setObjectName(QStringLiteral("banner.sentence"));
    m_action->setObjectName(QStringLiteral("banner.action"));
    m_close->setObjectName(QStringLiteral("banner.close"));
    for (QLabel* label : {m_title, m_sentence}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_close->setAutoRaise(true);

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 10, 8, 10);
    row->setSpacing(12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_action, 0, Qt::AlignVCenter);
    row->addWidget(m_close, 0, Qt::AlignTop);

    connect(m_close, &QToolButton::clicked, this, &MessageBanner::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto act = m_message.onAction;
        dismiss();
        if (act) act();
    });
    restyle();
    retranslate();
    hide();
}

void MessageBanner::showMessage(BannerMessage message) {
    m_message = std::move(message);
    retranslate();
    restyle();
    show();
    follow();
}

void MessageBanner::follow() {
    if (m_message.isToldElsewhere) setVisible(!m_message.isToldElsewhere());
}

void MessageBanner::dismiss() {
    m_message = {};
    hide();
}

void MessageBanner::hideNotice() {
    if (m_message.kind == BannerKind::Notice) dismiss();
}

QString MessageBanner::text() const {
    return m_title->text() + QLatin1Char('\n') + m_sentence->text();
}

void MessageBanner::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    Card::changeEvent(event);
}

void MessageBanner::retranslate() {
    m_close->setToolTip(tr("Close this message"));
    if (!m_message.words) return;  // nothing has been said yet
    const BannerWords words = m_message.words();
    m_title->setText(words.title);
    m_sentence->setText(words.sentence);
    m_action->setText(words.action);
    m_action->setVisible(!words.action.isEmpty());
}

void MessageBanner::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    const bool isNotice = m_message.kind == BannerKind::Notice;
    const QColor color = isNotice                                ? colors.accent
                         : m_message.kind == BannerKind::Warning ? colors.warning
                                                                 : colors.failure;
    setEdge(color);
    m_icon->setPixmap(iconPixmap(!isNotice ? QStringLiteral("error") : QStringLiteral("notice"), color, iconPixels,
                                 devicePixelRatioF()));
    m_close->setIcon(icon(QStringLiteral("close"), palette()));
}

}  // namespace autoglm::ui
