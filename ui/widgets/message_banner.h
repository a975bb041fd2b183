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

struct BannerMessage {
    BannerKind kind = BannerKind::Error;
    QString title;
    QString sentence;
    QString action{};  ///< a verb; empty: no action
    std::function<void()> onAction{};
    /// The same in the language of now; none: a notice goes when the language changes, all else stays as it is.
    std::function<BannerMessage()> retell{};
};

class MessageBanner : public Card {
    Q_OBJECT
  public:
    explicit MessageBanner(QWidget* parent = nullptr);

    void showMessage(BannerMessage message);
    /// What went wrong stays.
    void hideNotice();
    QString text() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void restyle();

    BannerMessage m_message;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_sentence;
    QPushButton* m_action;
    QToolButton* m_close;
};

}  // namespace autoglm::ui
