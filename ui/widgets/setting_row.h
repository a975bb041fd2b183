// One setting: its name (or a check box that turns it on), the editor, the unit, what it means in a sentence, and below
// what is wrong with what was typed. GUI thread.
#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;

namespace autoglm::ui {

class SettingRow : public QWidget {
    Q_OBJECT
  public:
    enum class Kind { Always, Optional };

    /// Takes the editor; NAME.on and NAME.problem are the check box and the sentence.
    SettingRow(const QString& name, QWidget* editor, Kind kind, QWidget* parent);

    void setWords(const QString& title, const QString& unit, const QString& meaning);
    void setProblem(const QString& sentence);  ///< empty: none
    void setOn(bool isOn);                     ///< without a signal
    bool isOn() const;

  signals:
    void toggled();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void restyle();

    QWidget* m_editor;
    QCheckBox* m_on = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_unit;
    QLabel* m_meaning;
    QLabel* m_problem;
};

}  // namespace autoglm::ui
