// The reports pane on a real history file: list, filter, open, diff, delete and undo, export in every form, and what
// it says where the file is locked or damaged.
#include <SQLiteCpp/SQLiteCpp.h>

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QProcess>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>

#include "app/composition/run_history.h"
#include "app/window/pdf_report.h"
#include "core/base/file.h"
#include "core/evaluate/verdict.h"
#include "core/report/bench_json.h"
#include "core/report/compare_json.h"
#include "core/report/run_forms.h"
#include "tests/ui/window_harness.h"
#include "tests/unit/report/sample_documents.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestReports : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void emptyHistory();
    void listsNewestFirstAndFilters();
    void showsARun();
    void bothModelsAreShown();
    void sixFiguresAreSeenAtTheSmallestSize();
    void comparesTwo();
    void deletesWithUndo();
    void stoppedRunsSaySo();
    void opensInTheBrowser();
    void exportsEveryForm();
    void everyFigureIsSeen();
    void wrongEndingIsASentence();
    void lockedHistoryIsASentence();
    void damagedHistoryIsASentence();
    void keptComparisonRefreshes();
    void pdfHoldsTheReport();
};

namespace {

Json comparisonDocument(double speed) {
    Json document = report::comparisonToJson(sampleComparison());
    for (const char* key : {"mean", "ci95_low", "ci95_high"}) {
        Json& rate = document["arms"][1]["decode_rate_tok_per_s"];
        rate[key] = rate[key].get<double>() * speed;
    }
    return document;
}

/// Three runs: two comparisons, the second slower, and a benchmark between them.
void fill(const std::filesystem::path& path) {
    auto opened = store::History::open(path);
    VERIFY_OK(opened);
    const auto add = [&](const char* kind, const char* time, const Json& document, const char* result) {
        store::RunRecord run{.kind = kind,
                             .createdUtc = time,
                             .title = {},
                             .modelName = "alphabet",
                             .modelPath = "/models/alphabet",
                             .summary = app::summaryOf(document, kind),
                             .result = result,
                             .document = dumpJson(document, -1).value()};
        VERIFY_OK(opened->history.add(run));
    };
    add("compare", "2026-01-01T10:00:00Z", comparisonDocument(1), "pass");
    add("bench", "2026-01-02T10:00:00Z", report::benchToJson(sampleBench()), "");
    add("compare", "2026-01-03T10:00:00Z", comparisonDocument(0.5), "fail");
}

class ReportsHarness : public WindowHarness {
  public:
    ReportsHarness() { fill(history); }
    void open() {
        QTRY_COMPARE(state(), WorkerState::Ready);
        QTest::mouseClick(find<QWidget>("rail.reports"), Qt::LeftButton);
        QTRY_COMPARE(runs()->rowCount(), 3);
    }
    QTableView* table() { return find<QTableView>("reports.table"); }
    QAbstractItemModel* runs() { return table()->model(); }
    QTableView* figures() { return find<QTableView>("reports.figures"); }
    void select(std::initializer_list<int> rows) {
        table()->clearSelection();
        for (const int row : rows)
            table()->selectionModel()->select(runs()->index(row, 0),
                                              QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    QString column(int column) {
        QStringList out;
        for (int row = 0; row < runs()->rowCount(); ++row)
            out << runs()->index(row, column).data().toString();
        return out.join(QLatin1Char('|'));
    }
    void choose(const char* box, const QString& text) {
        auto* combo = find<QComboBox>(box);
        combo->setCurrentIndex(combo->findText(text));
    }
    QFileDialog* exportDialog() {
        click("reports.export");
        return find<QFileDialog>("reports.exportDialog");
    }
    void exportAs(const QString& filter, const std::filesystem::path& path) {
        QFileDialog* dialog = exportDialog();
        QVERIFY2(dialog->nameFilters().contains(filter), qPrintable(dialog->nameFilters().join(QLatin1Char(';'))));
        dialog->selectNameFilter(filter);
        dialog->selectFile(QString::fromStdString(path.string()));
        QVERIFY(QMetaObject::invokeMethod(dialog, "accept"));
        QTRY_VERIFY(!window.findChild<QFileDialog*>("reports.exportDialog"));
    }
};

}  // namespace

void TestReports::emptyHistory() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.reports"), Qt::LeftButton);
    QTRY_COMPARE(harness.label("reports.messageTitle"), "Nothing was measured yet");
    // It leads to where a first one is made.
    harness.click("reports.again");
    QVERIFY(harness.find<QPushButton>("compare.start")->isVisible());
    QTest::mouseClick(harness.find<QWidget>("rail.reports"), Qt::LeftButton);
    fill(harness.history);
    harness.click("reports.refresh");
    QTRY_COMPARE(harness.find<QTableView>("reports.table")->model()->rowCount(), 3);
    QCOMPARE(harness.find<QStackedWidget>("reports.pages")->currentIndex(), 1);
}

void TestReports::listsNewestFirstAndFilters() {
    ReportsHarness harness;
    harness.open();
    const QAbstractItemModelTester tester(harness.runs());
    QCOMPARE(harness.column(1), "Comparison|Benchmark|Comparison");
    QCOMPARE(harness.column(3), "Fail||Pass");
    QCOMPARE(harness.runs()->index(0, 0).data().toString(), QDateTime(QDate(2026, 1, 3), QTime(10, 0), QTimeZone::UTC)
                                                                .toLocalTime()
                                                                .toString(QStringLiteral("yyyy-MM-dd hh:mm:ss")));
    harness.table()->sortByColumn(0, Qt::AscendingOrder);
    QCOMPARE(harness.column(3), "Pass||Fail");
    harness.choose("reports.kind", QStringLiteral("Comparison"));
    QCOMPARE(harness.column(3), "Pass|Fail");
    harness.choose("reports.result", QStringLiteral("Fail"));
    QCOMPARE(harness.column(3), "Fail");
    QCOMPARE(harness.label("reports.count"), "1 of 3 runs");
    harness.choose("reports.result", QStringLiteral("Every result"));
    harness.choose("reports.kind", QStringLiteral("Every kind"));
    QTest::keyClicks(harness.find<QLineEdit>("reports.search"), QStringLiteral("BENCHM"));
    QCOMPARE(harness.column(1), "Benchmark");
    QTest::keyClick(harness.table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines[0], "Time\tKind\tModel\tResult\tSummary");
    QVERIFY(lines[1].contains(QStringLiteral("\tBenchmark\talphabet\t\t")));
}

void TestReports::showsARun() {
    ReportsHarness harness;
    harness.open();
    harness.select({2});
    QTRY_VERIFY(harness.label("reports.headline").startsWith(QStringLiteral("INT8 is ")));
    QVERIFY(harness.label("reports.about").contains(QStringLiteral("/models/alphabet")));
    QVERIFY(harness.label("reports.about").contains(QStringLiteral("FP16 / INT8 demo")));
    QAbstractItemModel* figures = harness.figures()->model();
    QCOMPARE(figures->index(0, 0).data().toString(), "Decode rate, tok/s");
    QVERIFY(figures->rowCount() > 8);
    const auto colorOf = [&](int column) {
        return figures->headerData(column, Qt::Horizontal, Qt::ForegroundRole).value<QColor>();
    };
    const ui::ThemeColors& colors = ui::colorsOf(harness.window.palette());
    QCOMPARE(colorOf(1), colors.headingA);
    QCOMPARE(colorOf(2), colors.headingB);
    QVERIFY(!colorOf(3).isValid());
    // Why 1.08 stands beside 506 and 500.
    QVERIFY(harness.label("reports.paired").contains(QStringLiteral("geometric mean")));
    QVERIFY(harness.label("reports.notes").contains(QStringLiteral("lies on both sides of the limit")));
    harness.click("reports.copy");
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("\nDecode rate, tok/s\t")));
    harness.find<QTabWidget>("reports.tabs")->setCurrentIndex(1);
    harness.click("reports.copy");
    VERIFY_OK(parseJson(QApplication::clipboard()->text().toStdString(), "clipboard"));
    harness.select({1});
    QTRY_COMPARE(figures->headerData(6, Qt::Horizontal, Qt::DisplayRole).toString(), "test");
    QVERIFY(!harness.find<QPushButton>("reports.open")->isEnabled());
}

void TestReports::bothModelsAreShown() {
    ReportsHarness harness;
    {
        auto opened = store::History::open(harness.history);
        VERIFY_OK(opened);
        store::RunRecord run = opened->history.get(1).value();
        run.createdUtc = "2026-01-04T10:00:00Z";
        run.modelName = "alphabet and tuned";
        run.modelPathB = "/elsewhere/tuned";
        VERIFY_OK(opened->history.add(run));
    }
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.reports"), Qt::LeftButton);
    QTRY_COMPARE(harness.runs()->rowCount(), 4);
    QCOMPARE(harness.runs()->index(0, 2).data(Qt::ToolTipRole).toString(), "/models/alphabet\n/elsewhere/tuned");
    QCOMPARE(harness.runs()->index(1, 2).data(Qt::ToolTipRole).toString(), "/models/alphabet");
    harness.select({0});
    QTRY_VERIFY(harness.label("reports.about").endsWith(QStringLiteral("/models/alphabet  ·  /elsewhere/tuned")));
    QTest::keyClicks(harness.find<QLineEdit>("reports.search"), QStringLiteral("elsewhere"));
    QCOMPARE(harness.runs()->rowCount(), 1);
}

void TestReports::sixFiguresAreSeenAtTheSmallestSize() {
    ReportsHarness harness;
    harness.window.resize(1280, 800);
    harness.open();
    harness.select({2});
    QTRY_VERIFY(harness.label("reports.headline").startsWith(QStringLiteral("INT8 is ")));
    const QTableView* figures = harness.figures();
    QTRY_VERIFY2(figures->viewport()->rect().contains(figures->visualRect(figures->model()->index(5, 0))),
                 qPrintable(QStringLiteral("%1 px for the sixth at %2")
                                .arg(figures->viewport()->height())
                                .arg(figures->visualRect(figures->model()->index(5, 0)).bottom())));
    // The list has room for seven runs beside, and the notes begin with what is doubtful.
    const int row = harness.table()->visualRect(harness.runs()->index(2, 0)).height();
    QVERIFY2(harness.table()->viewport()->height() >= 7 * row,
             qPrintable(QString::number(harness.table()->viewport()->height())));
}

void TestReports::comparesTwo() {
    ReportsHarness harness;
    harness.open();
    harness.select({0, 1});
    QVERIFY(!harness.find<QPushButton>("reports.compare")->isEnabled());  // a comparison and a benchmark
    harness.select({0, 2});
    harness.click("reports.compare");
    QAbstractItemModel* rows = harness.figures()->model();
    QTRY_COMPARE(rows->columnCount(), 5);
    const auto verdictOf = [&](const QString& metric) {
        for (int row = 0; row < rows->rowCount(); ++row)
            if (rows->index(row, 0).data().toString() == metric)
                return rows->index(row, 4).data().toString() + QLatin1Char(' ') +
                       rows->index(row, 4).data(ui::stateRole).toString();
        return QString();
    };
    // The later run is the second: half as fast.
    QCOMPARE(verdictOf(QStringLiteral("Decode rate, B")), "Worse worse");
    QCOMPARE(verdictOf(QStringLiteral("Weights, A")), "Same same");
    QVERIFY(harness.label("reports.about").startsWith(QStringLiteral("First: Comparison  ·  FP16 / INT8 demo")));
}

void TestReports::deletesWithUndo() {
    ReportsHarness harness;
    harness.open();
    harness.select({0, 1});
    harness.click("reports.delete");
    QTRY_COMPARE(harness.runs()->rowCount(), 1);
    QTRY_COMPARE(harness.find<QPushButton>("banner.action")->text(), "Undo");
    QCOMPARE(store::History::open(harness.history)->history.list()->size(), std::size_t(1));
    // What stood beside them is at hand, and after the undo they are.
    const auto selectedRows = [&] {
        QStringList rows;
        for (const QModelIndex& index : harness.table()->selectionModel()->selectedRows())
            rows << QString::number(index.row());
        rows.sort();
        return rows.join(QLatin1Char(','));
    };
    QCOMPARE(selectedRows(), "0");
    QTRY_VERIFY(harness.label("reports.about").contains(QStringLiteral("2026-01-01")));
    harness.click("banner.action");
    QTRY_COMPARE(harness.runs()->rowCount(), 3);
    QCOMPARE(selectedRows(), "0,1");
    harness.select({2});  // the last: the one above it is next
    harness.click("reports.delete");
    QTRY_COMPARE(harness.runs()->rowCount(), 2);
    QCOMPARE(selectedRows(), "1");
    QTest::keyClick(&harness.window, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(harness.runs()->rowCount(), 3);
    QCOMPARE(selectedRows(), "2");
    harness.select({0, 1, 2});
    harness.click("reports.delete");
    QTRY_COMPARE(harness.label("reports.messageTitle"), "No runs are left");
    QTest::keyClick(&harness.window, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(harness.runs()->rowCount(), 3);
    harness.select({0, 1, 2});
    harness.click("reports.delete");
    QTRY_COMPARE(harness.label("reports.messageTitle"), "No runs are left");
    harness.click("reports.again");
    QTRY_COMPARE(harness.runs()->rowCount(), 3);
    // The button cannot keep the keys; no field of text may have them instead, which has an undo of its own.
    QVERIFY(QTest::qWaitForWindowActive(&harness.window));
    harness.select({0});
    auto* button = harness.find<QPushButton>("reports.delete");
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_COMPARE(harness.runs()->rowCount(), 2);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(harness.runs()->rowCount(), 3);
}

void TestReports::stoppedRunsSaySo() {
    auto result = sampleComparison();
    result.complete = false;
    result.stoppedDuring = "answers";
    result.verdict = evaluate::makeVerdict(result, evaluate::defaultBudgets());
    QCOMPARE(result.verdict.result, evaluate::Outcome::Inconclusive);
    QCOMPARE(app::resultOf(report::comparisonToJson(result)), std::string("stopped"));
    QCOMPARE(ui::runResultWord("stopped"), "Stopped");
    result.verdict.result = evaluate::Outcome::Fail;
    QCOMPARE(app::resultOf(report::comparisonToJson(result)), std::string("fail"));
}

void TestReports::opensInTheBrowser() {
    ReportsHarness harness;
    ui::Settings settings;
    settings.reportFolder = harness.home / "my reports";
    harness.settings->set(settings);
    harness.open();
    harness.select({0});
    harness.click("reports.open");
    QTRY_COMPARE(harness.opened, harness.home / "my reports" / "compare-run-3.html");
    QVERIFY(readBytes(harness.opened).starts_with("<!DOCTYPE html>"));
    harness.opens = false;
    harness.click("reports.open");
    QTRY_COMPARE(harness.label("banner.title"), "No program opens the report here");
}

void TestReports::exportsEveryForm() {
    ReportsHarness harness;
    harness.open();
    harness.select({2});
    const auto written = [&](const QString& filter, const char* name) {
        const std::filesystem::path path = harness.home / name;
        harness.exportAs(filter, path);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(path), 20'000); }();
        return readBytes(path);
    };
    QVERIFY(written(QStringLiteral("Report in one file (*.html)"), "a.html").starts_with("<!DOCTYPE html>"));
    QVERIFY(written(QStringLiteral("Markdown (*.md)"), "a.md").starts_with("# "));
    QVERIFY(written(QStringLiteral("Table (*.csv)"), "a.csv").starts_with("record,name,unit"));
    VERIFY_OK(parseJson(written(QStringLiteral("Data (*.json)"), "a.json"), "a.json"));
    QVERIFY(written(QStringLiteral("Printed report (*.pdf)"), "a.pdf").starts_with("%PDF"));
    harness.select({1});
    QVERIFY(written(QStringLiteral("Markdown (*.md)"), "b.md").starts_with("| model"));
    QVERIFY(written(QStringLiteral("Table (*.csv)"), "b.csv").starts_with("model,precision"));
    QVERIFY(written(QStringLiteral("As llama-bench (*.json)"), "b.json").starts_with("["));
    QVERIFY(written(QStringLiteral("Data (*.json)"), "c.json").starts_with("{"));
    QVERIFY(written(QStringLiteral("Printed report (*.pdf)"), "b.pdf").starts_with("%PDF"));
    QTRY_COMPARE(harness.label("banner.title"), "The report was written");
}

void TestReports::everyFigureIsSeen() {
    ReportsHarness harness;
    harness.open();
    harness.window.resize(1280, 800);
    for (const int run : {0, 1}) {
        harness.select({run});
        QTRY_VERIFY(harness.figures()->model()->rowCount() > 0);
        QTest::qWait(20);
        const QTableView& table = *harness.figures();
        QVERIFY2(table.horizontalHeader()->length() <= table.viewport()->width(), qPrintable(QString::number(run)));
        const int last = table.model()->columnCount() - 1;
        for (int row = 0; row < table.model()->rowCount(); ++row) {
            const QString text = table.model()->index(row, last).data().toString();
            const QRect needed = table.fontMetrics().boundingRect(QRect(0, 0, table.columnWidth(last) - 24, 10'000),
                                                                  Qt::TextWordWrap, text);
            QVERIFY2(table.rowHeight(row) >= needed.height(), qPrintable(text));
        }
    }
}

void TestReports::wrongEndingIsASentence() {
    const std::vector<ui::ExportForm> forms = ui::exportForms("bench");
    QCOMPARE(ui::formOf(forms, QStringLiteral("/tmp/x.docx"), forms[0].filter), QString());
    QCOMPARE(ui::formOf(forms, QStringLiteral("/tmp/x.CSV"), forms[0].filter), QStringLiteral("csv"));
    QCOMPARE(ui::formOf(forms, QStringLiteral("/tmp/x.json"), forms[3].filter), QStringLiteral("llama-bench"));
    QCOMPARE(ui::formOf(forms, QStringLiteral("/tmp/x.json"), forms[0].filter), QStringLiteral("json"));
    ReportsHarness harness;
    harness.open();
    harness.select({0});
    harness.exportAs(QStringLiteral("Markdown (*.md)"), harness.home / "x.docx");
    QTRY_VERIFY(harness.label("banner.sentence").contains(QStringLiteral("has no known ending")));
    QVERIFY(!std::filesystem::exists(harness.home / "x.docx"));
}

void TestReports::lockedHistoryIsASentence() {
    ReportsHarness harness;
    {
        SQLite::Database other(harness.history.string(), SQLite::OPEN_READWRITE);
        other.exec("PRAGMA locking_mode = EXCLUSIVE");
        other.exec("BEGIN EXCLUSIVE");
        QTRY_COMPARE(harness.state(), WorkerState::Ready);
        QTest::mouseClick(harness.find<QWidget>("rail.reports"), Qt::LeftButton);
        QCOMPARE(harness.label("reports.messageTitle"), "Reading the history");
        QTRY_COMPARE_WITH_TIMEOUT(harness.label("reports.messageTitle"), "The history could not be read", 20'000);
        QVERIFY(harness.label("reports.message").contains(QStringLiteral("in use by another program")));
    }
    harness.click("reports.again");
    QTRY_COMPARE(harness.runs()->rowCount(), 3);
}

void TestReports::damagedHistoryIsASentence() {
    WindowHarness harness;
    writeBytes(harness.history, std::string(8192, 'x'));
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.reports"), Qt::LeftButton);
    QTRY_COMPARE(harness.label("banner.title"), "The history was damaged");
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("a new history was started")));
    QCOMPARE(harness.label("reports.messageTitle"), "Nothing was measured yet");
}

void TestReports::keptComparisonRefreshes() {
    ReportsHarness harness;
    harness.open();
    store::RunRecord run;
    run.kind = "compare";
    run.modelName = "new";
    run.document = "{}";
    VERIFY_OK(store::History::open(harness.history)->history.add(run));
    emit harness.window.findChild<ui::ComparePane*>()->reportKept();
    QTRY_COMPARE(harness.runs()->rowCount(), 4);
    QCOMPARE(harness.runs()->index(0, 2).data().toString(), "new");
    VERIFY_OK(store::History::open(harness.history)->history.remove(4));
    QVERIFY(QTest::qWaitForWindowActive(&harness.window));
    QTest::keyClick(harness.table(), Qt::Key_F5);
    QTRY_COMPARE(harness.runs()->rowCount(), 3);
}

void TestReports::pdfHoldsTheReport() {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder / "report.pdf";
    const auto pdf = app::pdfReport("compare", comparisonDocument(1));
    VERIFY_OK(pdf);
    VERIFY_OK(writeFileAtomically(path, *pdf));
    VERIFY_FAILS(app::pdfReport("bench", comparisonDocument(1)), ErrorCode::InvalidArgument, "");
    QVERIFY(QByteArray::fromStdString(*pdf).count("/Type /Page\n") >= 2);
    // What stands on the pages, where a program is there that reads it.
    QStringList arguments;
    QString program = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
    const QString file = QString::fromStdString(path.string());
    if (!program.isEmpty()) {
        arguments = {file, QStringLiteral("-")};
    } else {
        program = QStandardPaths::findExecutable(QStringLiteral("gs"));
        arguments = {QStringLiteral("-q"),
                     QStringLiteral("-dNOPAUSE"),
                     QStringLiteral("-dBATCH"),
                     QStringLiteral("-dSAFER"),
                     QStringLiteral("-sDEVICE=txtwrite"),
                     QStringLiteral("-o-"),
                     file};
    }
    if (program.isEmpty()) QSKIP("neither pdftotext nor gs is installed");
    QProcess reader;
    reader.start(program, arguments);
    QVERIFY(reader.waitForFinished());
    const QString text = QString::fromUtf8(reader.readAllStandardOutput()).simplified();
    for (const char* words : {"Verdict: inconclusive", "Decode rate, tok/s", "Plots", "Time per token, ms", "Answers"})
        QVERIFY2(text.contains(QString::fromLatin1(words)), words);
}

QTEST_MAIN(TestReports)
#include "tst_reports.moc"
