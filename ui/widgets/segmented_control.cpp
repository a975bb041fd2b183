#include "ui/widgets/segmented_control.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <utility>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

SegmentedControl::SegmentedControl(QWidget* parent) : QWidget(parent), m_layout(new QHBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_group.setExclusive(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&m_group, &QButtonGroup::idClicked, this, [this](int id) {
        if (std::exchange(m_current, id) != id || m_standing == Standing::Wanted) emit chosen(id);
    });
    restyle();
}

void SegmentedControl::addSegment(int id, const QString& text, const QString& name) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    button->setProperty("first", m_group.buttons().isEmpty());
    m_group.addButton(button, id);
    m_layout->addWidget(button);
    restyle();
}

void SegmentedControl::setText(int id, const QString& text) {
    if (QAbstractButton* button = m_group.button(id)) button->setText(text);
}

void SegmentedControl::setToolTip(int id, const QString& text) {
    if (QAbstractButton* button = m_group.button(id)) button->setToolTip(text);
}

void SegmentedControl::setSegmentEnabled(int id, bool enabled) {
    if (QAbstractButton* button = m_group.button(id)) button->setEnabled(enabled);
}

void SegmentedControl::setCurrent(int id) {
    m_current = id;
    if (QAbstractButton* button = m_group.button(id)) return button->setChecked(true);
    // Something else is current: none of the segments is, which an exclusive group does not allow.
    m_group.setExclusive(false);
    if (QAbstractButton* button = m_group.checkedButton()) button->setChecked(false);
    m_group.setExclusive(true);
}

void SegmentedControl::setStanding(Standing standing) {
    if (std::exchange(m_standing, standing) != standing) restyle();
}

void SegmentedControl::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    QWidget::changeEvent(event);
}

void SegmentedControl::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    const QString wanted =
        m_standing == Standing::Wanted
            ? QStringLiteral("QPushButton:checked { background: %1; color: %2; border: 1px solid %2; }")
                  .arg(colors.card.name(), colors.accent.name())
            : QString();
    const QString sheet =
        QStringLiteral(
            "QPushButton { background: %1; color: %2; border: 1px solid %3; border-left: 0; padding: 5px 8px; }"
            "QPushButton[first=\"true\"] { border-left: 1px solid %3; border-top-left-radius: 6px;"
            " border-bottom-left-radius: 6px; }"
            "QPushButton:hover { background: %4; }"
            "QPushButton:focus { border: 1px solid %5; }"
            "QPushButton:checked { background: %5; color: %6; border-color: %5; }"
            "%8"
            "QPushButton:disabled { color: %7; }"
            "QPushButton:checked:disabled { background: %3; color: %2; border-color: %3; }")
            .arg(colors.card.name(), colors.text.name(), colors.border.name(), colors.window.name(),
                 colors.accent.name(), colors.onAccent.name(),
                 palette().color(QPalette::Disabled, QPalette::ButtonText).name(), wanted);
    const auto buttons = m_group.buttons();
    for (QAbstractButton* button : buttons) {
        const bool isLast = button == buttons.last();
        const QString end =
            isLast ? QStringLiteral("QPushButton { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }")
                   : QString();
        if (button->styleSheet() != sheet + end) button->setStyleSheet(sheet + end);
    }
}

}  // namespace autoglm::ui
