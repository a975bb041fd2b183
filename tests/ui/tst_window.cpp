// The real window driven by object name, on the scripted engine.
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include "app/window/language.h"
#include "core/base/file.h"
#include "tests/ui/window_harness.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestWindow : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void opensAndLoads();
    void streamsAndShowsFigures();
    void stopsAfterTokenThree();
    void examplesAsk();
    void brokenEngineLeavesTheRest();
    void failedAnswerKeepsThePrompt();
    void emptyPromptIsASentence();
    void precisionIsAnotherLoad();
    void unloadAndLoad();
    void environmentFindings();
    void environmentWaitsForTheEngine();
    void logFollowsAndFilters();
    void comparisonWithVerdict();
    void comparisonExported();
    void comparisonCancelled();
    void comparisonError();
    void themeAndLanguageSwitch();
};

void TestWindow::opensAndLoads() {
    WindowHarness harness;
    // Shown before anything is asked of the engine.
    QCOMPARE(harness.state(), WorkerState::Idle);
    QVERIFY(harness.window.isVisible());
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.label("status.state"), "Ready");
    QVERIFY(harness.label("status.model").startsWith(QStringLiteral("alphabet BF16")));
    QVERIFY(harness.label("status.memory").contains(QStringLiteral("weights")));
    QVERIFY(harness.find<QPushButton>("precision.int8")
                ->toolTip()
                .startsWith(QStringLiteral("INT8 W8A16 per-channel: weights ")));
    // No chat template: said once, not refused.
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("no chat template")));
    // Of no concern to the next pane.
    QVERIFY(harness.find<QWidget>("banner")->isVisible());
    QTest::mouseClick(harness.find<QWidget>("rail.log"), Qt::LeftButton);
    QVERIFY(!harness.find<QWidget>("banner")->isVisible());
}

void TestWindow::streamsAndShowsFigures() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    harness.type(QStringLiteral("ab"));
    harness.send();
    QCOMPARE(harness.typed(), QString());
    harness.gate->release(1 + 2);  // prefill gives one token, two decode steps
    QTRY_COMPARE(harness.transcript(), "ab\ncde");
    harness.gate->release(2);
    QTRY_COMPARE(harness.transcript(), "ab\ncdefg");
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const QString last = harness.transcript().section(QLatin1Char('\n'), -1);
    QVERIFY2(last.contains(QStringLiteral("TTFT")) && last.contains(QStringLiteral("tok/s")) &&
                 last.contains(QStringLiteral("2 tokens in, 512 out")),
             qPrintable(last));
    QTRY_VERIFY(harness.label("status.speed").endsWith(QStringLiteral("tok/s")));
    QTRY_VERIFY(harness.label("live.time.details")
                    .contains(QStringLiteral("P99")));  // 511 gaps; drawn at most 30 times a second
    QVERIFY(harness.label("status.memory").contains(QStringLiteral("KV")));
}

void TestWindow::stopsAfterTokenThree() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    harness.type(QStringLiteral("a"));
    harness.send();
    harness.gate->release(1 + 2);
    QTRY_COMPARE(harness.transcript(), "a\nbcd");
    harness.gate->awaitArrival();  // the engine waits before token 4
    harness.stop();
    QCOMPARE(harness.state(), WorkerState::Stopping);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const QStringList lines = harness.transcript().split(QLatin1Char('\n'));
    QCOMPARE(lines.value(1), "bcd");
    QVERIFY(lines.value(2).startsWith(QStringLiteral("stopped")));
    QVERIFY(lines.value(2).contains(QStringLiteral("1 tokens in, 3 out  ·  alphabet BF16 cpu")));
}

void TestWindow::examplesAsk() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    const QString example = harness.find<QPushButton>("console.example.2")->text();
    harness.click("console.example.2");
    QCOMPARE(harness.state(), WorkerState::Running);
    QCOMPARE(harness.transcript().section(QLatin1Char('\n'), 0, 0), example);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    // While the engine is at work an example only fills the field.
    harness.click("console.clear");
    harness.gate->close();
    harness.type(QStringLiteral("a"));
    harness.send();
    QVERIFY(!harness.find<QPushButton>("console.send")->isEnabled());
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

void TestWindow::brokenEngineLeavesTheRest() {
    app::MainWindow window({.engine = []() -> Result<std::unique_ptr<engine::Engine>> {
                                return fail(ErrorCode::Device, "libtorch.so: cannot open shared object file",
                                            "engine module");
                            },
                            .opener = windowAssets,
                            .load = [](const std::string&, model::Precision precision,
                                       const std::string& device) { return loadOf(precision, device); },
                            .compare = {.command = smallComparison}},
                           QStringLiteral("alphabet"));
    window.show();
    QTRY_COMPARE(window.controller().state(), WorkerState::Failed);
    QVERIFY(
        window.findChild<QLabel*>(QStringLiteral("banner.sentence"))->text().contains(QStringLiteral("libtorch.so")));
    QCOMPARE(window.findChild<QPushButton*>(QStringLiteral("banner.action"))->text(), "Try again");
    QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("banner.action")), Qt::LeftButton);
    QTRY_COMPARE(window.controller().state(), WorkerState::Failed);
    QVERIFY(window.isVisible());
}

void TestWindow::failedAnswerKeepsThePrompt() {
    WindowHarness harness({.decodeError = Error{ErrorCode::OutOfMemory, "no memory is left", {}}, .decodeErrorAt = 2});
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.type(QStringLiteral("a"));
    harness.send();
    QTRY_COMPARE(harness.typed(), "a");
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("no memory is left")));
    QVERIFY(harness.transcript().startsWith(QStringLiteral("a\nbcd\nFailed: no memory is left")));
    QCOMPARE(harness.state(), WorkerState::Ready);
}

void TestWindow::emptyPromptIsASentence() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.type(QStringLiteral("  "));
    harness.send();
    QCOMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("Type a prompt first")));
}

void TestWindow::precisionIsAnotherLoad() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const auto before = harness.window.controller().model();
    harness.gate->close();
    harness.click("precision.int8");
    QCOMPARE(harness.state(), WorkerState::Loading);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const auto after = harness.window.controller().model();
    QCOMPARE(after->scheme.precision, model::Precision::Int8);
    QVERIFY(after->report.weightsBytes < before->report.weightsBytes);
    QVERIFY(harness.label("status.model").contains(QStringLiteral("INT8")));
    harness.click("precision.int8");  // the same again is nothing new
    QCOMPARE(harness.state(), WorkerState::Ready);
}

void TestWindow::unloadAndLoad() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.find<QAction>("action.load")->text(), "Unload");
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(harness.find<QAction>("action.load")->text(), "Load");
    QVERIFY(!harness.find<QLabel>("status.model")->isVisible());
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

void TestWindow::environmentFindings() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.environment"), Qt::LeftButton);
    QTRY_COMPARE(harness.find<QStackedWidget>("environment.pages")->currentIndex(), 1);
    QCOMPARE(harness.label("environment.summary"), "1 failures  ·  1 warnings  ·  1 unknown  ·  3 pass");
    QVERIFY(harness.checkedFolder.has_value());  // the loaded model's files are looked at too
    const auto part = [&](const char* id, const char* name) {
        return harness.find<QWidget>(id)->findChild<QLabel*>(QString::fromUtf8(name))->text();
    };
    QCOMPARE(part("finding.blas", "finding.state"), "Failure");
    QCOMPARE(part("finding.cpu-load", "finding.seen"), "4.69 runnable tasks on 2 cores in the last minute");
    QTest::mouseClick(harness.find<QWidget>("finding.blas")->findChild<QToolButton*>("finding.copy"), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), "sudo apt install libopenblas0-pthread");
    harness.click("environment.copy");
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("failure  BLAS provider")));

    // One again, and it alone is asked for: the others keep what was seen.
    harness.checkedFolder.reset();
    harness.findings[1].state = environment::State::Pass;
    harness.findings[3].seen = "0.10 runnable tasks";
    QTest::mouseClick(harness.find<QWidget>("finding.blas")->findChild<QToolButton*>("finding.check"), Qt::LeftButton);
    QTRY_COMPARE(part("finding.blas", "finding.state"), "Pass");
    QCOMPARE(harness.checkedAgain.load(), 1);
    QVERIFY(!harness.checkedFolder);
    QCOMPARE(part("finding.cpu-load", "finding.seen"), "4.69 runnable tasks on 2 cores in the last minute");
    if (!QTest::qWaitForWindowActive(&harness.window)) QFAIL("the window is not active");
    QTest::keyClick(&harness.window, Qt::Key_F5);
    QTRY_COMPARE(part("finding.cpu-load", "finding.seen"), "0.10 runnable tasks");

    // Never beside a measurement; a pane that waits for its end says so.
    harness.gate->close();
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    harness.type(QStringLiteral("a"));
    harness.send();
    QVERIFY(!harness.find<QPushButton>("environment.check")->isEnabled());
    QVERIFY(!harness.find<QWidget>("finding.blas")->findChild<QToolButton*>("finding.check")->isEnabled());
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(harness.find<QPushButton>("environment.check")->isEnabled());

    // The lines between findings are those of the theme, also of a card made while the theme changes.
    auto& application = *qobject_cast<QApplication*>(QCoreApplication::instance());
    ui::applyTheme(application, ui::ThemeChoice::Dark);
    const auto areDark = [&] {
        const auto lines = harness.find<QStackedWidget>("environment.pages")->findChildren<QFrame*>("finding.line");
        return !lines.isEmpty() && std::ranges::all_of(lines, [&](const QFrame* line) {
            return line->palette().color(QPalette::WindowText) == ui::colorsOf(harness.window.palette()).border;
        });
    };
    QTRY_VERIFY(areDark());
    ui::applyTheme(application, ui::ThemeChoice::Light);
}

void TestWindow::environmentWaitsForTheEngine() {
    WindowHarness harness;
    harness.gate->close();
    QTRY_COMPARE(harness.state(), WorkerState::Loading);
    QTest::mouseClick(harness.find<QWidget>("rail.environment"), Qt::LeftButton);
    QVERIFY(harness.label("environment.busy").startsWith(QStringLiteral("The engine is at work.")));
    QVERIFY(!harness.checkedFolder);
    harness.gate->open();
    QTRY_COMPARE(harness.find<QStackedWidget>("environment.pages")->currentIndex(), 1);
}

void TestWindow::logFollowsAndFilters() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.log"), Qt::LeftButton);
    auto* table = harness.find<QTableView>("log.table");
    QTRY_COMPARE(table->model()->rowCount(), 3);
    auto* level = harness.find<QComboBox>("log.level");
    level->setCurrentIndex(level->findText(QStringLiteral("Warning")));
    QCOMPARE(table->model()->rowCount(), 2);
    QTest::keyClicks(harness.find<QLineEdit>("log.search"), QStringLiteral("DEVICE"));
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 2).data().toString(), "run 2: the device was lost");
    harness.click("log.copy");
    QVERIFY(QApplication::clipboard()->text().endsWith(QStringLiteral("\tError\trun 2: the device was lost")));
    harness.logged = {{1'700'000'003'000, ui::LogLevel::Error, "another device"}};
    QTRY_COMPARE(table->model()->rowCount(), 2);
    harness.click("log.open");
    QCOMPARE(harness.opened, std::filesystem::path("/tmp/workbench.log"));
    // Nothing to run here.
    QVERIFY(!harness.isEnabled("action.run"));
}

void TestWindow::comparisonWithVerdict() {
    WindowHarness harness({.noise = 0.01});
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    QCOMPARE(harness.find<QPushButton>("compare.startEmpty")->text(), "Compare FP16 with INT8");
    harness.click("compare.startEmpty");
    QCOMPARE(harness.state(), WorkerState::Running);
    QCOMPARE(harness.label("status.state"), "Comparing");
    auto* pages = harness.find<QStackedWidget>("compare.pages");
    QCOMPARE(pages->currentIndex(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(pages->currentIndex(), 2, 60'000);
    QVERIFY((QStringList{"PASS", "FAIL", "INCONCLUSIVE"}).contains(harness.label("verdict.word")));
    QVERIFY2(harness.label("verdict.headline").contains(QStringLiteral("INT8")),
             qPrintable(harness.label("verdict.headline")));
    auto* table = harness.find<QTableView>("compare.table");
    QVERIFY(table->model()->rowCount() >= 8);
    QCOMPARE(table->model()->headerData(1, Qt::Horizontal).toString(), "A FP16");
    QCOMPARE(table->model()->headerData(2, Qt::Horizontal).toString(), "B INT8");
    QTRY_VERIFY(harness.find<QPushButton>("compare.open")->isEnabled());
    harness.click("compare.open");
    QCOMPARE(harness.opened, std::filesystem::path("/tmp/kept-report.html"));
    harness.opens = false;
    harness.click("compare.open");
    QCOMPARE(harness.label("banner.sentence"), "/tmp/kept-report.html");
    // The model that was loaded before is back.
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

void TestWindow::comparisonExported() {
    WindowHarness harness({.noise = 0.01});
    TemporaryFolder folder;
    const std::filesystem::path target = folder / "report.md";
    harness.exportTo = [](const std::filesystem::path& path) -> Status {
        return fail(ErrorCode::PermissionDenied, "'" + path.string() + "' cannot be written; choose another folder");
    };
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    QVERIFY(!harness.find<QPushButton>("compare.export")->isEnabled());
    harness.click("compare.startEmpty");
    QTRY_VERIFY_WITH_TIMEOUT(harness.find<QPushButton>("compare.export")->isVisible(), 60'000);
    const auto exportAs = [&](const std::filesystem::path& path) {
        harness.click("compare.export");
        auto* dialog = harness.find<QFileDialog>("compare.exportDialog");
        dialog->selectFile(QString::fromStdString(path.string()));
        QVERIFY(QMetaObject::invokeMethod(dialog, "accept"));
        QTRY_VERIFY(!harness.window.findChild<QFileDialog*>("compare.exportDialog"));
    };
    exportAs(target);
    QTRY_COMPARE(harness.label("banner.title"), "The report was not written");
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("choose another folder")));

    harness.exportTo = [](const std::filesystem::path& path) { return writeFileAtomically(path, "# report"); };
    exportAs(target);
    QTRY_COMPARE(harness.label("banner.title"), "The report was written");
    QCOMPARE(harness.label("banner.sentence"), QString::fromStdString(target.string()));
    QCOMPARE(readBytes(target), std::string("# report"));
}

void TestWindow::comparisonCancelled() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    harness.gate->close();
    harness.click("compare.start");
    harness.gate->awaitArrival();
    app::applyLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    const QString phase = harness.label("compare.phase");
    QVERIFY2(!phase.isEmpty() && phase.front().unicode() > 0x2000, qPrintable(phase));
    app::applyLanguage(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents();
    harness.click("compare.cancel");
    QCOMPARE(harness.state(), WorkerState::Stopping);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.find<QStackedWidget>("compare.pages")->currentIndex(), 0);
    QVERIFY(!harness.find<QPushButton>("compare.open")->isEnabled());
}

void TestWindow::comparisonError() {
    WindowHarness harness({}, QStringLiteral("missing"));
    QTRY_COMPARE(harness.state(), WorkerState::Failed);
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    harness.click("compare.start");
    QTRY_VERIFY(!harness.window.controller().isBusy());
    QTRY_VERIFY(harness.find<QPushButton>("banner.action")->text() == QStringLiteral("Compare again"));
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("does not exist")));
}

void TestWindow::themeAndLanguageSwitch() {
    auto* application = qobject_cast<QApplication*>(QCoreApplication::instance());
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.type(QStringLiteral("a"));
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const QString answer = harness.transcript().section(QLatin1Char('\n'), 0, 1);
    ui::applyTheme(*application, ui::ThemeChoice::Dark);
    app::applyLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(harness.label("status.state"), "就绪");
    QCOMPARE(harness.find<QPushButton>("console.send")->text(), "发送");
    QCOMPARE(harness.transcript().section(QLatin1Char('\n'), 0, 1), answer);
    QCOMPARE(ui::themeOf(harness.window.palette()), ui::Theme::Dark);
    const QString railStyle = harness.find<QWidget>("rail")->styleSheet();
    QVERIFY2(railStyle.contains(ui::colorsOf(harness.window.palette()).secondary.name()), qPrintable(railStyle));
    app::applyLanguage(QStringLiteral("en"));
    ui::applyTheme(*application, ui::ThemeChoice::Light);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(harness.label("status.state"), "Ready");
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
