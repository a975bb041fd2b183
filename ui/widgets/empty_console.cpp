#include "ui/widgets/empty_console.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <array>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

/// What the model that ships with the program was trained for.
const std::array<QString, 4> examples = {QStringLiteral("12 + 30 = ?"), QStringLiteral("把 5 3 9 从小到大排列"),
                                         QStringLiteral("Reverse abcd"), QStringLiteral("你好")};

EmptyConsole::EmptyConsole(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_text(new QLabel(this)),
      m_open(new QPushButton(this)),
      m_demo(new QPushButton(this)) {
    m_title->setObjectName(QStringLiteral("console.emptyTitle"));
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_title->setAlignment(Qt::AlignHCenter);
    m_text->setObjectName(QStringLiteral("console.emptyText"));
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setWordWrap(true);
    m_open->setObjectName(QStringLiteral("console.openModel"));
    m_demo->setObjectName(QStringLiteral("console.loadDemo"));
    connect(m_open, &QPushButton::clicked, this, &EmptyConsole::openAsked);
    connect(m_demo, &QPushButton::clicked, this, &EmptyConsole::demoAsked);
    auto* grid = new QGridLayout;
    grid->setSpacing(8);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        auto* button = new QPushButton(examples[i], this);
        button->setObjectName(QStringLiteral("console.example.%1").arg(i));
        button->setMinimumSize(220, 40);
        connect(button, &QPushButton::clicked, this, [this, i] { emit exampleChosen(examples[i]); });
        grid->addWidget(button, static_cast<int>(i) / 2, static_cast<int>(i) % 2);
        m_examples.push_back(button);
    }
    grid->addWidget(m_open, 2, 0);
    grid->addWidget(m_demo, 2, 1);
    auto* text = new QHBoxLayout;  // lines that are not too long to read
    text->addStretch(1);
    text->addWidget(m_text, 4);
    text->addStretch(1);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addLayout(grid);
    row->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addLayout(text);
    layout->addSpacing(8);
    layout->addLayout(row);
    layout->addStretch(3);
    restyle();
    retranslate();
}

void EmptyConsole::showState(State state, const QString& reason) {
    m_state = state;
    m_reason = reason;
    retranslate();
}

void EmptyConsole::setOpenEnabled(bool enabled) {
    m_open->setEnabled(enabled);
    m_demo->setEnabled(enabled);
}

void EmptyConsole::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void EmptyConsole::restyle() {
    setTextColor(m_text, colorsOf(palette()).secondary);
}

void EmptyConsole::retranslate() {
    for (QPushButton* example : m_examples)
        example->setVisible(m_state == State::Ready);
    for (QPushButton* button : {m_open, m_demo})
        button->setVisible(m_state == State::NoModel || m_state == State::CannotBeAsked);
    m_open->setText(tr("Choose a model…"));
    m_demo->setText(tr("Load the demo model"));
    switch (m_state) {
        case State::NoModel:
            m_title->setText(tr("No model is loaded"));
            m_text->setText(
                tr("Nothing can answer yet. Ctrl+L loads the model in the tool bar; or choose another, or take the "
                   "demo model, which comes with the program."));
            break;
        case State::Loading:
            m_title->setText(tr("The model is being loaded"));
            m_text->setText(tr("Type the first prompt meanwhile; it can be sent once the model is there."));
            break;
        case State::Ready:
            m_title->setText(tr("Ask the model something"));
            m_text->setText(
                tr("Every answer shows its time to first token, its speed and its tokens. Start with an example:"));
            break;
        case State::CannotBeAsked:
            m_title->setText(tr("This model cannot be asked"));
            m_text->setText(tr("%1. What can be measured without text is under Quantize and Compare.").arg(m_reason));
            break;
    }
}

}  // namespace autoglm::ui
