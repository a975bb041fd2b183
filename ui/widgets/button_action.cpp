#include "ui/widgets/button_action.h"

#include <QAbstractButton>
#include <QEvent>

namespace autoglm::ui {

ButtonAction::ButtonAction(QAbstractButton* button, const QKeySequence& key) : QAction(button), m_button(button) {
    setObjectName(button->objectName() + QStringLiteral("Action"));
    setShortcut(key);
    connect(this, &QAction::triggered, button, &QAbstractButton::click);
    button->installEventFilter(this);
    follow();
}

bool ButtonAction::eventFilter(QObject* watched, QEvent* event) {
    // A button says nothing when its text is set; these are the moments that follow.
    switch (event->type()) {
        case QEvent::EnabledChange:
        case QEvent::LanguageChange:
        case QEvent::Paint:
            follow();
            break;
        default:
            break;
    }
    return QAction::eventFilter(watched, event);
}

void ButtonAction::follow() {
    setText(m_button->text());
    setToolTip(m_button->toolTip());
    setEnabled(m_button->isEnabled());
}

}  // namespace autoglm::ui
