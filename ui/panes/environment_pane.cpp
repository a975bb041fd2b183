#include "ui/panes/environment_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/bridge/background.h"
#include "ui/models/finding_groups.h"
#include "ui/widgets/button_action.h"
#include "ui/widgets/card.h"
#include "ui/widgets/finding_row.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

enum EnvironmentPage { CheckingPage, FindingsPage };

/// A line between two findings of a card.
QWidget* separator(const QColor& color, QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setObjectName(QStringLiteral("finding.line"));
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    QPalette palette = line->palette();
    palette.setColor(QPalette::WindowText, color);
    line->setPalette(palette);
    return line;
}

}  // namespace

EnvironmentPane::EnvironmentPane(EngineController& controller, EnvironmentServices services, QWidget* parent)
    : Pane(controller, parent),
      m_services(std::move(services)),
      m_title(new QLabel(this)),
      m_summary(new QLabel(this)),
      m_copy(new QPushButton(this)),
      m_check(new QPushButton(this)),
      m_pages(new QStackedWidget(this)),
      m_busyText(new QLabel(this)),
      m_scroll(new QScrollArea(this)) {
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_summary->setObjectName(QStringLiteral("environment.summary"));
    m_copy->setObjectName(QStringLiteral("environment.copy"));
    m_check->setObjectName(QStringLiteral("environment.check"));
    m_pages->setObjectName(QStringLiteral("environment.pages"));
    auto* header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(m_title);
    header->addSpacing(8);
    header->addWidget(m_summary);
    header->addStretch(1);
    header->addWidget(m_copy);
    header->addWidget(m_check);

    auto* busy = new Card(this);
    m_busyBar = new QProgressBar(busy);
    m_busyBar->setRange(0, 0);
    m_busyBar->setTextVisible(false);
    m_busyBar->setFixedHeight(8);
    m_busyText->setObjectName(QStringLiteral("environment.busy"));
    m_busyText->setWordWrap(true);
    auto* busyLayout = new QVBoxLayout(busy);
    busyLayout->setContentsMargins(24, 24, 24, 24);
    busyLayout->addWidget(m_busyText);
    busyLayout->addWidget(m_busyBar);
    auto* busyPage = new QWidget(m_pages);
    auto* busyColumn = new QVBoxLayout(busyPage);
    busyColumn->setContentsMargins(0, 0, 0, 0);
    busyColumn->addWidget(busy);
    busyColumn->addStretch(1);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->addWidget(busyPage);
    m_pages->addWidget(m_scroll);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(header);
    layout->addWidget(m_pages, 1);

    connect(m_copy, &QPushButton::clicked, this, &EnvironmentPane::copyAll);
    connect(m_check, &QPushButton::clicked, this, [this] { check(); });
    connect(&controller, &EngineController::stateChanged, this, [this] {
        updateActions();
        if (isVisible() && m_findings.empty()) check();
    });
    restyle();
    retranslate();
    updateActions();
    addAction(new ButtonAction(m_check, Qt::Key_F5));
}

QString EnvironmentPane::runWord() const {
    return m_check->text();
}

bool EnvironmentPane::canRun(const ActionState& actions) const {
    return !m_isChecking && actions.check;
}

bool EnvironmentPane::isAllowed() const {
    return canRun(actionState(m_controller));
}

bool EnvironmentPane::begin() {
    if (!isAllowed()) return false;
    m_isChecking = true;
    if (m_findings.empty()) m_pages->setCurrentIndex(CheckingPage);
    updateActions();
    return true;
}

std::optional<std::filesystem::path> EnvironmentPane::modelFolder() const {
    const auto& model = m_controller.model();
    return model ? std::optional(model->folder->path) : std::nullopt;
}

void EnvironmentPane::check() {
    if (!m_services.check || !begin()) return;
    inBackground(
        this, [find = m_services.check, folder = modelFolder()] { return find(folder); },
        [this](std::vector<environment::Finding> found) {
            m_isChecking = false;
            m_findings = std::move(found);
            rebuild();
        });
}

void EnvironmentPane::checkOne(const std::string& id) {
    if (!m_services.findAgain || !begin()) return;
    inBackground(
        this, [find = m_services.findAgain, id, folder = modelFolder()] { return find(id, folder); },
        [this, id](std::optional<environment::Finding> found) {
            m_isChecking = false;
            const auto before = std::ranges::find(m_findings, id, &environment::Finding::id);
            if (before != m_findings.end() && found)
                *before = std::move(*found);
            else if (before != m_findings.end())
                m_findings.erase(before);  // a finding that is gone now goes
            rebuild();
        });
}

void EnvironmentPane::rebuild() {
    delete m_next;
    m_next = new QWidget(m_scroll);
    m_next->hide();
    auto* column = new QVBoxLayout(m_next);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(16);
    addCards(groupFindings(m_findings), 0);
}

/// One card per turn of the event loop: all at once would take longer than the window may be silent.
void EnvironmentPane::addCards(const std::vector<FindingGroup>& groups, std::size_t done) {
    auto* column = static_cast<QVBoxLayout*>(m_next->layout());
    if (done < groups.size()) {
        column->addWidget(makeCard(groups[done]));
        QTimer::singleShot(0, m_next, [this, groups, done] { addCards(groups, done + 1); });
        return;
    }
    column->addStretch(1);
    const int scrolled = m_scroll->verticalScrollBar()->value();
    m_scroll->setWidget(m_next.data());  // deletes the former content
    m_next->show();
    m_next = nullptr;
    m_summary->setText(findingsSummary(m_findings));
    m_scroll->verticalScrollBar()->setValue(scrolled);
    m_pages->setCurrentIndex(FindingsPage);
    updateActions();
}

QWidget* EnvironmentPane::makeCard(const FindingGroup& group) {
    auto* card = new Card(m_next);
    auto* rows = new QVBoxLayout(card);
    rows->setContentsMargins(24, 16, 16, 8);
    rows->setSpacing(0);
    auto* title = new QLabel(group.title, card);
    title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    setTextColor(title, colorsOf(palette()).secondary);
    rows->addWidget(title);
    for (const environment::Finding& finding : group.findings) {
        // Not the card's palette: while the theme changes it is still the one before.
        if (&finding != &group.findings.front()) rows->addWidget(separator(colorsOf(palette()).border, card));
        auto* row = new FindingRow(finding, card);
        connect(row, &FindingRow::checkAsked, this, [this](const QString& id) { checkOne(id.toStdString()); });
        rows->addWidget(row);
    }
    return card;
}

void EnvironmentPane::copyAll() {
    QApplication::clipboard()->setText(findingsText(m_findings));
}

void EnvironmentPane::updateActions() {
    m_check->setEnabled(isAllowed());
    m_copy->setEnabled(!m_findings.empty());
    m_check->setToolTip(m_controller.isBusy() ? tr("The engine is at work: a check would disturb what is measured")
                                              : tr("Look at everything again (F5)"));
    m_busyBar->setVisible(m_isChecking);
    m_busyText->setText(
        m_isChecking
            ? tr("Looking at the machine, and multiplying small matrices in every precision in a process of its own")
            : tr("The engine is at work. The machine is looked at once it rests: a check would disturb what is "
                 "measured."));
    m_check->setText(m_isChecking ? tr("Checking…") : tr("Check again"));
    for (QWidget* button : m_scroll->findChildren<QWidget*>(QStringLiteral("finding.check")))
        button->setEnabled(m_check->isEnabled());
    emit canRunChanged();
}

void EnvironmentPane::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    if (m_findings.empty()) check();
}

void EnvironmentPane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        updateActions();
    }
    Pane::changeEvent(event);
}

void EnvironmentPane::restyle() {
    setTextColor(m_summary, colorsOf(palette()).secondary);
    m_check->setIcon(icon(QStringLiteral("refresh"), palette()));
    if (!m_findings.empty()) rebuild();
}

void EnvironmentPane::retranslate() {
    m_title->setText(tr("Environment"));
    m_copy->setText(tr("Copy all"));
    m_copy->setToolTip(tr("Every finding as text, for a bug report"));
    if (!m_findings.empty()) rebuild();
}

}  // namespace autoglm::ui
