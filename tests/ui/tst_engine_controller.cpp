// The door between engine thread and window: order of signals, pace of drains, stale runs, ends.
#include "ui/bridge/engine_controller.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include "core/base/clock.h"
#include "tests/worker/worker_harness.h"
#include "ui/bridge/background.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

namespace {

/// Takes what the mailbox would give.
class OpenController : public ui::EngineController {
  public:
    using EngineController::apply;
    using EngineController::EngineController;
};

ui::ControllerOptions options(engine::ScriptedBehaviour behaviour = {}) {
    return {.engine = engine::scriptedEngine(std::move(behaviour)), .opener = alphabetAssets};
}

}  // namespace

class TestEngineController : public QObject {
    Q_OBJECT
  private slots:
    void aRunInOrder();
    void oneCommandAtATime();
    void textComesInPieces();
    void slowTextComesLessOften();
    void staleRunsAreDropped();
    void modelGoesWithUnload();
    void destroyedWhileRunning();
    void backgroundWorkComesBack();
};

void TestEngineController::aRunInOrder() {
    ui::EngineController controller(options());
    QStringList order;
    connect(&controller, &ui::EngineController::stateChanged, this,
            [&](WorkerState state) { order << QString::fromUtf8(worker::workerStateName(state)); });
    connect(&controller, &ui::EngineController::runStarted, this, [&] { order << QStringLiteral("started"); });
    connect(&controller, &ui::EngineController::textArrived, this,
            [&](worker::RunId, const QString& text) { order << text; });
    connect(&controller, &ui::EngineController::runFinished, this, [&] { order << QStringLiteral("finished"); });
    QVERIFY(controller.submit(loadOf()));
    QCOMPARE(controller.state(), WorkerState::Loading);
    QTRY_COMPARE(controller.state(), WorkerState::Ready);
    QVERIFY(controller.model());
    QCOMPARE(order.join(QLatin1Char(' ')), "loading started ready finished");
    order.clear();
    QVERIFY(controller.submit(generateOf(3)));
    QTRY_COMPARE(order.value(order.size() - 1), "finished");
    QCOMPARE(order.first(), "running");
    QCOMPARE(order.filter(QRegularExpression(QStringLiteral("^[b-d]+$"))).join(QString()), "bcd");
    QCOMPARE(order.at(order.size() - 2), "ready");
}

void TestEngineController::oneCommandAtATime() {
    const auto gate = std::make_shared<engine::StepGate>();
    ui::EngineController controller(options({.gate = gate}));
    gate->close();
    QVERIFY(controller.submit(loadOf()));
    VERIFY_FAILS(controller.submit(loadOf()), ErrorCode::Busy, "at work");
    QSignalSpy finished(&controller, &ui::EngineController::runFinished);
    controller.stop();
    QCOMPARE(controller.state(), WorkerState::Stopping);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(controller.state(), WorkerState::Idle);
    controller.stop();  // nothing to stop: nothing happens
    QCOMPARE(controller.state(), WorkerState::Idle);
}

void TestEngineController::textComesInPieces() {
    ui::EngineController controller(options());
    QVERIFY(controller.submit(loadOf()));
    QTRY_COMPARE(controller.state(), WorkerState::Ready);
    QSignalSpy pieces(&controller, &ui::EngineController::textArrived);
    QElapsedTimer time;
    time.start();
    QVERIFY(controller.submit(generateOf(10'000)));
    QTRY_COMPARE_WITH_TIMEOUT(controller.state(), WorkerState::Ready, 30'000);
    qsizetype length = 0;
    for (const auto& piece : pieces)
        length += piece.at(1).toString().size();
    QCOMPARE(length, 10'000);
    // One drain per 33 ms at most, whatever the engine does (one more for the first).
    QVERIFY2(pieces.size() <= time.elapsed() / 33 + 2, qPrintable(QString::number(pieces.size())));
}

void TestEngineController::slowTextComesLessOften() {
    ui::EngineController controller(options({.next = [](engine::TokenId last) {
        QThread::msleep(1);
        return (last + 1) % 32;
    }}));
    QVERIFY(controller.submit(loadOf()));
    QTRY_COMPARE(controller.state(), WorkerState::Ready);
    // As a paragraph of 10,000 characters is laid out, and painted afterwards.
    constexpr std::int64_t shownForNs = 4'000'000;
    const auto work = [] {
        for (const std::int64_t begin = threadCpuNs(); threadCpuNs() - begin < shownForNs;) {
        }
    };
    QElapsedTimer sinceLast;
    qint64 shortest = std::numeric_limits<qint64>::max();
    int pieces = 0;
    connect(&controller, &ui::EngineController::textArrived, this, [&] {
        if (pieces++ > 0) shortest = std::min(shortest, sinceLast.elapsed());
        sinceLast.start();
        work();
        QTimer::singleShot(0, &controller, work);
    });
    QVERIFY(controller.submit(generateOf(500)));
    QTRY_COMPARE_WITH_TIMEOUT(controller.state(), WorkerState::Ready, 30'000);
    QVERIFY2(pieces >= 3, qPrintable(QString::number(pieces)));
    QVERIFY2(shortest >= 20 * 2 * shownForNs / 1'000'000, qPrintable(QString::number(shortest)));
}

void TestEngineController::staleRunsAreDropped() {
    OpenController controller(options());
    QVERIFY(controller.submit(loadOf()));
    QTRY_COMPARE(controller.state(), WorkerState::Ready);
    QSignalSpy text(&controller, &ui::EngineController::textArrived);
    QSignalSpy finished(&controller, &ui::EngineController::runFinished);
    worker::Updates stale;
    stale.run = controller.currentRun() + 5;
    stale.text = "old";
    stale.events.emplace_back(worker::RunFinished{.run = stale.run});
    controller.apply(stale);
    QCOMPARE(text.size(), 0);
    QCOMPARE(finished.size(), 0);
    QCOMPARE(controller.state(), WorkerState::Ready);
}

void TestEngineController::modelGoesWithUnload() {
    ui::EngineController controller(options());
    QVERIFY(controller.submit(loadOf()));
    QTRY_VERIFY(controller.model());
    QVERIFY(controller.submit(worker::UnloadCommand{}));
    QVERIFY(controller.model());  // until it is gone
    QTRY_COMPARE(controller.state(), WorkerState::Idle);
    QVERIFY(!controller.model());
}

void TestEngineController::destroyedWhileRunning() {
    const auto gate = std::make_shared<engine::StepGate>();
    auto controller = std::make_unique<ui::EngineController>(options({.gate = gate}));
    QVERIFY(controller->submit(loadOf()));
    QTRY_COMPARE(controller->state(), WorkerState::Ready);
    gate->close();
    QVERIFY(controller->submit(generateOf(1000)));
    gate->awaitArrival();
    controller.reset();
}

void TestEngineController::backgroundWorkComesBack() {
    QObject context;
    int seen = 0;
    ui::inBackground(&context, [] { return 42; }, [&](int value) { seen = value; });
    QTRY_COMPARE(seen, 42);
    // A context that is gone hears nothing.
    auto gone = std::make_unique<QObject>();
    ui::inBackground(gone.get(), [] { return 1; }, [&](int value) { seen = value; });
    gone.reset();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(seen, 42);
}

QTEST_GUILESS_MAIN(TestEngineController)
#include "tst_engine_controller.moc"
