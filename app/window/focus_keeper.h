// Keeps the keyboard where it was: the focus that a widget loses because it is hidden or disabled would wander on to
// whatever comes next, the rail more often than not. It goes back to where it was among the pages before, or to the
// page shown. What a person does is left alone. GUI thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

class QStackedWidget;

namespace autoglm::app {

class FocusKeeper : public QObject {
    Q_OBJECT
  public:
    explicit FocusKeeper(QStackedWidget& pages);

    /// Once more, where the widget that had it could not take it: it may be enabled by now.
    void bringBack();

  private:
    void onFocus(QWidget* old, QWidget* now);

    QStackedWidget& m_pages;
    QPointer<QWidget> m_home;   ///< that a person gave it to last, among the pages
    QPointer<QWidget> m_stray;  ///< that has it in its place; null where none does
    bool m_isMoving = false;
};

}  // namespace autoglm::app
