// The answers of both arms side by side, one prompt at a time: as they stream in, then whole with the first different
// token, or character, marked in both. GUI thread.
#pragma once

#include <QString>
#include <QWidget>
#include <array>
#include <vector>

#include "core/evaluate/comparison_result.h"

class QComboBox;
class QLabel;
class QTextEdit;

namespace autoglm::ui {

class AnswersView : public QWidget {
    Q_OBJECT
  public:
    /// `name` is the beginning of the object names of the parts.
    explicit AnswersView(const QString& name, QWidget* parent = nullptr);

    void setTitles(const QString& a, const QString& b);
    void setAnswers(const std::vector<evaluate::AnswerPair>& answers);
    void clear();
    /// What will be asked, for append() to name.
    void setPrompts(const std::vector<std::string>& prompts);
    /// Streams: arm 0 or 1; shows the prompt that is being answered.
    void append(std::size_t arm, std::size_t prompt, const QString& text);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Mark {
        qsizetype begin = -1;  ///< negative: none
        qsizetype end = -1;
    };
    struct Shown {
        QString prompt{};
        std::array<QString, 2> texts{};
        std::array<Mark, 2> marks{};
        qint64 firstToken = -1;      ///< that is different; negative: none
        qint64 firstCharacter = -1;  ///< where tokens cannot be compared
        evaluate::AnswerUnit comparedBy = evaluate::AnswerUnit::Token;
        bool isWhole = false;
    };

    void addPrompt(const QString& prompt);
    void showCurrent();
    QString noteOf(const Shown& shown) const;
    void restyle();

    std::vector<std::string> m_prompts;  ///< that will be answered
    std::vector<Shown> m_answers;
    QComboBox* m_prompt;
    QLabel* m_note;
    std::array<QLabel*, 2> m_titles{};
    std::array<QTextEdit*, 2> m_texts{};
};

}  // namespace autoglm::ui
