#include "ui/panes/run_details.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include "core/base/local_time.h"
#include "ui/models/comparison_model.h"
#include "ui/models/core_sentences.h"
#include "ui/models/runs_model.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int figureHeight = 24;

QLabel* selectableLabel(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QString runLine(const store::RunRecord& run) {
    QStringList parts = {runKindWord(run.kind),
                         QString::fromStdString(run.kind == "compare" ? run.title : run.modelName),
                         QString::fromStdString(localTime(run.createdUtc))};
    parts += runPaths(run);
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace

RunDetails::RunDetails(QWidget* parent)
    : QWidget(parent),
      m_headline(selectableLabel("reports.headline", this)),
      m_about(selectableLabel("reports.about", this)),
      m_notes(selectableLabel("reports.notes", this)),
      m_notesArea(new FoldArea(m_notes, this)),
      m_tabs(new QTabWidget(this)),
      m_figures(new DataTable(&m_table, QStringLiteral("reports.figures"), this)),
      m_jsonView(new DataTable(&m_json, QStringLiteral("reports.json"), this)),
      m_paired(selectableLabel("reports.paired", this)),
      m_copy(new QPushButton(this)) {
    m_headline->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    // What is doubtful comes first among the notes; the figures need the room more than the last of them.
    m_notesArea->setMaximumHeight(3 * m_notes->fontMetrics().lineSpacing());
    m_copy->setObjectName(QStringLiteral("reports.copy"));
    m_tabs->setObjectName(QStringLiteral("reports.tabs"));
    m_tabs->setDocumentMode(true);
    for (DataTable* table : {m_figures, m_jsonView}) {
        table->setSortingEnabled(false);
        table->setTextElideMode(Qt::ElideRight);
    }
    m_figures->verticalHeader()->setMinimumSectionSize(figureHeight);  // the style's own is higher
    m_figures->verticalHeader()->setDefaultSectionSize(figureHeight);
    m_jsonView->horizontalHeader()->setStretchLastSection(true);
    m_jsonView->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_jsonView->setAlternatingRowColors(false);
    m_jsonView->horizontalHeader()->hide();
    m_jsonView->verticalHeader()->setDefaultSectionSize(20);
    m_tabs->addTab(m_figures, QString());
    m_tabs->addTab(m_jsonView, QString());
    // Beside the tabs, where it takes no height from the figures.
    auto* corner = new QWidget(m_tabs);
    auto* besideTabs = new QHBoxLayout(corner);
    besideTabs->setContentsMargins(0, 0, 0, 0);
    besideTabs->setSpacing(16);
    besideTabs->addWidget(m_paired);
    besideTabs->addWidget(m_copy);
    m_paired->setWordWrap(false);
    m_tabs->setCornerWidget(corner);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_headline);
    layout->addWidget(m_about);
    layout->addWidget(m_notesArea);
    layout->addWidget(m_tabs, 1);
    connect(m_copy, &QPushButton::clicked, this, &RunDetails::copy);
    restyle();
    refresh();
}

void RunDetails::showNothing() {
    m_run.reset();
    m_diff.reset();
    refresh();
}

void RunDetails::showRun(RunView view) {
    m_diff.reset();
    m_run = std::move(view);
    refresh();
}

void RunDetails::showDiff(RunDiffView view) {
    m_run.reset();
    m_diff = std::move(view);
    refresh();
}

void RunDetails::refresh() {
    QStringList notes;
    QStringList lines;
    if (m_run) {
        m_headline->setText(coreSentence(m_run->run.summary));
        m_about->setText(runLine(m_run->run));
        std::vector<TextColumn> columns = figureColumns(m_run->figures);
        if (m_run->run.kind == "compare" && columns.size() > 2)
            for (const int arm : {0, 1})
                columns[static_cast<std::size_t>(arm) + 1].arm = arm;
        m_table.setTable(std::move(columns), figureRows(m_run->figures));
        for (const std::string& note : m_run->notes)
            notes << coreSentence(note);
        lines = m_run->jsonLines;
    } else if (m_diff) {
        m_headline->setText(tr("What changed from the first run to the second"));
        m_about->setText(tr("First: %1\nSecond: %2").arg(runLine(m_diff->a), runLine(m_diff->b)));
        m_table.setTable(diffColumns(), diffRows(m_diff->diff));
        for (const std::string& note : m_diff->diff.notes)
            notes << coreSentence(note);
    } else {
        m_headline->setText(tr("Select a run to see what it measured, or two of one kind to compare them."));
        m_about->clear();
        m_table.setTable({}, {});
    }
    m_json.setStringList(lines);
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notesArea->setVisible(!notes.isEmpty());
    m_about->setVisible(m_run || m_diff);
    m_tabs->setVisible(m_run || m_diff);
    m_tabs->setTabVisible(1, m_run.has_value());
    m_tabs->setTabText(0, m_diff ? tr("Difference") : tr("Figures"));
    m_tabs->setTabText(1, tr("Data (JSON)"));
    m_paired->setText(tr("B vs A: geometric mean of paired runs"));
    m_paired->setToolTip(ComparisonModel::headerMeaning(ComparisonModel::Change).toString());
    m_paired->setVisible(m_run && m_run->run.kind == "compare");
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the table, or the data, as it stands here"));
    m_figures->fitToContents();
}

void RunDetails::copy() {
    if (m_tabs->currentWidget() == m_jsonView)
        QApplication::clipboard()->setText(m_json.stringList().join(QLatin1Char('\n')));
    else
        m_figures->copyRows();
}

void RunDetails::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

void RunDetails::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    for (QLabel* label : {m_about, m_notes, m_paired})
        setTextColor(label, colors.secondary);
    m_table.setArmColors(colors.headingA, colors.headingB);
}

}  // namespace autoglm::ui
