#include "ui/widgets/finding_row.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/models/finding_groups.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {

using environment::State;

namespace {

constexpr int titleWidth = 190;
constexpr int smallIconPixels = 18;

QLabel* textLabel(QWidget* parent, const std::string& text) {
    auto* label = new QLabel(QString::fromStdString(text), parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

const char* iconOf(State state) {
    switch (state) {
        case State::Pass:
            return "pass";
        case State::Warning:
            return "notice";
        case State::Failure:
            return "fail";
        case State::Unknown:
            return "inconclusive";
    }
    return "inconclusive";
}

QColor colorOf(State state, const ThemeColors& colors) {
    switch (state) {
        case State::Pass:
            return colors.pass;
        case State::Warning:
            return colors.warning;
        case State::Failure:
            return colors.failure;
        case State::Unknown:
            return colors.secondary;
    }
    return colors.secondary;
}

}  // namespace

FindingRow::FindingRow(environment::Finding finding, QWidget* parent)
    : QWidget(parent),
      m_finding(std::move(finding)),
      m_icon(new QLabel(this)),
      m_title(textLabel(this, m_finding.title)),
      m_state(new QLabel(this)),
      m_seen(textLabel(this, m_finding.seen)),
      m_why(textLabel(this, m_finding.why)),
      m_advice(textLabel(this, m_finding.advice)),
      m_command(textLabel(this, m_finding.command)),
      m_copy(new QToolButton(this)),
      m_check(new QToolButton(this)) {
    const QString id = QString::fromStdString(m_finding.id);
    setObjectName(QStringLiteral("finding.") + id);
    m_state->setObjectName(QStringLiteral("finding.state"));
    m_seen->setObjectName(QStringLiteral("finding.seen"));
    m_command->setObjectName(QStringLiteral("finding.command"));
    m_copy->setObjectName(QStringLiteral("finding.copy"));
    m_check->setObjectName(QStringLiteral("finding.check"));
    m_title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_title->setFixedWidth(titleWidth);
    m_state->setFont(scaled(font(), smallPoints, QFont::DemiBold));
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPointSizeF(smallPoints);
    m_command->setFont(mono);
    for (QToolButton* button : {m_copy, m_check})
        button->setAutoRaise(true);

    const bool tellsMore = m_finding.state != State::Pass;
    m_why->setVisible(tellsMore && !m_finding.why.empty());
    m_advice->setVisible(!m_finding.advice.empty());
    m_command->setVisible(!m_finding.command.empty());
    m_copy->setVisible(!m_finding.command.empty());

    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_title);
    left->addWidget(m_state);
    left->addStretch(1);
    auto* command = new QHBoxLayout;
    // A short command stays on its line; a label that may wrap would take the narrowest form beside a stretch.
    constexpr std::size_t shortCommand = 48;
    m_command->setWordWrap(m_finding.command.size() > shortCommand);
    command->addWidget(m_command, m_command->wordWrap() ? 1 : 0);
    command->addWidget(m_copy, 0, Qt::AlignTop);
    command->addStretch(1);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    for (QLabel* label : {m_seen, m_why, m_advice})
        words->addWidget(label);
    words->addLayout(command);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 8, 0, 8);
    row->setSpacing(12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(left);
    row->addLayout(words, 1);
    row->addWidget(m_check, 0, Qt::AlignTop);

    connect(m_copy, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(QString::fromStdString(m_finding.command)); });
    connect(m_check, &QToolButton::clicked, this, [this, id] { emit checkAsked(id); });
    restyle();
    retranslate();
}

void FindingRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void FindingRow::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    const QColor color = colorOf(m_finding.state, colors);
    m_icon->setPixmap(
        iconPixmap(QString::fromUtf8(iconOf(m_finding.state)), color, smallIconPixels, devicePixelRatioF()));
    setTextColor(m_state, color);
    setTextColor(m_why, colors.secondary);
    setTextColor(m_advice, colors.text);
    m_check->setIcon(icon(QStringLiteral("refresh"), palette()));
}

void FindingRow::retranslate() {
    m_state->setText(findingStateWord(m_finding.state));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the command"));
    m_check->setToolTip(tr("Check this again"));
    m_check->setAccessibleName(tr("Check this again"));
    const environment::Finding words = translated(m_finding);
    m_title->setText(QString::fromStdString(words.title));
    m_seen->setText(QString::fromStdString(words.seen));
    m_why->setText(QString::fromStdString(words.why));
    m_advice->setText(QString::fromStdString(words.advice));
    m_seen->setToolTip(m_finding.state == State::Pass ? QString::fromStdString(words.why) : QString());
}

}  // namespace autoglm::ui
