// Generation parameters as they are typed: a text per field, and the values they stand for. Errors name the option as
// the command line does, so that the field that is meant can be marked. Pure; any thread.
#pragma once

#include <QString>
#include <array>

#include "core/base/result.h"
#include "core/engine/generate.h"

namespace autoglm::ui {

enum class ParameterField { Temperature, TopK, TopP, MinP, Penalty, Frequency, Presence, Seed, MaxTokens, Stop };
inline constexpr std::size_t parameterFields = 10;

/// "temperature", "top-k", as in errors and on the command line.
const char* parameterOption(ParameterField field);

class ParameterText {
  public:
    ParameterText() = default;
    explicit ParameterText(const engine::GenerationParameters& parameters);

    QString& operator[](ParameterField field) { return m_texts[static_cast<std::size_t>(field)]; }
    const QString& operator[](ParameterField field) const { return m_texts[static_cast<std::size_t>(field)]; }
    bool operator==(const ParameterText&) const = default;

    /// Stop strings are separated by "|"; "\n" and "\t" in them stand for line break and tab. InvalidArgument with the
    /// option as its subject.
    Result<engine::GenerationParameters> parse() const;

  private:
    std::array<QString, parameterFields> m_texts;
};

}  // namespace autoglm::ui
