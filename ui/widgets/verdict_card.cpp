#include "ui/widgets/verdict_card.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/models/core_sentences.h"
#include "ui/models/verdict_text.h"
#include "ui/models/wording.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

QColor outcomeColor(evaluate::Outcome outcome, const ThemeColors& colors) {
    switch (outcome) {
        case evaluate::Outcome::Pass:
            return colors.pass;
        case evaluate::Outcome::Fail:
            return colors.failure;
        case evaluate::Outcome::Inconclusive:
            return colors.warning;
    }
    return colors.secondary;
}

QString outcomeIcon(evaluate::Outcome outcome) {
    switch (outcome) {
        case evaluate::Outcome::Pass:
            return QStringLiteral("pass");
        case evaluate::Outcome::Fail:
            return QStringLiteral("fail");
        case evaluate::Outcome::Inconclusive:
            return QStringLiteral("inconclusive");
    }
    return {};
}

QLabel* selectableLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// No line ends between a number and its percent sign.
QString unbroken(QString text) {
    return text.replace(QStringLiteral(" %"), QStringLiteral("\u00a0%"));
}

/// Room for a budget's name and its figures in one line each, mostly.
constexpr int budgetWidth = 200;
constexpr int mostBudgetColumns = 3;
constexpr int cardMargin = 16;
constexpr int cardSpacing = 16;
/// Windows from this height up have room for every sentence above table and answers.
constexpr int tallWindow = 1000;

}  // namespace

VerdictCard::VerdictCard(QWidget* parent)
    : Card(parent),
      m_icon(new QLabel(this)),
      m_word(selectableLabel(this)),
      m_doubt(selectableLabel(this)),
      m_headline(selectableLabel(this)),
      m_reasons(selectableLabel(this)),
      m_details(selectableLabel(this)),
      m_fold(makeFold(QStringLiteral("verdict.fold"), m_details, this)),
      m_budgets(new QGridLayout) {
    m_word->setObjectName(QStringLiteral("verdict.word"));
    m_word->setWordWrap(false);
    m_word->setFont(scaled(font(), bodyPoints, QFont::Bold));
    m_doubt->setObjectName(QStringLiteral("verdict.doubt"));
    m_doubt->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_headline->setObjectName(QStringLiteral("verdict.headline"));
    m_headline->setFont(tabular(scaled(font(), titlePoints, QFont::DemiBold)));
    m_reasons->setObjectName(QStringLiteral("verdict.reasons"));
    m_details->setObjectName(QStringLiteral("verdict.details"));
    auto* outcome = new QVBoxLayout;
    outcome->setSpacing(4);
    outcome->addWidget(m_icon, 0, Qt::AlignHCenter);
    outcome->addWidget(m_word, 0, Qt::AlignHCenter);
    outcome->addWidget(m_fold, 0, Qt::AlignHCenter);
    outcome->addStretch(1);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_headline);
    words->addWidget(m_doubt);
    words->addWidget(m_reasons);
    m_budgets->setHorizontalSpacing(12);
    m_budgets->setVerticalSpacing(4);
    words->addLayout(m_budgets);
    words->addWidget(m_details);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(cardMargin, 10, cardMargin, 10);
    row->setSpacing(cardSpacing);
    connect(m_fold, &QToolButton::toggled, this, &VerdictCard::showReasons);
    row->addLayout(outcome);
    row->addLayout(words, 1);
}

void VerdictCard::setResult(std::shared_ptr<const evaluate::ComparisonResult> result) {
    m_result = std::move(result);
    m_fold->setChecked(window()->height() >= tallWindow);
    rebuild();
}

void VerdictCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) rebuild();
    Card::changeEvent(event);
}

void VerdictCard::rebuild() {
    if (!m_result) return;
    const ThemeColors& colors = colorsOf(palette());
    const evaluate::Verdict& verdict = m_result->verdict;
    const bool isVoid = m_result->validity.state == measure::ValidityState::Void;
    const QColor color = isVoid ? colors.failure : outcomeColor(verdict.result, colors);
    setEdge(color);
    const QString sign = isVoid ? QStringLiteral("error") : outcomeIcon(verdict.result);
    m_icon->setPixmap(iconPixmap(sign, color, 32, devicePixelRatioF()));
    m_word->setText(isVoid ? tr("VOID") : outcomeWord(verdict.result));
    setTextColor(m_word, color);
    m_doubt->setText(coreSentence(verdict.doubt));
    m_doubt->setVisible(!isVoid && !verdict.doubt.empty());
    setTextColor(m_doubt, colors.warning);
    const QString headline = unbroken(verdictHeadline(*m_result));
    m_headline->setText(headline.isEmpty() ? tr("Nothing was measured.") : headline);
    setTextColor(m_headline, isVoid ? colors.failure : colors.text);
    m_reasons->setText(reasons());
    const QStringList details = verdictDetails(*m_result);
    m_details->setText(details.join(QLatin1Char('\n')));
    m_details->setVisible(!details.isEmpty() && m_fold->isChecked());
    setTextColor(m_details, colors.secondary);
    m_fold->setText(tr("Details"));
    m_fold->setVisible(!details.isEmpty());
    showReasons();
    rebuildBudgets();
}

/// Of what is decided: beside a sentence that tells no difference it would seem to contradict it.
QString VerdictCard::reasons() const {
    QStringList lines;
    for (const evaluate::BudgetResult& budget : m_result->verdict.budgets)
        if (budget.result != evaluate::Outcome::Inconclusive && !budget.reason.empty())
            lines << tr("%1 %2 by its interval alone: %3.")
                         .arg(budgetWord(budget.budget.name), outcomeWord(budget.result), coreSentence(budget.reason));
    return lines.join(QLatin1Char('\n'));
}

/// The details have them too.
void VerdictCard::showReasons() {
    m_reasons->setVisible(!m_fold->isChecked() && !m_reasons->text().isEmpty());
}

void VerdictCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    placeBudgets();
}

void VerdictCard::rebuildBudgets() {
    const ThemeColors& colors = colorsOf(palette());
    const bool isVoid = m_result->validity.state == measure::ValidityState::Void;
    qDeleteAll(m_blocks);
    m_blocks.clear();
    m_columns = 0;
    for (const evaluate::BudgetResult& budget : m_result->verdict.budgets) {
        auto* block = new QWidget(this);
        auto* row = new QHBoxLayout(block);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(8);
        const QColor color = isVoid ? colors.secondary : outcomeColor(budget.result, colors);
        auto* sign = new QLabel(block);
        sign->setPixmap(iconPixmap(outcomeIcon(budget.result), color, 16, devicePixelRatioF()));
        auto* text = selectableLabel(block);
        text->setFont(tabular(scaled(font(), smallPoints)));
        text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        text->setText(QStringLiteral("%1 %2\n%3")
                          .arg(budgetWord(budget.budget.name), outcomeWord(budget.result), budgetValue(budget)));
        row->addWidget(sign, 0, Qt::AlignTop);
        row->addWidget(text, 1);
        if (isVoid) setTextColor(text, colors.secondary);
        text->setToolTip(coreSentence(budget.reason));
        m_blocks.push_back(block);
    }
    placeBudgets();
}

/// As many columns as have room, so that no figure is broken.
void VerdictCard::placeBudgets() {
    // The labels still have the widths from before this resize.
    const int room =
        width() - 2 * cardMargin - cardSpacing - std::max(m_word->sizeHint().width(), m_fold->sizeHint().width());
    const int columns = std::clamp(room / budgetWidth, 1, mostBudgetColumns);
    if (columns == m_columns) return;
    m_columns = columns;
    for (QWidget* block : m_blocks)
        m_budgets->removeWidget(block);
    for (int column = 0; column < mostBudgetColumns; ++column)
        m_budgets->setColumnStretch(column, column < columns ? 1 : 0);
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        m_budgets->addWidget(m_blocks[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
}

}  // namespace autoglm::ui
