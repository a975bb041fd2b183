#include "ui/widgets/fault_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

#include "ui/models/core_sentences.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {

FaultCard::FaultCard(const QString& name, QWidget* parent)
    : Card(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_sentence(new QLabel(this)),
      m_details(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_other(new QPushButton(this)) {
    setObjectName(name);
    m_title->setObjectName(name + QStringLiteral(".title"));
    m_sentence->setObjectName(name + QStringLiteral(".sentence"));
    m_details->setObjectName(name + QStringLiteral(".details"));
    m_action->setObjectName(name + QStringLiteral(".action"));
    m_other->setObjectName(name + QStringLiteral(".other"));
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    auto* words = new QVBoxLayout;
    words->setSpacing(8);
    for (QLabel* label : {m_title, m_sentence, m_details}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        words->addWidget(label);
    }
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_action);
    actions->addWidget(m_other);
    actions->addStretch(1);
    words->addLayout(actions);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 20, 24, 20);
    row->setSpacing(16);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    connect(m_action, &QPushButton::clicked, this, &FaultCard::actionAsked);
    connect(m_other, &QPushButton::clicked, this, &FaultCard::otherAsked);
    restyle();
}

void FaultCard::showFault(Title title, const Error& error) {
    m_makeTitle = std::move(title);
    m_error = error;
    retranslate();
}

void FaultCard::retranslate() {
    if (!m_makeTitle) return;
    m_title->setText(m_makeTitle());
    m_sentence->setText(coreSentence(m_error.message));
    m_details->setText(QString::fromStdString(m_error.subject));
    m_details->setVisible(!m_error.message.contains(m_error.subject));
}

void FaultCard::setActions(const QString& action, const QString& other) {
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_other->setText(other);
    m_other->setVisible(!other.isEmpty());
}

void FaultCard::setActionsEnabled(bool enabled) {
    m_action->setEnabled(enabled);
    m_other->setEnabled(enabled);
}

void FaultCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    Card::changeEvent(event);
}

void FaultCard::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    setEdge(colors.failure);
    m_icon->setPixmap(iconPixmap(QStringLiteral("error"), colors.failure, 32, devicePixelRatioF()));
    setTextColor(m_details, colors.secondary);
}

}  // namespace autoglm::ui
