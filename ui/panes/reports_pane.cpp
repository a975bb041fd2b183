#include "ui/panes/reports_pane.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <set>
#include <utility>

#include "ui/bridge/background.h"
#include "ui/models/core_sentences.h"
#include "ui/models/wording.h"
#include "ui/widgets/button_action.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int runHeight = 24;

QPushButton* reportButton(const char* name, QWidget* parent) {
    auto* button = new QPushButton(parent);
    button->setObjectName(QString::fromLatin1(name));
    return button;
}

std::vector<std::int64_t> idsOf(const std::vector<store::RunRecord>& runs) {
    std::vector<std::int64_t> ids;
    for (const store::RunRecord& run : runs)
        ids.push_back(run.id);
    return ids;
}

bool hasForm(const std::string& kind, const char* form) {
    const std::vector<std::string> forms = report::runForms(kind);
    return std::ranges::find(forms, form) != forms.end();
}

}  // namespace

ReportsPane::ReportsPane(EngineController& controller, ReportServices services, QWidget* parent)
    : Pane(controller, parent), m_services(std::move(services)), m_shown(m_runs), m_pages(new QStackedWidget(this)) {
    m_pages->setObjectName(QStringLiteral("reports.pages"));
    m_pages->addWidget(buildMessagePage());
    m_pages->addWidget(buildList());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(buildHeader());
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_table);  // where Ctrl+Z brings back a run, which a line of text would keep to itself
    restyle();
    retranslate();
    onSelection();
    addActions({new ButtonAction(m_refresh, Qt::Key_F5), new ButtonAction(m_export, Qt::CTRL | Qt::Key_E)});
    auto* undo = new QShortcut(QKeySequence::Undo, this);
    undo->setContext(Qt::WindowShortcut);
    connect(undo, &QShortcut::activated, this, &ReportsPane::restoreLast);
}

QWidget* ReportsPane::buildHeader() {
    auto* header = new QWidget(this);
    m_title = new QLabel(header);
    m_title->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_search = new QLineEdit(header);
    m_search->setObjectName(QStringLiteral("reports.search"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(280);
    m_kind = new QComboBox(header);
    m_kind->setObjectName(QStringLiteral("reports.kind"));
    m_result = new QComboBox(header);
    m_result->setObjectName(QStringLiteral("reports.result"));
    for (const char* result : {"", "pass", "fail", "inconclusive", "stopped"})
        m_result->addItem(QString(), QString::fromLatin1(result));
    m_refresh = reportButton("reports.refresh", header);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_search, 1);
    row->addWidget(m_kind);
    row->addWidget(m_result);
    row->addWidget(m_refresh);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown.setText(text);
        updateActions();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_shown.setKind(m_kind->currentData().toString());
        updateActions();
    });
    connect(m_result, &QComboBox::currentIndexChanged, this, [this] {
        m_shown.setResult(m_result->currentData().toString());
        updateActions();
    });
    connect(m_refresh, &QPushButton::clicked, this, &ReportsPane::refresh);
    return header;
}

QWidget* ReportsPane::buildMessagePage() {
    auto* page = new QWidget(this);
    m_messageTitle = new QLabel(page);
    m_messageTitle->setObjectName(QStringLiteral("reports.messageTitle"));
    m_messageTitle->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    m_message = new QLabel(page);
    m_message->setObjectName(QStringLiteral("reports.message"));
    for (QLabel* label : {m_messageTitle, m_message}) {
        label->setWordWrap(true);
        label->setMaximumWidth(560);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_again = reportButton("reports.again", page);
    connect(m_again, &QPushButton::clicked, this, [this] {
        if (m_page != Empty) return refresh();
        m_deleted.empty() ? emit comparisonAsked() : restoreLast();
    });
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(8);
    layout->addWidget(m_messageTitle);
    layout->addWidget(m_message);
    layout->addWidget(m_again, 0, Qt::AlignLeft);
    layout->addStretch(1);
    return page;
}

QWidget* ReportsPane::buildList() {
    auto* upper = new QWidget(this);
    m_table = new DataTable(&m_shown, QStringLiteral("reports.table"), upper);
    m_table->setTextElideMode(Qt::ElideRight);
    m_table->verticalHeader()->setMinimumSectionSize(runHeight);  // the style's own is higher
    m_table->verticalHeader()->setDefaultSectionSize(runHeight);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->sortByColumn(RunsModel::Time, Qt::DescendingOrder);
    for (const auto& [column, width] :
         {std::pair(RunsModel::Time, 160), {RunsModel::Kind, 110}, {RunsModel::Model, 140}, {RunsModel::Result, 130}})
        m_table->setColumnWidth(column, width);
    auto* column = new QVBoxLayout(upper);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(8);
    column->addWidget(m_table, 1);
    column->addLayout(buildActions());
    m_details = new RunDetails(this);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("reports.splitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(upper);
    splitter->addWidget(m_details);
    // The list is for choosing, seven rows high in a window of 1280 x 800; what was chosen is for reading.
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({248, 376});
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ReportsPane::onSelection);
    connect(m_table, &QTableView::doubleClicked, this, &ReportsPane::openPage);
    return splitter;
}

QHBoxLayout* ReportsPane::buildActions() {
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("reports.count"));
    m_compare = reportButton("reports.compare", this);
    m_open = reportButton("reports.open", this);
    m_export = reportButton("reports.export", this);
    m_delete = reportButton("reports.delete", this);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_count);
    row->addStretch(1);
    for (QPushButton* button : {m_compare, m_open, m_export, m_delete})
        row->addWidget(button);
    connect(m_compare, &QPushButton::clicked, this, &ReportsPane::compareSelected);
    connect(m_open, &QPushButton::clicked, this, &ReportsPane::openPage);
    connect(m_export, &QPushButton::clicked, this, &ReportsPane::exportSelected);
    connect(m_delete, &QPushButton::clicked, this, &ReportsPane::removeSelected);
    auto* remove = new QShortcut(QKeySequence::Delete, m_table);
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &ReportsPane::removeSelected);
    return row;
}

// ---- the list ----

void ReportsPane::refresh() {
    if (!m_services.list) return;
    if (m_runs.rowCount() == 0) showPage(Busy);
    inBackground(
        this, [list = m_services.list] { return list(); },
        [this, request = ++m_request](Result<ReportList> list) {
            if (request == m_request) showRuns(std::move(list));
        });
}

void ReportsPane::showRuns(Result<ReportList> list) {
    if (!list) {
        m_error = list.error();
        if (m_runs.rowCount() > 0) complain([] { return tr("The history could not be read"); }, m_error);
        return showPage(m_runs.rowCount() > 0 ? Full : Failed);
    }
    const std::vector<std::int64_t> wanted = m_toSelect.empty() ? idsOf(selected()) : std::exchange(m_toSelect, {});
    m_runs.setRuns(std::move(list->runs));
    fillKinds();
    showPage(m_runs.rowCount() == 0 ? Empty : Full);
    select(wanted);
    onSelection();
    if (!list->notice.empty())
        emit messageRaised({.kind = BannerKind::Notice, .words = [notice = list->notice] {
                                return BannerWords{tr("The history was damaged"), coreSentence(notice)};
                            }});
}

void ReportsPane::fillKinds() {
    const QString chosen = m_kind->currentData().toString();
    std::set<QString> kinds;
    for (int row = 0; row < m_runs.rowCount(); ++row)
        kinds.insert(QString::fromStdString(m_runs.run(row).kind));
    const QSignalBlocker quiet(m_kind);
    m_kind->clear();
    m_kind->addItem(tr("Every kind"), QString());
    for (const QString& kind : kinds)
        m_kind->addItem(runKindWord(kind.toStdString()), kind);
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(chosen)));
    m_shown.setKind(m_kind->currentData().toString());
}

void ReportsPane::showPage(Page page) {
    m_page = page;
    m_pages->setCurrentIndex(page == Full ? 1 : 0);
    m_again->setVisible(page == Empty || page == Failed);
    switch (page) {
        case Empty:
            if (!m_deleted.empty()) {
                m_messageTitle->setText(tr("No runs are left"));
                m_message->setText(tr("The runs that were deleted can be brought back now, with Ctrl+Z too."));
                m_again->setText(tr("Undo"));
                break;
            }
            m_messageTitle->setText(tr("Nothing was measured yet"));
            m_message->setText(
                tr("Every comparison and benchmark is kept here, from this window and from the command line: to read "
                   "again, to compare with a later one, to export. Compare two precisions to see the first."));
            m_again->setText(tr("Go to Compare"));
            break;
        case Busy:
            m_messageTitle->setText(tr("Reading the history"));
            m_message->clear();
            break;
        case Failed:
            m_messageTitle->setText(tr("The history could not be read"));
            m_message->setText(sentenceOf(m_error));
            m_again->setText(tr("Try again"));
            break;
        case Full:
            break;
    }
}

// ---- what is selected ----

std::vector<store::RunRecord> ReportsPane::selected() const {
    std::vector<store::RunRecord> runs;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        runs.push_back(m_shown.run(index));
    std::ranges::sort(runs, {}, [](const store::RunRecord& run) { return std::tie(run.createdUtc, run.id); });
    return runs;
}

void ReportsPane::select(const std::vector<std::int64_t>& ids) {
    for (int row = m_shown.rowCount() - 1; row >= 0; --row) {
        const QModelIndex index = m_shown.index(row, 0);
        if (std::ranges::find(ids, m_shown.run(index).id) == ids.end()) continue;
        m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

/// The run below what is selected, above it where that ends the list: to be selected where it goes.
std::vector<std::int64_t> ReportsPane::neighbour() const {
    const auto isFree = [this](int row) {
        return row >= 0 && row < m_shown.rowCount() && !m_table->selectionModel()->isRowSelected(row);
    };
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    int row = std::ranges::max(rows) + 1;
    while (row >= 0 && !isFree(row))
        --row;
    return row < 0 ? std::vector<std::int64_t>() : std::vector{m_shown.run(m_shown.index(row, 0)).id};
}

void ReportsPane::updateActions() {
    const std::vector<store::RunRecord> runs = selected();
    const bool isPair = runs.size() == 2 && runs[0].kind == runs[1].kind;
    m_compare->setEnabled(isPair);
    m_compare->setToolTip(isPair ? QString() : tr("Select two runs of the same kind with Ctrl and a click"));
    m_open->setEnabled(runs.size() == 1 && hasForm(runs[0].kind, "html"));
    m_open->setToolTip(m_open->isEnabled() ? QString() : tr("Select one comparison: only these have a page to read"));
    m_export->setEnabled(runs.size() == 1);
    m_delete->setEnabled(!runs.empty());
    m_count->setText(tr("%1 of %n runs", nullptr, m_runs.rowCount()).arg(m_shown.rowCount()));
}

void ReportsPane::onSelection() {
    updateActions();
    const std::vector<store::RunRecord> runs = selected();
    const int detail = ++m_detail;
    if (runs.size() != 1) return m_details->showNothing();
    inBackground(
        this, [open = m_services.open, id = runs[0].id] { return open(id); },
        [this, detail](Result<RunView> view) {
            if (detail != m_detail) return;
            if (view) return m_details->showRun(std::move(*view));
            m_details->showNothing();
            complain([] { return tr("The run could not be opened"); }, view.error());
        });
}

void ReportsPane::compareSelected() {
    const std::vector<store::RunRecord> runs = selected();
    if (runs.size() != 2) return;
    inBackground(
        this, [diff = m_services.diff, a = runs[0].id, b = runs[1].id] { return diff(a, b); },
        [this, detail = ++m_detail](Result<RunDiffView> view) {
            if (detail != m_detail) return;
            if (view)
                m_details->showDiff(std::move(*view));
            else
                complain([] { return tr("The two runs could not be compared"); }, view.error());
        });
}

void ReportsPane::removeSelected() {
    const std::vector<std::int64_t> ids = idsOf(selected());
    if (ids.empty()) return;
    inBackground(
        this, [remove = m_services.remove, ids] { return remove(ids); },
        [this, ids, next = neighbour()](const Status& removed) {
            if (removed) m_deleted.push_back(ids);
            if (removed) m_toSelect = next;
            refresh();
            if (!removed) return complain([] { return tr("The run was not deleted"); }, removed.error());
            emit messageRaised({.kind = BannerKind::Notice,
                                .words =
                                    [count = static_cast<int>(ids.size())] {
                                        return BannerWords{
                                            tr("%n runs were deleted", nullptr, count),
                                            tr("They can be brought back now; after 30 days they are gone for good."),
                                            tr("Undo")};
                                    },
                                .onAction = [this, ids] { restore(ids); }});
        });
}

void ReportsPane::restore(const std::vector<std::int64_t>& ids) {
    if (std::erase(m_deleted, ids) == 0) return;  // brought back already
    inBackground(
        this, [restore = m_services.restore, ids] { return restore(ids); },
        [this, ids](const Status& restored) {
            if (restored)
                m_toSelect = ids;
            else
                m_deleted.push_back(ids);
            refresh();
            if (!restored) return complain([] { return tr("The run was not brought back"); }, restored.error());
            // In place of the message that offers to undo.
            emit messageRaised({.kind = BannerKind::Notice, .words = [count = static_cast<int>(ids.size())] {
                                    return BannerWords{tr("%n runs were brought back", nullptr, count), {}, {}};
                                }});
        });
}

void ReportsPane::restoreLast() {
    if (!m_deleted.empty()) restore(std::vector(m_deleted.back()));
}

// ---- files ----

void ReportsPane::openPage() {
    if (!m_open->isEnabled()) return;
    inBackground(
        this, [page = m_services.page, id = selected().front().id] { return page(id); },
        [this](const Result<std::filesystem::path>& path) {
            if (path)
                openReportFile(*this, m_services.openFile, *path);
            else
                complain([] { return tr("The report was not written"); }, path.error());
        });
}

void ReportsPane::exportSelected() {
    const std::vector<store::RunRecord> runs = selected();
    if (runs.size() != 1) return;
    const store::RunRecord run = runs.front();
    const std::vector<ExportForm> forms = exportForms(run.kind);
    auto* dialog = new QFileDialog(this, tr("Export report"));
    dialog->setObjectName(QStringLiteral("reports.exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const ExportForm& form : forms)
        filters << form.filter;
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(forms.front().extension);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, forms](const QString& filter) {
        for (const ExportForm& form : forms)
            if (form.filter == filter) dialog->setDefaultSuffix(form.extension);
    });
    dialog->selectFile(QStringLiteral("autoglm-%1-%2").arg(QString::fromStdString(run.kind)).arg(run.id));
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, forms, id = run.id](const QString& file) {
        const QString form = formOf(forms, file, dialog->selectedNameFilter());
        const std::filesystem::path path = file.toStdString();
        if (form.isEmpty())
            return emit messageRaised({.words = [file] {
                return BannerWords{tr("The report was not written"),
                                   tr("'%1' has no known ending; name it as the dialog offers").arg(file)};
            }});
        inBackground(
            this,
            [exportTo = m_services.exportTo, id, form = form.toStdString(), path] { return exportTo(id, form, path); },
            [this, path](const Status& written) {
                if (!written) return complain([] { return tr("The report was not written"); }, written.error());
                tellReportWritten(*this, m_services.openFile, path);
            });
    });
    dialog->open();
}

void ReportsPane::complain(std::function<QString()> title, const Error& error) {
    emit messageRaised(
        {.words = [title = std::move(title), error] { return BannerWords{title(), sentenceOf(error)}; }});
}

// ---- looks ----

void ReportsPane::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    refresh();  // the command line writes the same history
}

void ReportsPane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) restyle();
    if (event->type() == QEvent::LanguageChange) retranslate();
    Pane::changeEvent(event);
}

void ReportsPane::restyle() {
    if (!m_count) return;
    setTextColor(m_message, colorsOf(palette()).secondary);
    setTextColor(m_count, colorsOf(palette()).secondary);
    m_refresh->setIcon(icon(QStringLiteral("refresh"), palette()));
    m_compare->setIcon(icon(QStringLiteral("compare"), palette()));
    m_open->setIcon(icon(QStringLiteral("report"), palette()));
    m_export->setIcon(icon(QStringLiteral("export"), palette()));
    m_delete->setIcon(icon(QStringLiteral("delete"), palette()));
}

void ReportsPane::retranslate() {
    m_title->setText(tr("Reports"));
    m_search->setPlaceholderText(tr("Filter"));
    m_refresh->setText(tr("Refresh"));
    m_refresh->setToolTip(tr("Read the history again (F5)"));
    m_compare->setText(tr("Compare two"));
    m_open->setText(tr("Open report"));
    m_export->setText(tr("Export…"));
    m_delete->setText(tr("Delete"));
    for (int i = 0; i < m_result->count(); ++i) {
        const QString result = m_result->itemData(i).toString();
        m_result->setItemText(i, result.isEmpty() ? tr("Every result") : runResultWord(result.toStdString()));
    }
    m_runs.retranslate();
    fillKinds();
    showPage(m_page);
    updateActions();
}

}  // namespace autoglm::ui
