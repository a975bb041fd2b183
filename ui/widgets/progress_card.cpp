#include "ui/widgets/progress_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

#include "ui/models/figures.h"
#include "ui/models/wording.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {

constexpr int barSteps = 1000;

ProgressCard::ProgressCard(const QString& name, QWidget* parent)
    : Card(parent),
      m_phase(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_amount(new QLabel(this)),
      m_remaining(new QLabel(this)),
      m_cancel(new QPushButton(this)),
      m_note(new QLabel(this)) {
    setObjectName(name);
    m_phase->setObjectName(name + QStringLiteral(".phase"));
    m_bar->setObjectName(name + QStringLiteral(".bar"));
    m_amount->setObjectName(name + QStringLiteral(".amount"));
    m_remaining->setObjectName(name + QStringLiteral(".remaining"));
    m_cancel->setObjectName(name + QStringLiteral(".cancel"));
    m_note->setObjectName(name + QStringLiteral(".note"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note->hide();
    setFocusProxy(m_cancel);
    m_phase->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_amount->setFont(tabular(font()));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(m_amount);
    row->addStretch(1);
    row->addWidget(m_remaining);
    row->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_phase);
    layout->addWidget(m_bar);
    layout->addLayout(row);
    layout->addWidget(m_note);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressCard::cancelled);
    restyle();
    hide();
}

void ProgressCard::begin(Words what) {
    m_parts = 0;
    enter(std::move(what));
    setNote({});
    m_amount->clear();
    m_remaining->clear();
    m_bar->setRange(0, 0);
    m_cancel->setEnabled(true);
    show();
}

void ProgressCard::enter(Words what) {
    m_since.start();
    ++m_parts;
    m_what = std::move(what);
    m_phase->setText(m_what());
}

void ProgressCard::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void ProgressCard::advance(const evaluate::WorkProgress& work, const QString& instead) {
    const Progress& progress = work.progress;
    QString amount = progressAmount(progress);
    if (const QString rate = progressRate(progress, m_since.nsecsElapsed()); !rate.isEmpty())
        amount += QStringLiteral("  ·  ") + rate;
    m_amount->setText(amount);
    // The bar is of one part, the time of them all.
    const QString left = work.remainingNs ? remainingTime(*work.remainingNs) : instead;
    m_remaining->setText(m_parts > 1 && work.remainingNs ? tr("in all %1").arg(left) : left);
    m_bar->setRange(0, progress.total > 0 ? barSteps : 0);
    if (progress.total > 0)
        m_bar->setValue(
            static_cast<int>(barSteps * static_cast<double>(progress.done) / static_cast<double>(progress.total)));
}

void ProgressCard::setCancellable(bool can) {
    m_cancel->setEnabled(can);
}

void ProgressCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) restyle();
    Card::changeEvent(event);
}

void ProgressCard::restyle() {
    setTextColor(m_amount, colorsOf(palette()).secondary);
    setTextColor(m_remaining, colorsOf(palette()).secondary);
    setTextColor(m_note, colorsOf(palette()).secondary);
    m_cancel->setText(tr("Cancel"));
    if (m_what) m_phase->setText(m_what());
}

}  // namespace autoglm::ui
