#include "ui/models/parameter_text.h"

#include <QLocale>
#include <QStringList>

#include "core/base/text_format.h"

namespace autoglm::ui {
namespace {

std::unexpected<Error> notANumber(ParameterField field, const QString& text, const char* expected) {
    return fail(ErrorCode::InvalidArgument,
                concat(parameterOption(field), " is '", text.toStdString(), "'; ", expected, " was expected"),
                parameterOption(field));
}

Result<double> realOf(const ParameterText& texts, ParameterField field) {
    bool isNumber = false;
    const double value = texts[field].trimmed().toDouble(&isNumber);
    if (!isNumber) return notANumber(field, texts[field], "a number");
    return value;
}

Result<std::int64_t> wholeOf(const ParameterText& texts, ParameterField field) {
    bool isNumber = false;
    const qlonglong value = texts[field].trimmed().toLongLong(&isNumber);
    if (!isNumber) return notANumber(field, texts[field], "a whole number");
    return value;
}

QString escaped(const std::string& stop) {
    return QString::fromStdString(stop)
        .replace(QLatin1Char('\n'), QStringLiteral("\\n"))
        .replace(QLatin1Char('\t'), QStringLiteral("\\t"));
}

std::string unescaped(QString stop) {
    return stop.replace(QStringLiteral("\\n"), QStringLiteral("\n"))
        .replace(QStringLiteral("\\t"), QStringLiteral("\t"))
        .toStdString();
}

}  // namespace

const char* parameterOption(ParameterField field) {
    constexpr std::array<const char*, parameterFields> names = {
        "temperature",      "top-k", "top-p",      "min-p", "repetition-penalty", "frequency-penalty",
        "presence-penalty", "seed",  "max-tokens", "stop"};
    return names[static_cast<std::size_t>(field)];
}

ParameterText::ParameterText(const engine::GenerationParameters& parameters) {
    const engine::SamplingParameters& sampling = parameters.sampling;
    const auto real = [](double value) { return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest); };
    (*this)[ParameterField::Temperature] = real(sampling.temperature);
    (*this)[ParameterField::TopK] = QString::number(sampling.topK);
    (*this)[ParameterField::TopP] = real(sampling.topP);
    (*this)[ParameterField::MinP] = real(sampling.minP);
    (*this)[ParameterField::Penalty] = real(sampling.repetitionPenalty);
    (*this)[ParameterField::Frequency] = real(sampling.frequencyPenalty);
    (*this)[ParameterField::Presence] = real(sampling.presencePenalty);
    (*this)[ParameterField::Seed] = QString::number(sampling.seed);
    (*this)[ParameterField::MaxTokens] = QString::number(parameters.maxTokens);
    QStringList stops;
    for (const std::string& stop : parameters.stopStrings)
        stops << escaped(stop);
    (*this)[ParameterField::Stop] = stops.join(QStringLiteral(" | "));
}

Result<engine::GenerationParameters> ParameterText::parse() const {
    engine::GenerationParameters out;
    AUTOGLM_TRY(out.sampling.temperature, realOf(*this, ParameterField::Temperature));
    AUTOGLM_TRY(out.sampling.topK, wholeOf(*this, ParameterField::TopK));
    AUTOGLM_TRY(out.sampling.topP, realOf(*this, ParameterField::TopP));
    AUTOGLM_TRY(out.sampling.minP, realOf(*this, ParameterField::MinP));
    AUTOGLM_TRY(out.sampling.repetitionPenalty, realOf(*this, ParameterField::Penalty));
    AUTOGLM_TRY(out.sampling.frequencyPenalty, realOf(*this, ParameterField::Frequency));
    AUTOGLM_TRY(out.sampling.presencePenalty, realOf(*this, ParameterField::Presence));
    bool isSeed = false;
    out.sampling.seed = (*this)[ParameterField::Seed].trimmed().toULongLong(&isSeed);
    if (!isSeed) return notANumber(ParameterField::Seed, (*this)[ParameterField::Seed], "a whole number from 0 on");
    AUTOGLM_TRY(out.maxTokens, wholeOf(*this, ParameterField::MaxTokens));
    for (const QString& part : (*this)[ParameterField::Stop].split(QLatin1Char('|'), Qt::SkipEmptyParts))
        if (const QString stop = part.trimmed(); !stop.isEmpty()) out.stopStrings.push_back(unescaped(stop));
    AUTOGLM_CHECK(engine::validate(out));
    return out;
}

}  // namespace autoglm::ui
