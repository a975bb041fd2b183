#include "app/window/focus_keeper.h"

#include <QApplication>
#include <QScopedValueRollback>
#include <QStackedWidget>

namespace autoglm::app {
namespace {

bool canHaveFocus(const QWidget* widget) {
    return widget && widget->isVisible() && widget->isEnabled();
}

}  // namespace

FocusKeeper::FocusKeeper(QStackedWidget& pages) : QObject(&pages), m_pages(pages) {
    connect(qApp, &QApplication::focusChanged, this, &FocusKeeper::onFocus);
}

void FocusKeeper::onFocus(QWidget* old, QWidget* now) {
    // In another window it is in good hands; when it comes back from there, it comes to where it was in this one.
    if (m_isMoving || !now || now->window() != m_pages.window()) return;
    const bool isLost = old && old->window() == now->window() && !canHaveFocus(old);
    if (isLost) m_stray = now;
    if (now == m_stray) return bringBack();
    m_stray.clear();
    if (m_pages.isAncestorOf(now)) m_home = now;
}

void FocusKeeper::bringBack() {
    if (!m_stray || m_stray != QApplication::focusWidget()) return;
    QWidget* page = m_pages.currentWidget();
    if (!page) return;  // the window is being taken apart
    const bool isHome = canHaveFocus(m_home) && page->isAncestorOf(m_home);
    // A page hands it to what it is for.
    QWidget* to = isHome ? m_home.data() : page->focusProxy();
    while (to && to->focusProxy())
        to = to->focusProxy();
    if (!canHaveFocus(to)) to = &m_pages;  // which shows nothing, until one of them can
    const QScopedValueRollback moving(m_isMoving, true);
    to->setFocus(Qt::OtherFocusReason);
    m_stray = isHome ? nullptr : to;
}

}  // namespace autoglm::app
