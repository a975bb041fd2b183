#include "ui/panes/log_pane.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/data_table.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int pollMs = 250;
constexpr LogLevel logLevels[] = {LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error};

}  // namespace

LogPane::LogPane(EngineController& controller, LogServices services, QWidget* parent)
    : Pane(controller, parent),
      m_services(std::move(services)),
      m_shown(m_log),
      m_title(new QLabel(this)),
      m_level(new QComboBox(this)),
      m_search(new QLineEdit(this)),
      m_follow(new QCheckBox(this)),
      m_copy(new QPushButton(this)),
      m_open(new QPushButton(this)),
      m_table(new DataTable(&m_shown, QStringLiteral("log.table"), this)) {
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_level->setObjectName(QStringLiteral("log.level"));
    m_search->setObjectName(QStringLiteral("log.search"));
    m_follow->setObjectName(QStringLiteral("log.follow"));
    m_copy->setObjectName(QStringLiteral("log.copy"));
    m_open->setObjectName(QStringLiteral("log.open"));
    for (const LogLevel level : logLevels)
        m_level->addItem(QString(), static_cast<int>(level));
    m_level->setCurrentIndex(m_level->findData(static_cast<int>(LogLevel::Info)));
    m_search->setClearButtonEnabled(true);
    m_follow->setChecked(true);
    m_open->setEnabled(!m_services.file.empty());

    m_table->setSortingEnabled(false);  // what came later stands below
    m_table->setTextElideMode(Qt::ElideRight);
    m_table->verticalHeader()->setDefaultSectionSize(24);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(LogModel::Time, 110);
    m_table->setColumnWidth(LogModel::Level, 80);

    auto* header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(m_title);
    header->addStretch(1);
    header->addWidget(m_follow);
    header->addWidget(m_level);
    header->addWidget(m_search);
    header->addWidget(m_copy);
    header->addWidget(m_open);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(header);
    layout->addWidget(m_table, 1);
    setFocusProxy(m_table);

    connect(m_level, &QComboBox::currentIndexChanged, this,
            [this] { m_shown.setLevel(static_cast<LogLevel>(m_level->currentData().toInt())); });
    connect(m_search, &QLineEdit::textChanged, &m_shown, &LogFilter::setText);
    connect(m_follow, &QCheckBox::toggled, this, [this](bool follows) {
        if (follows) m_table->scrollToBottom();
    });
    connect(m_copy, &QPushButton::clicked, this, &LogPane::copy);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (m_services.openFile(m_services.file)) return;
        emit messageRaised({.kind = BannerKind::Notice, .words = [file = m_services.file] {
                                return BannerWords{tr("No program opens the log here"),
                                                   QString::fromStdString(file.string())};
                            }});
    });
    connect(&m_timer, &QTimer::timeout, this, &LogPane::poll);
    m_timer.start(pollMs);
    retranslate();
}

void LogPane::poll() {
    if (!m_services.take) return;
    m_log.append(m_services.take());
    if (m_follow->isChecked()) m_table->scrollToBottom();
}

void LogPane::copy() {
    QApplication::clipboard()->setText(m_shown.toTsv());
}

void LogPane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    Pane::changeEvent(event);
}

void LogPane::retranslate() {
    m_title->setText(tr("Log"));
    m_follow->setText(tr("Follow"));
    m_follow->setToolTip(tr("Keep the newest line in sight"));
    m_search->setPlaceholderText(tr("Search"));
    m_level->setToolTip(tr("Show this level and what is more severe"));
    for (int i = 0; i < m_level->count(); ++i)
        m_level->setItemText(i, logLevelWord(static_cast<LogLevel>(m_level->itemData(i).toInt())));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the lines shown"));
    m_open->setText(tr("Open file"));
    m_open->setToolTip(m_services.file.empty() ? tr("There is no log file")
                                               : QString::fromStdString(m_services.file.string()));
    m_log.retranslate();
}

}  // namespace autoglm::ui
