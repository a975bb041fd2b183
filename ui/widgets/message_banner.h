// What went wrong, as one sentence above the panes, with one action that helps. Stays until it is closed, acted upon or
// replaced. GUI thread.
#pragma once

#include <QString>
#include <functional>

#include "ui/widgets/card.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace autoglm::ui {

enum class BannerKind { Error, Warning, Notice };

struct BannerWords {
    QString title;
    QString sentence;
    QString action{};  ///< a verb; empty: no action
};

struct BannerMessage {
    BannerKind kind = BannerKind::Error;
    /// In the language of now: asked again when it changes.
    std::function<BannerWords()> words;
    std::function<void()> onAction{};
    /// Whether what is on the screen says the same already; asked by follow().
    std::function<bool()> isToldElsewhere{};
};

class MessageBanner : public Card {
    Q_OBJECT
  public:
    explicit MessageBanner(QWidget* parent = nullptr);

    void showMessage(BannerMessage message);
    /// Steps aside for what tells its message already, and comes back after it.
    void follow();
    void dismiss();
    /// What went wrong stays.
    void hideNotice();
    QString text() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void restyle();
    void retranslate();

    BannerMessage m_message;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_sentence;
    QPushButton* m_action;
    QToolButton* m_close;
};

}  // namespace autoglm::ui
