// Pictures of the window for people to look at, in both themes, both languages and two sizes; and what is asked of
// every text in every state: that it is not cut off, can be selected and copied, and speaks the window's language.
#include <QAbstractButton>
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include "app/composition/run_history.h"
#include "app/window/language.h"
#include "core/base/clock.h"
#include "core/base/paths.h"
#include "core/report/bench_json.h"
#include "core/report/compare_json.h"
#include "tests/ui/window_harness.h"
#include "tests/ui/window_walk.h"
#include "tests/unit/report/sample_documents.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestScreens : public QObject {
    Q_OBJECT
  private slots:
    void everyState_data();
    void everyState();
};

namespace {

/// Two comparisons and a benchmark.
void fillHistory(const std::filesystem::path& path) {
    auto opened = store::History::open(path);
    VERIFY_OK(opened);
    std::vector<Json> documents = {report::comparisonToJson(sampleComparison()), report::benchToJson(sampleBench()),
                                   report::comparisonToJson(sampleComparison())};
    for (std::size_t i = 0; i < documents.size(); ++i) {
        Json& document = documents[i];
        document["created_utc"] = "2026-01-0" + std::to_string(i + 1) + "T10:20:30Z";
        const std::string kind = document.contains("arms") ? "compare" : "bench";
        VERIFY_OK(
            app::remember(opened->history, kind, document, app::summaryOf(document, kind), app::resultOf(document)));
    }
}

}  // namespace

void TestScreens::everyState_data() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    for (const bool dark : {false, true})
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")})
            for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)})
                QTest::addRow("%s-%s-%d", dark ? "dark" : "light", qPrintable(language), size.width())
                    << dark << language << size;
}

void TestScreens::everyState() {
    QFETCH(bool, dark);
    QFETCH(QString, language);
    QFETCH(QSize, size);
    app::applyLanguage(language);
    ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()),
                   dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    WindowHarness harness({.decodeError = {}, .noise = 0.01});
    harness.samples = [](std::int64_t) {
        measure::SystemSample sample;
        sample.timeNs = nowNs();
        sample.memory.residentBytes = 180'000'000;
        sample.ownCpuShare = 0.4;
        sample.otherCpuShare = 0.1;
        return std::vector{sample};
    };
    harness.window.resize(size);
    const QDir folder(QStringLiteral(SCREENS_FOLDER));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    QStringList wrong;
    const auto shoot = [&](const char* what) {
        QTest::qWait(40);  // a queued replot
        const QString file = folder.filePath(
            QStringLiteral("%1-%2.png").arg(QString::fromUtf8(QTest::currentDataTag()), QString::fromUtf8(what)));
        QVERIFY2(harness.window.grab().save(file), qPrintable(file));
        QStringList offenders = clipped(harness.window) + cutColumns(harness.window) + notSelectable(harness.window) +
                                notCopied(harness.window);
        if (language == QLatin1String("zh_CN")) offenders += englishWords(harness.window);
        for (const QString& offender : offenders)
            wrong << QString::fromUtf8(what) + QStringLiteral("  ") + offender;
    };
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QWidget>("banner")->hide();
    shoot("console-empty");
    harness.type(QStringLiteral("ab"));
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    shoot("console-answer");
    QTest::mouseClick(harness.find<QWidget>("console.parametersFold"), Qt::LeftButton);
    harness.type(QStringLiteral("a<e>"));
    harness.find<QTextEdit>("console.transcript")->setFocus();
    QTest::keyClick(harness.find<QTextEdit>("console.transcript"), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(harness.find<QTextEdit>("console.transcript"), Qt::Key_Down);
    QTest::keyClick(harness.find<QTextEdit>("console.transcript"), Qt::Key_Space);
    shoot("console-parameters");
    QTest::mouseClick(harness.find<QWidget>("rail.environment"), Qt::LeftButton);
    QTRY_COMPARE(harness.find<QStackedWidget>("environment.pages")->currentIndex(), 1);
    shoot("environment");
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    shoot("weights-overview");
    auto* window = &harness.window;
    QVERIFY(QMetaObject::invokeMethod(window->findChild<QObject*>("weights.open"), "click"));
    auto* dialog = harness.find<QFileDialog>("weights.openDialog");
    emit dialog->fileSelected(QString::fromStdString((resourceFolder().value() / "demo-model").string()));
    dialog->close();
    QTRY_COMPARE(harness.label("weights.name"), "demo-model");
    shoot("weights-demo");
    for (const char* tab : {"files", "tensors"}) {
        auto* tabs = harness.find<QTabWidget>("weights.tabs");
        tabs->setCurrentIndex(tabs->currentIndex() + 1);
        shoot(qPrintable(QStringLiteral("weights-") + QString::fromUtf8(tab)));
    }
    QTest::mouseClick(harness.find<QWidget>("rail.quantize"), Qt::LeftButton);
    shoot("quantize");
    QTest::mouseClick(harness.find<QWidget>("rail.log"), Qt::LeftButton);
    QTRY_COMPARE(harness.find<QTableView>("log.table")->model()->rowCount(), 3);
    shoot("log");
    QTest::mouseClick(harness.find<QWidget>("rail.reports"), Qt::LeftButton);
    auto* runs = harness.find<QTableView>("reports.table");
    QTRY_VERIFY(harness.find<QWidget>("reports.again")->isVisible());
    shoot("reports-empty");
    fillHistory(harness.history);
    harness.click("reports.refresh");
    QTRY_COMPARE(runs->model()->rowCount(), 3);
    runs->selectRow(0);
    auto* figures = harness.find<QTableView>("reports.figures");
    QTRY_VERIFY(figures->model()->rowCount() > 0);
    shoot("reports-run");
    runs->selectionModel()->select(runs->model()->index(2, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    harness.click("reports.compare");
    QTRY_COMPARE(figures->model()->columnCount(), 5);
    shoot("reports-diff");
    QTest::mouseClick(harness.find<QWidget>("rail.settings"), Qt::LeftButton);
    shoot("settings");
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    shoot("compare-empty");
    harness.gate->close();
    harness.click("compare.start");
    harness.gate->awaitArrival();
    shoot("compare-busy");
    harness.gate->open();
    QTRY_COMPARE_WITH_TIMEOUT(harness.find<QStackedWidget>("compare.pages")->currentIndex(), 2, 60'000);
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QWidget>("banner")->hide();
    shoot("compare-verdict");
    QTest::mouseClick(harness.find<QWidget>("compare.strip"), Qt::LeftButton, {}, {20, 12});
    auto* area = harness.find<QScrollArea>("compare.scroll");
    QTest::qWait(20);
    area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
    shoot("compare-details");
    harness.click("compare.budgets");
    QVERIFY(harness.find<QDialog>("compare.budgetsDialog")
                ->grab()
                .save(folder.filePath(
                    QStringLiteral("%1-compare-budgets.png").arg(QString::fromUtf8(QTest::currentDataTag())))));
    harness.find<QDialog>("compare.budgetsDialog")->reject();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

QTEST_MAIN(TestScreens)
#include "tst_screens.moc"
