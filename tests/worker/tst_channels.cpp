// What lies between the threads: the state table, the lossy ring, the mailbox.
#include <thread>

#include "core/worker/lossy_ring.h"
#include "core/worker/mailbox.h"
#include "core/worker/worker_state.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::worker;

class TestChannels : public QObject {
    Q_OBJECT
  private slots:
    void stateTable_data();
    void stateTable();
    void ringKeepsTheNewestAndCountsTheRest();
    void ringLosesNothingUncounted();
    void mailboxWakesOncePerTake();
    void mailboxDropsOtherRuns();
    void mailboxMergesAnswers();
};

void TestChannels::stateTable_data() {
    // One letter per state: Idle Loading Ready rUnning Stopping Failed; '-' where the signal cannot come.
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("expected");  // in the order of allWorkerSignals
    int row = 0;
    QTest::addRow("idle") << row++ << "LU----";
    QTest::addRow("loading") << row++ << "--SRIF";
    QTest::addRow("ready") << row++ << "LU----";
    QTest::addRow("running") << row++ << "--SRIF";
    QTest::addRow("stopping") << row++ << "--SRIF";
    QTest::addRow("failed") << row++ << "LU----";
}

void TestChannels::stateTable() {
    QFETCH(int, state);
    QFETCH(QString, expected);
    const QString letters = "ILRUSF";
    const WorkerState from = allWorkerStates.at(static_cast<std::size_t>(state));
    QCOMPARE(workerStateName(from), QTest::currentDataTag());
    for (std::size_t i = 0; i < allWorkerSignals.size(); ++i) {
        const auto to = transition(from, allWorkerSignals.at(i));
        const QChar letter = to ? letters[static_cast<qsizetype>(*to)] : QChar('-');
        QCOMPARE(letter, expected[static_cast<qsizetype>(i)]);
    }
    QCOMPARE(isBusy(from), expected.startsWith('-'));
}

void TestChannels::ringKeepsTheNewestAndCountsTheRest() {
    LossyRing<int> ring(3);
    for (int i = 0; i < 5; ++i)
        ring.push(i);
    auto drained = ring.drain();
    QCOMPARE(drained.values, (std::vector<int>{2, 3, 4}));
    QCOMPARE(drained.dropped, 2U);
    ring.push(9);
    drained = ring.drain();
    QCOMPARE(drained.values, std::vector<int>{9});
    QCOMPARE(drained.dropped, 0U);
}

void TestChannels::ringLosesNothingUncounted() {
    constexpr int pushed = 100'000;
    LossyRing<int> ring(64);
    std::uint64_t received = 0;
    std::uint64_t dropped = 0;
    int last = -1;
    bool isOrdered = true;
    const auto drain = [&] {
        const auto drained = ring.drain();
        for (const int value : drained.values) {
            isOrdered = isOrdered && value > last;
            last = value;
        }
        received += drained.values.size();
        dropped += drained.dropped;
    };
    std::jthread writer([&] {
        for (int i = 0; i < pushed; ++i)
            ring.push(i);
    });
    while (last < pushed - 1)
        drain();
    QVERIFY(isOrdered);
    QCOMPARE(received + dropped, std::uint64_t{pushed});
}

void TestChannels::mailboxWakesOncePerTake() {
    int wakes = 0;
    Mailbox mailbox([&] { ++wakes; }, 4);
    mailbox.begin({.run = 1});
    QCOMPARE(wakes, 0);
    for (std::size_t i = 0; i < 10; ++i)
        mailbox.postToken(1, "é", {.index = i});
    QCOMPARE(wakes, 1);
    Updates updates = mailbox.take();
    QCOMPARE(updates.text.size(), 20U);
    QCOMPARE(updates.metrics.size(), 4U);
    QCOMPARE(updates.metrics.front().index, 6U);
    QCOMPARE(updates.metricsDropped, 6U);
    QCOMPARE(updates.events.size(), 1U);
    mailbox.postProgress(1, {});
    QCOMPARE(wakes, 2);
    updates = mailbox.take();
    QVERIFY(updates.progress && updates.text.empty() && updates.metrics.empty() && updates.events.empty());
    QCOMPARE(updates.run, 1U);
}

void TestChannels::mailboxDropsOtherRuns() {
    Mailbox mailbox({}, 4);
    mailbox.begin({.run = 1});
    mailbox.postToken(1, "old", {});
    mailbox.postEvent(RunFinished{.run = 1});
    mailbox.begin({.run = 2});
    mailbox.postToken(1, "late", {});
    mailbox.postProgress(1, {});
    mailbox.postAnswer(1, {.text = "late"});
    mailbox.postToken(2, "new", {.index = 7});
    const Updates updates = mailbox.take();
    QCOMPARE(updates.run, 2U);
    QCOMPARE(updates.text, std::string("new"));
    QCOMPARE(updates.metrics.size(), 1U);
    QCOMPARE(updates.metrics.front().index, 7U);
    QVERIFY(!updates.progress);
    QVERIFY(updates.answers.empty());
    // How a run ended is never lost.
    QCOMPARE(updates.events.size(), 3U);
    QCOMPARE(std::get<RunFinished>(updates.events.at(1)).run, 1U);
}

void TestChannels::mailboxMergesAnswers() {
    Mailbox mailbox({}, 4);
    mailbox.begin({.run = 1});
    mailbox.postAnswer(1, {.arm = 0, .prompt = 0, .text = "a"});
    mailbox.postAnswer(1, {.arm = 0, .prompt = 0, .text = "b"});
    mailbox.postAnswer(1, {.arm = 1, .prompt = 0, .text = "c"});
    const Updates updates = mailbox.take();
    QCOMPARE(updates.answers.size(), 2U);
    QCOMPARE(updates.answers.front().text, std::string("ab"));
    QCOMPARE(updates.answers.back().arm, 1U);
}

QTEST_GUILESS_MAIN(TestChannels)
#include "tst_channels.moc"
