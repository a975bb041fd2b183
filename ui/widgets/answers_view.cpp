#include "ui/widgets/answers_view.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QTextEdit>
#include <QVBoxLayout>
#include <utility>

#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int leastAnswerHeight = 62;  ///< three lines
constexpr int promptCharacters = 80;

qsizetype answerIndex(const std::string& text, std::size_t byte) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(byte)).size();
}

}  // namespace

AnswersView::AnswersView(const QString& name, QWidget* parent)
    : QWidget(parent), m_prompt(new QComboBox(this)), m_note(new QLabel(this)) {
    m_prompt->setObjectName(name + QStringLiteral(".prompt"));
    m_prompt->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_prompt->setMinimumContentsLength(20);
    m_note->setObjectName(name + QStringLiteral(".note"));
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_prompt, 1);
    head->addWidget(m_note);
    auto* texts = new QGridLayout;
    texts->setHorizontalSpacing(16);
    texts->setVerticalSpacing(4);
    for (std::size_t arm = 0; arm < m_texts.size(); ++arm) {
        m_titles[arm] = new QLabel(this);
        m_titles[arm]->setObjectName(name + (arm == 0 ? QStringLiteral(".titleA") : QStringLiteral(".titleB")));
        m_titles[arm]->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
        m_texts[arm] = new QTextEdit(this);
        m_texts[arm]->setObjectName(name + (arm == 0 ? QStringLiteral(".a") : QStringLiteral(".b")));
        m_texts[arm]->setReadOnly(true);
        m_texts[arm]->setTabChangesFocus(true);
        m_texts[arm]->setMinimumHeight(leastAnswerHeight);
        texts->addWidget(m_titles[arm], 0, static_cast<int>(arm));
        texts->addWidget(m_texts[arm], 1, static_cast<int>(arm));
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addLayout(texts, 1);
    connect(m_prompt, &QComboBox::currentIndexChanged, this, &AnswersView::showCurrent);
    restyle();
}

void AnswersView::setTitles(const QString& a, const QString& b) {
    m_titles[0]->setText(QStringLiteral("A  ") + a);
    m_titles[1]->setText(QStringLiteral("B  ") + b);
    m_texts[0]->setAccessibleName(m_titles[0]->text());
    m_texts[1]->setAccessibleName(m_titles[1]->text());
}

void AnswersView::clear() {
    m_prompts.clear();
    m_answers.clear();
    m_prompt->clear();
    showCurrent();
}

void AnswersView::setPrompts(const std::vector<std::string>& prompts) {
    m_prompts = prompts;
}

void AnswersView::setAnswers(const std::vector<evaluate::AnswerPair>& answers) {
    const QSignalBlocker quiet(m_prompt);
    m_answers.clear();
    m_prompt->clear();
    for (const evaluate::AnswerPair& pair : answers) {
        Shown shown{.prompt = QString::fromStdString(pair.prompt),
                    .texts = {QString::fromStdString(pair.a), QString::fromStdString(pair.b)},
                    .firstToken = pair.firstDivergence.value_or(-1),
                    .firstCharacter = pair.firstDifferentCharacter.value_or(-1),
                    .comparedBy = pair.comparedBy,
                    .isWhole = true};
        if (pair.differenceA)
            shown.marks[0] = {answerIndex(pair.a, pair.differenceA->begin), answerIndex(pair.a, pair.differenceA->end)};
        if (pair.differenceB)
            shown.marks[1] = {answerIndex(pair.b, pair.differenceB->begin), answerIndex(pair.b, pair.differenceB->end)};
        m_answers.push_back(std::move(shown));
        addPrompt(m_answers.back().prompt);
    }
    m_prompt->setCurrentIndex(answers.empty() ? -1 : 0);
    setVisible(!answers.empty());
    showCurrent();
}

void AnswersView::addPrompt(const QString& prompt) {
    m_prompt->addItem(
        QStringLiteral("%1  %2").arg(QString::number(m_answers.size()), prompt.simplified().left(promptCharacters)));
}

void AnswersView::append(std::size_t arm, std::size_t prompt, const QString& text) {
    while (m_answers.size() <= prompt) {
        const std::size_t next = m_answers.size();
        m_answers.emplace_back();
        if (next < m_prompts.size()) m_answers[next].prompt = QString::fromStdString(m_prompts[next]);
        addPrompt(m_answers[next].prompt);
        m_prompt->setCurrentIndex(m_prompt->count() - 1);
    }
    m_answers[prompt].texts[arm] += text;
    if (std::cmp_equal(m_prompt->currentIndex(), prompt)) showCurrent();
}

void AnswersView::showCurrent() {
    const int index = m_prompt->currentIndex();
    const Shown shown = index < 0 ? Shown() : m_answers[static_cast<std::size_t>(index)];
    m_prompt->setToolTip(shown.prompt);
    const ThemeColors& colors = colorsOf(palette());
    const std::array<QColor, 2> series = {colors.seriesA, colors.seriesB};
    for (std::size_t arm = 0; arm < m_texts.size(); ++arm) {
        QTextEdit* text = m_texts[arm];
        const Mark& mark = shown.marks[arm];
        // An answer that ends where the other goes on: its end is what differs.
        const bool isEnd = mark.begin >= 0 && mark.begin == mark.end;
        text->setPlainText(isEnd ? shown.texts[arm].left(mark.begin) + QChar(0x220E) : shown.texts[arm]);
        if (mark.begin < 0) {
            text->setExtraSelections({});
            continue;
        }
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(text->document());
        selection.cursor.setPosition(static_cast<int>(mark.begin));
        selection.cursor.setPosition(static_cast<int>(isEnd ? mark.begin + 1 : mark.end), QTextCursor::KeepAnchor);
        QColor ground = series[arm];
        ground.setAlpha(64);
        selection.format.setBackground(ground);
        selection.format.setFontUnderline(true);
        text->setExtraSelections({selection});
    }
    m_note->setText(noteOf(shown));
}

QString AnswersView::noteOf(const Shown& shown) const {
    if (!shown.isWhole) return {};
    if (shown.firstCharacter >= 0) return tr("First different character: number %1").arg(shown.firstCharacter + 1);
    if (shown.firstToken >= 0) return tr("First different token: number %1").arg(shown.firstToken + 1);
    // Tokens of two tokenizers are never the same, whatever their numbers are.
    return shown.comparedBy == evaluate::AnswerUnit::Token ? tr("All tokens are the same")
                                                           : tr("The texts are the same");
}

void AnswersView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) showCurrent();
    QWidget::changeEvent(event);
}

void AnswersView::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    setTextColor(m_note, colors.secondary);
    setTextColor(m_titles[0], colors.headingA);
    setTextColor(m_titles[1], colors.headingB);
    showCurrent();
}

}  // namespace autoglm::ui
