// Sampling parameters as fields: what is typed stays, also where it is not allowed; then a sentence under the fields
// says what is. Values of the model are taken over until somebody types. GUI thread.
#pragma once

#include <QWidget>
#include <array>
#include <optional>

#include "ui/models/parameter_text.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace autoglm::ui {

class ParametersPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ParametersPanel(QWidget* parent = nullptr);

    /// Token probabilities are on by themselves only where the vocabulary is small enough not to disturb the speed.
    void setDefaults(const engine::GenerationParameters& defaults, std::int64_t vocabSize);
    /// Absent where a field holds what is not allowed; that field then has the focus.
    std::optional<engine::GenerationParameters> parameters();
    /// Whether unlikely tokens are marked in the transcript.
    bool marksUnlikely() const;

  signals:
    void markingChanged(bool isMarking);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    ParameterText texts() const;
    void setTexts(const ParameterText& texts);
    void check();
    void restyle();
    void retranslate();

    std::array<QLabel*, parameterFields> m_labels{};
    std::array<QLineEdit*, parameterFields> m_fields{};
    QPushButton* m_randomSeed;
    QPushButton* m_modelDefaults;
    QCheckBox* m_probabilities;
    QCheckBox* m_unlikely;
    QLabel* m_error;
    ParameterText m_defaults;
    bool m_isProbabilitiesChosen = false;  ///< by a person
    std::optional<Error> m_fault;
};

}  // namespace autoglm::ui
