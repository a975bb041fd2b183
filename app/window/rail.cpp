#include "app/window/rail.h"

#include <QAction>
#include <QActionGroup>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::app {
namespace {

constexpr int railWidth = 112;
constexpr int buttonHeight = 52;

QVBoxLayout* column() {
    auto* layout = new QVBoxLayout;
    layout->setSpacing(4);
    return layout;
}

}  // namespace

Rail::Rail(QWidget* parent) : QWidget(parent), m_actions(new QActionGroup(this)), m_top(column()), m_bottom(column()) {
    setObjectName(QStringLiteral("rail"));
    setFixedWidth(railWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 8, 12);
    layout->addLayout(m_top);
    layout->addStretch(1);
    layout->addLayout(m_bottom);
}

QAction* Rail::add(const QString& iconName, const QKeySequence& shortcut, RailEnd end) {
    auto* action = new QAction(this);
    action->setCheckable(true);
    action->setShortcut(shortcut);
    action->setData(iconName);
    action->setIcon(ui::icon(iconName, window()->palette()));
    m_actions->addAction(action);
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("rail.") + iconName);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize(QSize(ui::iconPixels, ui::iconPixels));
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumHeight(buttonHeight);
    (end == RailEnd::Top ? m_top : m_bottom)->addWidget(button);
    return action;
}

void Rail::restyle() {
    for (QAction* action : m_actions->actions())
        action->setIcon(ui::icon(action->data().toString(), window()->palette()));
    const ui::ThemeColors& colors = ui::colorsOf(window()->palette());
    const QString style = QStringLiteral(
                              "QToolButton { border: 0; border-radius: 6px; color: %1; padding: 4px 2px; }"
                              "QToolButton:hover { background: %2; }"
                              "QToolButton:checked { background: %2; color: %3; font-weight: 600; }"
                              "QToolButton:focus { border: 1px solid %3; }")
                              .arg(colors.secondary.name(), colors.card.name(), colors.accent.name());
    setStyleSheet(style);
}

}  // namespace autoglm::app
