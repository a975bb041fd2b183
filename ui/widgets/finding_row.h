// One environment finding: state by icon and word, what was seen; where it is no pass, why it matters and what to do,
// with a button that copies the command. Everything can be selected. GUI thread.
#pragma once

#include <QWidget>

#include "core/environment/finding.h"

class QLabel;
class QToolButton;

namespace autoglm::ui {

class FindingRow : public QWidget {
    Q_OBJECT
  public:
    explicit FindingRow(environment::Finding finding, QWidget* parent = nullptr);

    const environment::Finding& finding() const { return m_finding; }

  signals:
    void checkAsked(const QString& id);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void restyle();
    void retranslate();

    environment::Finding m_finding;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_state;
    QLabel* m_seen;
    QLabel* m_why;
    QLabel* m_advice;
    QLabel* m_command;
    QToolButton* m_copy;
    QToolButton* m_check;
};

}  // namespace autoglm::ui
