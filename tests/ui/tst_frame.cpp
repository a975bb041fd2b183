// What is around the panes: palette, help, device, kept layout, restart after a lost device, one window per user.
#include <QTextBrowser>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>

#include "app/window/language.h"
#include "app/window/single_instance.h"
#include "tests/ui/window_harness.h"
#include "tests/ui/window_walk.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestFrame : public QObject {
    Q_OBJECT
  private slots:
    void cleanup() { app::applyLanguage(QStringLiteral("en")); }
    void paletteFindsAndDoes();
    void paletteLeavesOutWhatCannotBeDone();
    void paletteReachesIntoPanes();
    void toolbarHasEveryPrecisionAndFits_data();
    void toolbarHasEveryPrecisionAndFits();
    void everyActionHasWordsAndItsOwnKey();
    void helpNamesKeysAndTerms();
    void liveChartsCanBeHidden();
    void deviceIsAnotherLoad();
    void layoutIsKept();
    void nonsenseLayoutChangesNothing();
    void lostDeviceOffersARestart();
    void secondStartCallsTheFirst();
    void deadSocketIsNoWindow();
    void calledWhileBusy();
    void bannersFollowTheLanguage();
    void focusReturnsFromDialogs();
    void focusStaysWhereItWasThroughALoad();
};

namespace {

QWidget* openPalette(WindowHarness& harness) {
    harness.find<QAction>("action.palette")->trigger();
    return harness.find<QWidget>("palette");
}

QStringList offered(WindowHarness& harness) {
    const auto* list = harness.find<QTreeView>("palette.list");
    QStringList out;
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const QModelIndex index = list->model()->index(row, 0);
        out << (index.flags().testFlag(Qt::ItemIsEnabled) ? QString() : QStringLiteral("-")) + index.data().toString();
    }
    return out;
}

}  // namespace

void TestFrame::paletteFindsAndDoes() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QWidget* palette = openPalette(harness);
    QVERIFY(palette->isVisible());
    auto* search = harness.find<QLineEdit>("palette.search");
    QTest::keyClicks(search, QStringLiteral("WEIG"));
    QCOMPARE(offered(harness), QStringList{QStringLiteral("Weights")});
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QVERIFY(harness.find<QToolButton>("rail.weights")->isChecked());
    // Words in any order.
    openPalette(harness);
    QTest::keyClicks(search, QStringLiteral("live show"));
    QCOMPARE(offered(harness), QStringList{QStringLiteral("Show live charts")});
    QTest::keyClick(search, Qt::Key_Escape);
    QTRY_VERIFY(!palette->isVisible());
    // The first that can be done is chosen; Down goes to the next.
    openPalette(harness);
    QTest::keyClicks(search, QStringLiteral("en"));
    const QStringList found = offered(harness);
    QVERIFY2(found.size() >= 2 && found.front() == QLatin1String("Environment"), qPrintable(found.join(',')));
    QTest::keyClick(search, Qt::Key_Down);
    QVERIFY(harness.find<QTreeView>("palette.list")->currentIndex().row() > 0);
    auto* nothing = harness.find<QLabel>("palette.nothing");
    QVERIFY(!nothing->isVisible());
    search->setText(QStringLiteral("no such words"));
    QVERIFY(nothing->isVisible() && nothing->text().startsWith(QStringLiteral("Nothing found")));
    // English names find their command in another language too.
    app::applyLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    openPalette(harness);
    search->setText(QStringLiteral("live show"));
    const QStringList english = offered(harness);
    app::applyLanguage(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(english.size(), 1);
    QVERIFY2(!english.front().contains(QStringLiteral("live")), qPrintable(english.front()));
}

void TestFrame::paletteLeavesOutWhatCannotBeDone() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    openPalette(harness);
    QVERIFY(offered(harness).contains(QStringLiteral("-Stop")));
    QVERIFY(offered(harness).contains(QStringLiteral("Unload")));
    auto* search = harness.find<QLineEdit>("palette.search");
    QTest::keyClicks(search, QStringLiteral("stop"));
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(harness.find<QWidget>("palette")->isVisible());
}

void TestFrame::paletteReachesIntoPanes() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    openPalette(harness);
    auto* search = harness.find<QLineEdit>("palette.search");
    QTest::keyClicks(search, QStringLiteral("check again"));
    QCOMPARE(offered(harness), QStringList{QStringLiteral("Check again")});
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(harness.find<QToolButton>("rail.environment")->isChecked());
    QTRY_VERIFY(harness.checkedFolder.has_value());
    // A choice is made from where one is.
    openPalette(harness);
    search->setText(QStringLiteral("language chinese"));
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(harness.settings->get().language, "zh_CN");
    QVERIFY(harness.find<QToolButton>("rail.environment")->isChecked());
    app::applyLanguage(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents();
}

void TestFrame::toolbarHasEveryPrecisionAndFits_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    for (const char* language : {"en", "zh_CN"})
        for (const QSize size : {QSize(960, 600), QSize(1280, 800)})
            QTest::addRow("%s %d", language, size.width()) << QString::fromUtf8(language) << size;
}

void TestFrame::toolbarHasEveryPrecisionAndFits() {
    QFETCH(QString, language);
    QFETCH(QSize, size);
    app::applyLanguage(language);
    WindowHarness harness({}, QStringLiteral("alphabet"));
    harness.facts = scriptedFacts({"fp32", "fp16", "bf16", "int8", "int4"});
    harness.window.resize(size);
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QWidget>("banner")->hide();
    QStringList words;
    for (const auto* segment : harness.find<QWidget>("toolbar.precision")->findChildren<QPushButton*>())
        words << segment->text();
    QCOMPARE(words.join(QLatin1Char(' ')), "FP32 FP16 BF16 INT8 INT8d INT4");
    const auto* dynamic = harness.find<QPushButton>("precision.int8-dynamic");
    QVERIFY(!dynamic->isEnabled());
    QVERIFY2(dynamic->toolTip().startsWith(QStringLiteral("INT8 dynamic ")) &&
                 dynamic->toolTip().contains(QStringLiteral("scripted")),
             qPrintable(dynamic->toolTip()));
    QVERIFY(harness.find<QPushButton>("precision.int4")->toolTip().contains(QStringLiteral("MB")) ||
            harness.find<QPushButton>("precision.int4")->toolTip().contains(QStringLiteral("kB")));
    harness.click("precision.int4");
    QTRY_VERIFY(harness.state() == WorkerState::Ready &&
                harness.window.controller().model()->scheme.precision == model::Precision::Int4);
    auto* palette = harness.find<QToolButton>("toolbar.palette");
    QCOMPARE(palette->text(), "Ctrl+K");
    // Every tool is in sight, the palette's at the right end; nothing of bar and status is cut off, while loading too.
    const auto lookAt = [&](const char* when) {
        QTest::qWait(20);
        const auto* bar = harness.find<QToolBar>("toolbar");
        const auto* more = bar->findChild<QWidget*>(QStringLiteral("qt_toolbar_ext_button"));
        QVERIFY2(!more || !more->isVisible(), when);
        QVERIFY2(palette->isVisible() && palette->geometry().right() > bar->width() - 24, when);
        QVERIFY2(clipped(*bar).isEmpty(), qPrintable(clipped(*bar).join(QLatin1Char('\n'))));
        const auto* status = harness.find<QWidget>("status.state")->parentWidget();
        QVERIFY2(clipped(*status).isEmpty(), qPrintable(clipped(*status).join(QLatin1Char('\n'))));
    };
    lookAt("ready");
    harness.gate->close();
    harness.click("precision.int8");
    harness.gate->awaitArrival();
    harness.gate->release(1);
    harness.gate->awaitArrival();
    QTRY_VERIFY(harness.label("status.state").contains(QStringLiteral("·")));
    lookAt("loading");
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(palette, Qt::LeftButton);
    QVERIFY(harness.find<QWidget>("palette")->isVisible());
}

void TestFrame::everyActionHasWordsAndItsOwnKey() {
    WindowHarness harness;
    QMap<QString, QString> users;
    for (const QAction* action : harness.window.findChildren<QAction*>()) {
        // A pane's own keys work while it is shown: only the window's must not meet them.
        if (action->objectName().endsWith(QLatin1String("Action")) || action->shortcuts().isEmpty()) continue;
        QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
        for (const QKeySequence& key : action->shortcuts()) {
            QVERIFY2(!users.contains(key.toString()), qPrintable(key.toString() + ": " + action->text()));
            users[key.toString()] = action->text();
        }
    }
    for (const QAction* action : harness.window.findChildren<QAction*>())
        if (action->objectName().endsWith(QLatin1String("Action")))
            QVERIFY2(!users.contains(action->shortcut().toString()), qPrintable(action->objectName()));
    for (const auto* button : harness.window.findChildren<QAbstractButton*>())
        if (!button->shortcut().isEmpty())
            QVERIFY2(!users.contains(button->shortcut().toString()), qPrintable(button->objectName()));
    QVERIFY(users.contains(QStringLiteral("Ctrl+K")) && users.contains(QStringLiteral("F1")) &&
            users.contains(QStringLiteral("Ctrl+1")));
}

void TestFrame::helpNamesKeysAndTerms() {
    WindowHarness harness;
    harness.find<QAction>("action.help")->trigger();
    const QString text = harness.find<QTextBrowser>("help.text")->toPlainText();
    for (const char* expected : {"Ctrl+K", "Find a command", "Ctrl+1", "Environment", "Noise floor", "TTFT"})
        QVERIFY2(text.contains(QString::fromUtf8(expected)), expected);
    harness.find<QDialog>("help")->close();
}

void TestFrame::liveChartsCanBeHidden() {
    WindowHarness harness;
    auto* dock = harness.find<QDockWidget>("live.dock");
    auto* action = harness.find<QAction>("action.live");
    QVERIFY(dock->isVisible() && action->isChecked());
    action->trigger();
    QVERIFY(!dock->isVisible() && !action->isChecked());
    action->trigger();
    QVERIFY(dock->isVisible() && action->isChecked());
}

void TestFrame::deviceIsAnotherLoad() {
    WindowHarness harness;
    harness.facts->devices.push_back({"cuda:0", "scripted GPU", "9.0", 80'000'000'000, {"fp32", "fp16"}});
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    auto* devices = harness.find<QComboBox>("toolbar.device");
    QCOMPARE(devices->count(), 2);
    QCOMPARE(devices->currentText(), "cpu");
    QTest::keyClick(devices, Qt::Key_Down);
    QTRY_VERIFY(harness.state() == WorkerState::Ready && harness.window.controller().model()->device == "cuda:0");
    QCOMPARE(devices->currentText(), "cuda:0");
}

void TestFrame::layoutIsKept() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("window.ini"));
    {
        WindowHarness harness({}, QStringLiteral("alphabet"), {}, file);
        QTRY_COMPARE(harness.state(), WorkerState::Ready);
        harness.window.resize(960, 650);
        QTest::mouseClick(harness.find<QWidget>("rail.log"), Qt::LeftButton);
        harness.find<QTableView>("log.table")->horizontalHeader()->resizeSection(0, 222);
        harness.find<QAction>("action.live")->trigger();
        harness.window.close();
    }
    WindowHarness again({}, QStringLiteral("alphabet"), {}, file);
    QTRY_COMPARE(again.state(), WorkerState::Ready);
    QCOMPARE(again.window.size(), QSize(960, 650));
    QVERIFY(again.find<QToolButton>("rail.log")->isChecked());
    QCOMPARE(again.find<QTableView>("log.table")->horizontalHeader()->sectionSize(0), 222);
    QVERIFY(!again.find<QDockWidget>("live.dock")->isVisible());
    QVERIFY(!again.find<QAction>("action.live")->isChecked());
}

void TestFrame::nonsenseLayoutChangesNothing() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("window.ini"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "[window]\ngeometry=@ByteArray(xx)\ndocks=7\npane=nowhere\n[columns]\nlog.table=@ByteArray(\\0)\n\x01\x02");
    file.close();
    WindowHarness harness({}, QStringLiteral("alphabet"), {}, path);
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(harness.find<QToolButton>("rail.console")->isChecked());
    QVERIFY(harness.find<QDockWidget>("live.dock")->isVisible());
}

void TestFrame::lostDeviceOffersARestart() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("window.ini"));
    {
        WindowHarness harness({.decodeError = Error{ErrorCode::Device, "illegal memory access", "cuda:0"}},
                              QStringLiteral("alphabet"), {}, file);
        harness.facts->devices.push_back({"cuda:0", "scripted GPU", "9.0", 80'000'000'000, {"fp32", "fp16", "bf16"}});
        QTRY_COMPARE(harness.state(), WorkerState::Ready);
        QTest::keyClick(harness.find<QComboBox>("toolbar.device"), Qt::Key_Down);
        QTRY_VERIFY(harness.state() == WorkerState::Ready && harness.window.controller().model()->device == "cuda:0");
        harness.type(QStringLiteral("abc"));
        harness.send();
        QTRY_COMPARE(harness.state(), WorkerState::Failed);
        QTRY_COMPARE(harness.label("banner.title"), "The device was lost");
        QCOMPARE(harness.typed(), "abc");
        harness.click("banner.action");
        QCOMPARE(harness.restarted, "alphabet");
    }
    WindowHarness again({}, QStringLiteral("alphabet"), {}, file);
    QCOMPARE(again.typed(), "abc");
}

void TestFrame::secondStartCallsTheFirst() {
    const QTemporaryDir folder;
    const QString place = folder.filePath(QStringLiteral("socket"));
    app::SingleInstance first(place);
    QVERIFY(!first.handOver({}));
    first.listen();
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    connect(&first, &app::SingleInstance::called, &harness.window, &app::MainWindow::call);
    harness.window.showMinimized();
    // As another program: it waits for the answer, so it must not wait on this thread.
    std::atomic<int> found = -1;
    const std::jthread second([&] {
        found = app::SingleInstance(place).handOver(
            {.model = QStringLiteral("missing"), .theme = QStringLiteral("dark"), .language = QStringLiteral("zh_CN")});
    });
    QTRY_COMPARE(found.load(), 1);
    QVERIFY(!harness.window.isMinimized());
    // The named model is opened, here in vain; theme and language are those of the second start, for this run.
    QTRY_VERIFY(harness.label("banner.sentence").contains(QStringLiteral("missing")));
    QTRY_COMPARE(ui::themeOf(harness.window.palette()), ui::Theme::Dark);
    QCOMPARE(harness.find<QToolButton>("rail.weights")->text(), QStringLiteral("权重"));
    QCOMPARE(harness.settings->get().language, QString());
    harness.window.call({.theme = QStringLiteral("light"), .language = QStringLiteral("en")});
    QTRY_COMPARE(ui::themeOf(harness.window.palette()), ui::Theme::Light);
    QCOMPARE(harness.find<QToolButton>("rail.weights")->text(), "Weights");
}

void TestFrame::deadSocketIsNoWindow() {
    const QTemporaryDir folder;
    const QString place = folder.filePath(QStringLiteral("socket"));
    QFile left(place);
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    app::SingleInstance instance(place);
    QVERIFY(!instance.handOver({}));
    instance.listen();
    std::atomic<int> found = -1;
    const std::jthread second([&] { found = app::SingleInstance(place).handOver({}); });
    QTRY_COMPARE(found.load(), 1);
}

void TestFrame::calledWhileBusy() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    harness.type(QStringLiteral("ab"));
    harness.send();
    harness.gate->awaitArrival();
    harness.window.call({.model = QStringLiteral("another")});
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("another")));
    QCOMPARE(harness.state(), WorkerState::Running);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

/// Each in the language of now, whichever it was raised in.
void TestFrame::bannersFollowTheLanguage() {
    const std::string found = "the prompt has 900 tokens while the context has room for 512";
    WindowHarness harness({.decodeError = Error{ErrorCode::InvalidArgument, found, "prompt"}});
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const auto* banner = harness.find<QWidget>("banner");
    const auto told = [&] {
        QStringList out;
        for (const char* part : {"banner.title", "banner.sentence"})
            out << harness.label(part);
        return (out << harness.find<QPushButton>("banner.action")->text()).join(QLatin1Char('\n'));
    };
    const auto follows = [&](const char* what) {
        const QString english = told();
        QVERIFY2(banner->isVisible() && !english.isEmpty(), what);
        app::applyLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::sendPostedEvents();
        const QStringList left = englishWords(*banner);
        const bool isVisible = banner->isVisible();
        app::applyLanguage(QStringLiteral("en"));
        QCoreApplication::sendPostedEvents();
        QVERIFY2(isVisible && left.isEmpty(), qPrintable(QString::fromUtf8(what) + left.join(QLatin1Char('\n'))));
        QCOMPARE(told(), english);
    };
    harness.send();
    follows("a notice");
    harness.type(QStringLiteral("ab"));
    harness.send();
    QTRY_COMPARE(harness.label("banner.title"), "The model gave no complete answer");
    follows("an answer that failed");
    QVERIFY(harness.transcript().contains(QString::fromStdString(found)));
    harness.gate->close();
    harness.click("precision.int8");
    harness.gate->awaitArrival();
    harness.window.call({.model = QStringLiteral("alphabet/7")});
    follows("busy");
    QVERIFY(!harness.window.close());
    follows("closing");
    harness.gate->open();
    QTRY_VERIFY(!harness.window.isVisible());
}

void TestFrame::focusReturnsFromDialogs() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(QTest::qWaitForWindowActive(&harness.window));
    const auto comesBack = [&](const char* focused, const char* dialog, const std::function<void()>& open) {
        auto* widget = harness.find<QWidget>(focused);
        widget->setFocus();
        QVERIFY2(widget->hasFocus(), focused);
        open();
        auto* opened = harness.find<QWidget>(dialog);
        QVERIFY2(QTest::qWaitForWindowExposed(opened), dialog);
        opened->close();
        harness.window.activateWindow();  // which a window manager does
        QVERIFY(QTest::qWaitForWindowActive(&harness.window));
        QTRY_VERIFY2(widget->hasFocus(),
                     qPrintable(QStringLiteral("%1: %2").arg(dialog, QApplication::focusWidget()
                                                                         ? QApplication::focusWidget()->objectName()
                                                                         : QStringLiteral("nothing"))));
    };
    const auto trigger = [&](const char* action) { return [&, action] { harness.find<QAction>(action)->trigger(); }; };
    const auto press = [&](const char* button) {
        return [&, button] { QTest::keyClick(harness.find<QWidget>(button), Qt::Key_Space); };
    };
    comesBack("console.prompt", "help", trigger("action.help"));
    comesBack("console.prompt", "palette", trigger("action.palette"));
    comesBack("console.prompt", "openDialog", trigger("action.open"));
    comesBack("live.export", "live.exportDialog", press("live.export"));
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    comesBack("compare.budgets", "compare.budgetsDialog", press("compare.budgets"));
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    comesBack("weights.open", "weights.openDialog", press("weights.open"));
    // By way of a banner, which is gone by then.
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    harness.window.call({.model = QStringLiteral("missing")});
    QTRY_COMPARE(harness.find<QPushButton>("banner.action")->text(), "Open another…");
    comesBack("console.prompt", "openDialog", [&] { harness.click("banner.action"); });
}

/// What had it is disabled meanwhile; nothing of the window takes it for good.
void TestFrame::focusStaysWhereItWasThroughALoad() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(QTest::qWaitForWindowActive(&harness.window));
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    auto* load = harness.find<QPushButton>("weights.load");
    QTRY_VERIFY(load->isEnabled());
    harness.gate->close();
    load->setFocus();
    QTest::keyClick(load, Qt::Key_Space);
    harness.gate->awaitArrival();
    QVERIFY(!load->isEnabled());
    QTRY_VERIFY(harness.find<QWidget>("rail")->isAncestorOf(QApplication::focusWidget()) == false);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_VERIFY2(load->hasFocus(), qPrintable(QApplication::focusWidget()->objectName()));
}

QTEST_MAIN(TestFrame)
#include "tst_frame.moc"
