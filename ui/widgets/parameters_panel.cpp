#include "ui/widgets/parameters_panel.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QVBoxLayout>

#include "ui/models/core_sentences.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {

constexpr std::size_t alternativesShown = 10;
constexpr int fieldsPerRow = 4;
/// Measured on one CPU core: 9 us per token at 1,024 tokens, 0.27 ms at 32,000, 1.3 ms at 151,552.
constexpr std::int64_t cheapVocabulary = 32'768;

ParametersPanel::ParametersPanel(QWidget* parent)
    : QWidget(parent),
      m_randomSeed(new QPushButton(this)),
      m_modelDefaults(new QPushButton(this)),
      m_probabilities(new QCheckBox(this)),
      m_unlikely(new QCheckBox(this)),
      m_error(new QLabel(this)) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    for (std::size_t i = 0; i < parameterFields; ++i) {
        const QString option = QString::fromUtf8(parameterOption(static_cast<ParameterField>(i)));
        m_labels.at(i) = new QLabel(this);
        m_labels.at(i)->setFont(scaled(font(), smallPoints));
        m_fields.at(i) = new QLineEdit(this);
        m_fields.at(i)->setObjectName(QStringLiteral("console.") + option);
        m_fields.at(i)->setFont(tabular(font()));
        m_labels.at(i)->setBuddy(m_fields.at(i));
        connect(m_fields.at(i), &QLineEdit::textChanged, this, &ParametersPanel::check);
        const int row = 2 * (static_cast<int>(i) / fieldsPerRow);
        const int column = static_cast<int>(i) % fieldsPerRow;
        const int columns = i + 1 == parameterFields ? fieldsPerRow - column : 1;  // the last takes what is left
        grid->addWidget(m_labels.at(i), row, column, 1, columns);
        if (static_cast<ParameterField>(i) != ParameterField::Seed) {
            grid->addWidget(m_fields.at(i), row + 1, column, 1, columns);
            continue;
        }
        auto* seed = new QHBoxLayout;
        seed->setSpacing(4);
        seed->addWidget(m_fields.at(i), 1);
        seed->addWidget(m_randomSeed);
        grid->addLayout(seed, row + 1, column);
    }
    for (int column = 0; column < fieldsPerRow; ++column)
        grid->setColumnStretch(column, 1);
    m_randomSeed->setObjectName(QStringLiteral("console.randomSeed"));
    m_modelDefaults->setObjectName(QStringLiteral("console.modelDefaults"));
    m_probabilities->setObjectName(QStringLiteral("console.probabilities"));
    m_unlikely->setObjectName(QStringLiteral("console.unlikely"));
    m_error->setObjectName(QStringLiteral("console.parametersError"));
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->hide();
    m_probabilities->setChecked(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(m_probabilities);
    row->addWidget(m_unlikely);
    row->addStretch(1);
    row->addWidget(m_modelDefaults);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(6);
    layout->addLayout(grid);
    layout->addWidget(m_error);
    layout->addLayout(row);
    connect(m_randomSeed, &QPushButton::clicked, this, [this] {
        m_fields.at(static_cast<std::size_t>(ParameterField::Seed))
            ->setText(QString::number(QRandomGenerator::global()->generate()));
    });
    connect(m_modelDefaults, &QPushButton::clicked, this, [this] { setTexts(m_defaults); });
    connect(m_probabilities, &QCheckBox::clicked, this, [this] { m_isProbabilitiesChosen = true; });
    connect(m_unlikely, &QCheckBox::toggled, this, &ParametersPanel::markingChanged);
    m_defaults = ParameterText(engine::GenerationParameters{});
    setTexts(m_defaults);
    retranslate();
}

void ParametersPanel::setDefaults(const engine::GenerationParameters& defaults, std::int64_t vocabSize) {
    if (!m_isProbabilitiesChosen) m_probabilities->setChecked(vocabSize <= cheapVocabulary);
    const bool isUntouched = texts() == m_defaults;
    m_defaults = ParameterText(defaults);
    if (isUntouched) setTexts(m_defaults);
}

std::optional<engine::GenerationParameters> ParametersPanel::parameters() {
    auto parsed = texts().parse();
    if (!parsed) {
        for (std::size_t i = 0; i < parameterFields; ++i)
            if (parsed.error().subject == parameterOption(static_cast<ParameterField>(i))) m_fields.at(i)->setFocus();
        return std::nullopt;
    }
    parsed->alternatives = m_probabilities->isChecked() ? alternativesShown : 0;
    return std::move(*parsed);
}

bool ParametersPanel::marksUnlikely() const {
    return m_unlikely->isChecked();
}

ParameterText ParametersPanel::texts() const {
    ParameterText out;
    for (std::size_t i = 0; i < parameterFields; ++i)
        out[static_cast<ParameterField>(i)] = m_fields.at(i)->text();
    return out;
}

void ParametersPanel::setTexts(const ParameterText& texts) {
    for (std::size_t i = 0; i < parameterFields; ++i)
        m_fields.at(i)->setText(texts[static_cast<ParameterField>(i)]);
}

void ParametersPanel::check() {
    if (!m_fields.back()) return;
    const auto parsed = texts().parse();
    m_fault = parsed ? std::nullopt : std::optional(parsed.error());
    m_error->setText(m_fault ? coreSentence(m_fault->message) : QString());
    m_error->setVisible(m_fault.has_value());
    restyle();
}

void ParametersPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_fields.back()) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void ParametersPanel::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    setTextColor(m_error, colors.failure);
    for (std::size_t i = 0; i < parameterFields; ++i) {
        const bool isMeant = m_fault && m_fault->subject == parameterOption(static_cast<ParameterField>(i));
        setTextColor(m_labels.at(i), isMeant ? colors.failure : colors.secondary);
    }
}

void ParametersPanel::retranslate() {
    const std::array<QString, parameterFields> words = {tr("Temperature"),
                                                        tr("Top-k"),
                                                        tr("Top-p"),
                                                        tr("Min-p"),
                                                        tr("Repetition penalty"),
                                                        tr("Frequency penalty"),
                                                        tr("Presence penalty"),
                                                        tr("Seed"),
                                                        tr("Max tokens"),
                                                        tr("Stop strings")};
    for (std::size_t i = 0; i < parameterFields; ++i)
        m_labels.at(i)->setText(words.at(i));
    const auto field = [this](ParameterField one) { return m_fields.at(static_cast<std::size_t>(one)); };
    field(ParameterField::Stop)->setPlaceholderText(QStringLiteral("\\n\\n | END"));
    field(ParameterField::Stop)->setToolTip(tr("Separated by |; \\n stands for a line break, \\t for a tab"));
    field(ParameterField::Temperature)->setToolTip(tr("0 always takes the likeliest token"));
    field(ParameterField::Penalty)
        ->setToolTip(tr("Above 1, tokens of the prompt and of the answer become less likely; 1 is off"));
    field(ParameterField::Frequency)
        ->setToolTip(tr("-2 to 2: taken from a token's logit for every time it stands in the answer; 0 is off"));
    field(ParameterField::Presence)
        ->setToolTip(tr("-2 to 2: taken once from the logit of every token that stands in the answer; 0 is off"));
    m_randomSeed->setText(tr("New"));
    m_randomSeed->setToolTip(tr("A new random seed"));
    m_modelDefaults->setText(tr("Model defaults"));
    m_modelDefaults->setToolTip(tr("What the model's generation_config.json asks for"));
    m_probabilities->setText(tr("Token probabilities"));
    m_probabilities->setToolTip(
        tr("Record the probability and the ten alternatives of every token; costs one pass over the vocabulary"));
    m_unlikely->setText(tr("Mark unlikely tokens"));
    m_unlikely->setToolTip(tr("Ground colour for tokens below 50 % and below 10 %"));
}

}  // namespace autoglm::ui
