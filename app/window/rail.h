// The rail at the left: one button with icon and word per pane. Its actions carry the words and keys; whoever triggers
// one changes the pane. GUI thread.
#pragma once

#include <QWidget>

class QAction;
class QActionGroup;
class QVBoxLayout;

namespace autoglm::app {

enum class RailEnd { Top, Bottom };

class Rail : public QWidget {
    Q_OBJECT
  public:
    explicit Rail(QWidget* parent = nullptr);

    /// A checkable action without text, owned by the rail; its button is named "rail." and the icon's name.
    QAction* add(const QString& iconName, const QKeySequence& shortcut, RailEnd end);

    /// In the colours of the window: a style sheet keeps changes of palette from its own widget.
    void restyle();

  private:
    QActionGroup* m_actions;
    QVBoxLayout* m_top;
    QVBoxLayout* m_bottom;
};

}  // namespace autoglm::app
