// What may be used in every state of the engine, every kind of failed load as a banner, and closing in every state.
#include <QtTest>

#include <QToolButton>

#include "tests/ui/window_harness.h"

using namespace autoglm;
using autoglm::test::WindowHarness;
using worker::WorkerState;

namespace {

/// What can be used now, of everything that asks something of the engine.
QString enabled(WindowHarness& harness) {
    QStringList out;
    for (const char* name : {"action.open", "action.load", "action.run", "action.stop"})
        if (harness.isEnabled(name)) out << QString::fromUtf8(name).section(QLatin1Char('.'), 1);
    for (const char* name : {"toolbar.model", "toolbar.device", "toolbar.precision", "compare.start", "compare.armA",
                             "compare.prompts", "compare.budgets", "console.send", "environment.check"})
        if (harness.find<QWidget>(name)->isEnabled()) out << QString::fromUtf8(name);
    return out.join(QLatin1Char(' '));
}

const QString choices = QStringLiteral(
    "toolbar.model toolbar.device toolbar.precision compare.start compare.armA compare.prompts compare.budgets");

}  // namespace

class TestStates : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void whileAnswering();
    void whileComparing();
    void afterAFailure();
    void afterALostDevice();
    void withoutATokenizer();
    void loadErrors_data();
    void loadErrors();
    void mismatchCanBeAllowed();
    void stoppedLoadIsSaid();
    void runIsOfferedWhereItDoesSomething();
    void loadShowsHowFar();
    void loadNamesWhatComes();
    void rateGoesWithItsRun();
    void closes_data();
    void closes();
    void closingCanBeTakenBack();
};

void TestStates::whileAnswering() {
    WindowHarness harness;
    harness.gate->close();
    QCOMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(enabled(harness), "open load " + choices + " environment.check");
    QTRY_COMPARE(harness.state(), WorkerState::Loading);
    QCOMPARE(enabled(harness), "stop");
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(enabled(harness), "open load run " + choices + " console.send environment.check");
    harness.gate->close();
    harness.type(QStringLiteral("a"));
    harness.send();
    QCOMPARE(harness.state(), WorkerState::Running);
    QCOMPARE(enabled(harness), "stop");
    harness.stop();
    QCOMPARE(harness.state(), WorkerState::Stopping);
    QCOMPARE(enabled(harness), "");
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(enabled(harness), "open load " + choices + " environment.check");
}

void TestStates::whileComparing() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    harness.gate->close();
    harness.click("compare.start");
    QCOMPARE(harness.state(), WorkerState::Running);
    QCOMPARE(enabled(harness), "stop");
    harness.gate->awaitArrival();
    harness.click("compare.cancel");
    QCOMPARE(harness.state(), WorkerState::Stopping);
    QCOMPARE(enabled(harness), "");
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(enabled(harness), "open load run " + choices + " console.send environment.check");
}

void TestStates::afterAFailure() {
    WindowHarness harness({}, QStringLiteral("missing"));
    QTRY_COMPARE(harness.state(), WorkerState::Failed);
    QCOMPARE(enabled(harness), "open load " + choices + " environment.check");
    QVERIFY(harness.find<QPushButton>("console.send")->toolTip().contains(QStringLiteral("No model is loaded")));
}

void TestStates::afterALostDevice() {
    WindowHarness harness({.decodeError = Error{ErrorCode::Device, "an illegal memory access was met", {}}});
    harness.devices = {"cpu", "cuda:0"};
    harness.facts->devices.push_back({"cuda:0", "scripted GPU", "9.0", 0, {"fp16"}});
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    auto* devices = harness.find<QComboBox>("toolbar.device");
    QTRY_VERIFY(devices->findText(QStringLiteral("cuda:0")) >= 0);
    devices->setCurrentText(QStringLiteral("cuda:0"));
    emit devices->activated(devices->currentIndex());
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.type(QStringLiteral("a"));
    harness.send();
    QTRY_VERIFY(harness.window.controller().needsRestart());
    QTRY_COMPARE(enabled(harness), "environment.check");
}

void TestStates::withoutATokenizer() {
    // A folder of weights alone, as make-model writes it: no prompt can be sent, and Send says why.
    WindowHarness harness({}, QStringLiteral("no tokenizer"));
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(!harness.find<QPushButton>("console.send")->isEnabled());
    QVERIFY(harness.find<QPushButton>("console.send")->toolTip().contains(QStringLiteral("tokenizer.json")));
    QVERIFY(!harness.isEnabled("action.run"));
    QCOMPARE(harness.label("console.emptyTitle"), "This model cannot be asked");
    QVERIFY(harness.label("console.emptyText").contains(QStringLiteral("tokenizer.json")));
    QVERIFY(!harness.find<QWidget>("console.example.0")->isVisible());
    QVERIFY(harness.find<QWidget>("console.loadDemo")->isVisible());
    harness.type(QStringLiteral("a"));
    harness.send();
    QCOMPARE(harness.typed(), "a");
    QCOMPARE(harness.state(), WorkerState::Ready);
}

void TestStates::loadErrors_data() {
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("action");
    const QString another = QStringLiteral("Open another…");
    const QString again = QStringLiteral("Try again");
    QTest::newRow("damaged") << ErrorCode::Corrupt << "model.safetensors" << another;
    QTest::newRow("absent") << ErrorCode::NotFound << "config.json" << another;
    QTest::newRow("forbidden") << ErrorCode::PermissionDenied << "model.safetensors" << another;
    QTest::newRow("unreadable") << ErrorCode::Io << "model.safetensors" << another;
    QTest::newRow("unknown architecture") << ErrorCode::Unsupported << "config.json" << another;
    QTest::newRow("too large") << ErrorCode::OutOfMemory << "" << another;
    QTest::newRow("wrong option") << ErrorCode::InvalidArgument << "device" << another;
    QTest::newRow("fault of ours") << ErrorCode::Internal << "" << another;
    QTest::newRow("device") << ErrorCode::Device << "cuda:0" << again;
    QTest::newRow("engine module") << ErrorCode::NotFound << "engine module" << again;
    QTest::newRow("not as published") << ErrorCode::HashMismatch << "model.safetensors"
                                      << QStringLiteral("Load anyway");
}

void TestStates::loadErrors() {
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, subject);
    QFETCH(const QString, action);
    WindowHarness harness({.loadError = Error{code, "what was found; what to do", subject.toStdString()}});
    harness.type(QStringLiteral("typed before"));
    QTRY_COMPARE(harness.state(), WorkerState::Failed);
    QTRY_VERIFY(harness.find<QWidget>("banner")->isVisible());
    QCOMPARE(harness.label("banner.title"), "The model could not be loaded");
    QVERIFY(harness.label("banner.sentence").startsWith(QStringLiteral("what was found; what to do")));
    QVERIFY(harness.label("banner.sentence").contains(subject));
    QCOMPARE(harness.find<QPushButton>("banner.action")->text(), action);
    QCOMPARE(harness.typed(), "typed before");
    QVERIFY(harness.isEnabled("action.load"));
    QVERIFY(!harness.isEnabled("action.run"));
    // A pane with a card for it says it alone, unless only the banner helps.
    const bool isBannerNeeded = code == ErrorCode::HashMismatch;
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    QTRY_COMPARE(harness.find<QWidget>("weights.fault")->isVisible(), !isBannerNeeded);
    QCOMPARE(harness.find<QWidget>("banner")->isVisible(), isBannerNeeded);
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    QVERIFY(harness.find<QWidget>("banner")->isVisible());
    harness.find<QToolButton>("banner.close")->click();
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    QVERIFY(!harness.find<QWidget>("banner")->isVisible());
}

void TestStates::mismatchCanBeAllowed() {
    WindowHarness harness(
        {.loadError = Error{ErrorCode::HashMismatch, "'a' is not the expected file", "a"}, .noise = 0.01});
    QTRY_COMPARE(harness.state(), WorkerState::Failed);
    QTRY_COMPARE(harness.find<QPushButton>("banner.action")->text(), "Load anyway");
    harness.click("banner.action");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(harness.label("status.model").endsWith(QStringLiteral("weights not as expected")));
    // Neither another precision nor a comparison of the same model asks again.
    harness.click("precision.int8");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.window.controller().model()->scheme.precision, model::Precision::Int8);
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    harness.click("compare.start");
    QTRY_VERIFY_WITH_TIMEOUT(harness.find<QPushButton>("compare.export")->isVisible(), 60'000);
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

void TestStates::stoppedLoadIsSaid() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    harness.click("precision.int8");
    harness.gate->awaitArrival();
    harness.stop();
    QCOMPARE(harness.state(), WorkerState::Stopping);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(harness.label("banner.title"), "Loading alphabet was stopped");
    QCOMPARE(harness.label("banner.sentence"), "Nothing is loaded.");
    // What was wanted is not shown as if it were there.
    QCOMPARE(harness.find<QToolButton>("toolbar.model")->text(), "alphabet (not loaded)");
    QVERIFY(harness.window.windowTitle().startsWith(QStringLiteral("alphabet (not loaded) ")));
    QVERIFY(!harness.find<QLabel>("status.model")->isVisible());
    harness.click("banner.action");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.window.controller().model()->scheme.precision, model::Precision::Int8);
    QCOMPARE(harness.find<QToolButton>("toolbar.model")->text(), "alphabet");
    QVERIFY(harness.window.windowTitle().startsWith(QStringLiteral("alphabet ")) &&
            !harness.window.windowTitle().contains(QLatin1Char('(')));
    // The precision that is wanted and not loaded can be asked for by its segment; that of a loaded model cannot.
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    harness.click("precision.int8");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.window.controller().model()->scheme.precision, model::Precision::Int8);
    harness.click("precision.int8");
    QCOMPARE(harness.state(), WorkerState::Ready);
}

void TestStates::runIsOfferedWhereItDoesSomething() {
    WindowHarness harness({}, QStringLiteral("missing"));
    QTRY_COMPARE(harness.state(), WorkerState::Failed);
    const auto offered = [&] {
        QStringList out;
        for (const char* pane :
             {"environment", "weights", "console", "quantize", "compare", "reports", "log", "settings"}) {
            QTest::mouseClick(harness.find<QWidget>(qPrintable(QStringLiteral("rail.") + QString::fromUtf8(pane))),
                              Qt::LeftButton);
            // What is looked at when a pane is shown has been looked at.
            const auto* check = harness.find<QPushButton>("environment.check");
            if (!QTest::qWaitFor([&] { return check->text() == "Check again"; }))
                return QStringLiteral("the check does not end");
            if (harness.isEnabled("action.run")) out << QString::fromUtf8(pane);
        }
        return out.join(QLatin1Char(' '));
    };
    const auto hint = [&] { return harness.find<QAction>("action.run")->toolTip(); };
    QTRY_COMPARE(offered(), "environment compare reports");
    QVERIFY(hint().contains(QStringLiteral("nothing to run")));
    harness.window.call({.model = QStringLiteral("alphabet")});
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    QTRY_COMPARE(harness.label("weights.name"), "alphabet");
    // The weights are there already; the precision that is preselected is not.
    QTRY_COMPARE(offered(), "environment console quantize compare reports");  // once their costs have been computed
    harness.gate->close();
    harness.click("precision.int8");
    QCOMPARE(offered(), "");
    QTest::mouseClick(harness.find<QWidget>("rail.reports"), Qt::LeftButton);
    QCOMPARE(hint(), "Read the history again (Ctrl+Enter)");
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

void TestStates::loadShowsHowFar() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    harness.click("precision.int8");
    harness.gate->awaitArrival();
    harness.gate->release(1);
    harness.gate->awaitArrival();
    QTRY_VERIFY2(harness.label("status.state").contains(QStringLiteral("left")),
                 qPrintable(harness.label("status.state")));
    const QString state = harness.label("status.state");
    QVERIFY2(state.startsWith(QStringLiteral("Loading  ")) && state.contains(QStringLiteral(" of ")) &&
                 state.contains(QStringLiteral(" per second")),
             qPrintable(state));
    QCOMPARE(harness.label("status.model"), "alphabet INT8 W8A16 per-channel");
    QVERIFY2(harness.label("status.memory").startsWith(QStringLiteral("program ")),
             qPrintable(harness.label("status.memory")));
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.label("status.model"), "alphabet INT8 W8A16 per-channel");
    QVERIFY2(harness.label("status.device").startsWith(QStringLiteral("cpu ")),
             qPrintable(harness.label("status.device")));
    QVERIFY2(harness.label("status.memory").contains(QStringLiteral(" weights   program ")),
             qPrintable(harness.label("status.memory")));
}

void TestStates::loadNamesWhatComes() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    harness.window.call({.model = QStringLiteral("/models/other/")});
    QCOMPARE(harness.state(), WorkerState::Loading);
    QCOMPARE(harness.label("status.model"), "other BF16");
    QCOMPARE(harness.label("status.device"), "cpu");
    QCOMPARE(harness.find<QToolButton>("toolbar.model")->text(), "other");
    QVERIFY(harness.window.windowTitle().startsWith(QStringLiteral("other (loading) ")));
    QVERIFY(!harness.label("status.memory").contains(QStringLiteral("weights")));
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.label("status.model"), "alphabet BF16");  // what the folder is called
    // In vain: what is loaded is named again.
    harness.window.call({.model = QStringLiteral("missing")});
    QCOMPARE(harness.label("status.model"), "missing BF16");
    QTRY_VERIFY(!harness.window.controller().isBusy());
    QCOMPARE(harness.find<QToolButton>("toolbar.model")->text(), "alphabet");
}

void TestStates::rateGoesWithItsRun() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const auto ask = [&] {
        harness.type(QStringLiteral("a"));
        harness.send();
        QTRY_COMPARE(harness.state(), WorkerState::Ready);
        QVERIFY(harness.label("status.speed").endsWith(QStringLiteral("tok/s")));
    };
    ask();
    harness.click("console.clear");
    QCOMPARE(harness.label("status.speed"), "");
    ask();
    harness.gate->close();
    harness.type(QStringLiteral("b"));
    harness.send();
    harness.gate->awaitArrival();
    QTRY_COMPARE(harness.label("status.speed"), "");  // until this run has one
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_VERIFY(harness.label("status.speed").endsWith(QStringLiteral("tok/s")));
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(harness.label("status.speed"), "");
}

void TestStates::closes_data() {
    QTest::addColumn<QString>("during");
    for (const char* state : {"idle", "ready", "loading", "answering", "comparing"})
        QTest::newRow(state) << QString::fromUtf8(state);
}

/// At once where nothing runs; else it stops, then closes.
void TestStates::closes() {
    QFETCH(const QString, during);
    WindowHarness harness;
    const bool runs = during != QLatin1String("idle") && during != QLatin1String("ready");
    if (during == QLatin1String("loading")) harness.gate->close();
    if (during != QLatin1String("idle"))
        QTRY_COMPARE(harness.state(),
                     runs && during == QLatin1String("loading") ? WorkerState::Loading : WorkerState::Ready);
    if (during == QLatin1String("answering") || during == QLatin1String("comparing")) harness.gate->close();
    if (during == QLatin1String("answering")) {
        harness.type(QStringLiteral("a"));
        harness.send();
    }
    if (during == QLatin1String("comparing")) {
        QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
        harness.click("compare.start");
    }
    if (runs) harness.gate->awaitArrival();
    QCOMPARE(harness.window.close(), !runs);
    if (!runs) return;
    QVERIFY(harness.window.isVisible());
    QCOMPARE(harness.state(), WorkerState::Stopping);
    // It is said what is stopped, and what becomes of it.
    QCOMPARE(harness.label("status.state"), "Stopping, then closing");
    QVERIFY(harness.find<QWidget>("banner")->isVisible());
    const QString what = during == QLatin1String("loading")     ? QStringLiteral("The load")
                         : during == QLatin1String("answering") ? QStringLiteral("The answer")
                                                                : QStringLiteral("The comparison");
    QCOMPARE(harness.label("banner.title"), what + " is being stopped; then the window closes");
    QCOMPARE(harness.label("banner.sentence").contains(QStringLiteral("kept in Reports")),
             during == QLatin1String("comparing"));
    QTRY_VERIFY(!harness.window.isVisible());
    QVERIFY(!harness.window.controller().isBusy());
}

void TestStates::closingCanBeTakenBack() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.gate->close();
    harness.type(QStringLiteral("a"));
    harness.send();
    harness.gate->awaitArrival();
    QVERIFY(!harness.window.close());
    QCOMPARE(harness.find<QPushButton>("banner.action")->text(), "Stay open");
    harness.click("banner.action");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::qWait(50);  // a close that is queued would come by now
    QVERIFY(harness.window.isVisible());
    QCOMPARE(harness.label("status.state"), "Ready");
    QVERIFY(harness.window.close());
}

QTEST_MAIN(TestStates)
#include "tst_states.moc"
