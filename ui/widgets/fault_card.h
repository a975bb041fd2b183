// What went wrong where content would be: title, sentence, details, and up to two actions that help. GUI thread.
#pragma once

#include <functional>

#include "core/base/result.h"
#include "ui/widgets/card.h"

class QLabel;
class QPushButton;

namespace autoglm::ui {

class FaultCard : public Card {
    Q_OBJECT
  public:
    /// In the language of now.
    using Title = std::function<QString()>;
    /// Object names: NAME.title, NAME.sentence, NAME.details, NAME.action, NAME.other.
    explicit FaultCard(const QString& name, QWidget* parent = nullptr);

    void showFault(Title title, const Error& error);
    /// An empty text takes the button away.
    void setActions(const QString& action, const QString& other = {});
    void setActionsEnabled(bool enabled);
    const Error& error() const { return m_error; }

  signals:
    void actionAsked();
    void otherAsked();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void restyle();
    void retranslate();

    Title m_makeTitle;
    Error m_error;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_sentence;
    QLabel* m_details;
    QPushButton* m_action;
    QPushButton* m_other;
};

}  // namespace autoglm::ui
