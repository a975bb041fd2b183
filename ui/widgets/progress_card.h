// Long work under way: what, how far, how fast, how long still, and Cancel. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <functional>

#include "core/evaluate/progress_tracker.h"
#include "ui/widgets/card.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace autoglm::ui {

class ProgressCard : public Card {
    Q_OBJECT
  public:
    /// Says what is under way, in the language of now.
    using Words = std::function<QString()>;
    /// Object names: NAME.phase, NAME.bar, NAME.amount, NAME.remaining, NAME.cancel, NAME.note.
    explicit ProgressCard(const QString& name, QWidget* parent = nullptr);

    /// Shows itself; nothing is known yet.
    void begin(Words what);
    /// The next part of the same work. The rate counts from here.
    void enter(Words what);
    /// `instead` stands where the time would, while nothing is known of it.
    void advance(const evaluate::WorkProgress& work, const QString& instead = {});
    void setCancellable(bool can);
    /// A sentence below the bar; empty: none.
    void setNote(const QString& note);

  signals:
    void cancelled();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void restyle();

    Words m_what;
    QElapsedTimer m_since;
    int m_parts = 0;  ///< entered so far
    QLabel* m_phase;
    QProgressBar* m_bar;
    QLabel* m_amount;
    QLabel* m_remaining;
    QPushButton* m_cancel;
    QLabel* m_note;
};

}  // namespace autoglm::ui
