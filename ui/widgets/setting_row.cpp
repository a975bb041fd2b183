#include "ui/widgets/setting_row.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

SettingRow::SettingRow(const QString& name, QWidget* editor, Kind kind, QWidget* parent)
    : QWidget(parent),
      m_editor(editor),
      m_unit(new QLabel(this)),
      m_meaning(new QLabel(this)),
      m_problem(new QLabel(this)) {
    m_editor->setObjectName(name);
    m_problem->setObjectName(name + QStringLiteral(".problem"));
    for (QLabel* label : {m_meaning, m_problem}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_problem->hide();
    QWidget* lead = nullptr;
    if (kind == Kind::Optional) {
        lead = m_on = new QCheckBox(this);
        m_on->setObjectName(name + QStringLiteral(".on"));
        connect(m_on, &QCheckBox::toggled, this, [this](bool isOn) {
            m_editor->setEnabled(isOn);
            emit toggled();
        });
    } else {
        lead = m_title = new QLabel(this);
        m_title->setBuddy(m_editor);
    }
    constexpr int leadWidth = 220;
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnMinimumWidth(0, leadWidth);
    grid->setColumnStretch(2, 1);
    grid->addWidget(lead, 0, 0);
    grid->addWidget(m_editor, 0, 1);
    grid->addWidget(m_unit, 0, 2);
    grid->addWidget(m_meaning, 1, 1, 1, 2);
    grid->addWidget(m_problem, 2, 1, 1, 2);
    restyle();
}

void SettingRow::setWords(const QString& title, const QString& unit, const QString& meaning) {
    if (m_on)
        m_on->setText(title);
    else
        m_title->setText(title);
    m_unit->setText(unit);
    m_meaning->setText(meaning);
}

void SettingRow::setProblem(const QString& sentence) {
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void SettingRow::setOn(bool isOn) {
    if (!m_on) return;
    const QSignalBlocker quiet(m_on);
    m_on->setChecked(isOn);
    m_editor->setEnabled(isOn);
}

bool SettingRow::isOn() const {
    return !m_on || m_on->isChecked();
}

void SettingRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    QWidget::changeEvent(event);
}

void SettingRow::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    setTextColor(m_unit, colors.secondary);
    setTextColor(m_meaning, colors.secondary);
    setTextColor(m_problem, colors.failure);
}

}  // namespace autoglm::ui
