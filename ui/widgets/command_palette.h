// Everything that can be done, found by typing: a list of actions with their shortcuts, filtered by the words typed.
// Enter or a click chooses one; what cannot be done now is grey. Closes by Esc or a click beside it. GUI
// thread; the actions belong to the caller and must outlive the palette.
#pragma once

#include <QFrame>
#include <QList>

class QAction;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTreeView;

namespace autoglm::ui {

class CommandPalette : public QFrame {
    Q_OBJECT
  public:
    /// A property of actions: their English text, which finds them in every language.
    static constexpr const char* englishName = "englishName";

    explicit CommandPalette(QWidget* window);

    /// Opens over the top of the window with these actions, in this order; those without text are left out.
    void openWith(const QList<QAction*>& actions);

  signals:
    void chosen(QAction* action);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter(const QString& words);
    void moveBy(int rows);
    void choose();

    QList<QAction*> m_actions;
    QStandardItemModel* m_items;
    QSortFilterProxyModel* m_found;
    QLineEdit* m_search;
    QTreeView* m_list;
    QLabel* m_nothing;
};

}  // namespace autoglm::ui
