// Measured choices: the fastest is chosen and kept, by device and problem; a damaged file is measured again.
#include <QtTest>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/engine/tuned_choice.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
using engine::tunedChoice;
using engine::TunedProblem;

namespace {

const std::vector<std::string> names = {"one", "two", "three"};
const TunedProblem problem{"NVIDIA T4", "int8 4096x4096, rows 1"};

/// Times by candidate, and how often they were asked for.
struct Times {
    std::vector<double> times;
    int asked = 0;
    std::size_t choose(const std::filesystem::path& file, const TunedProblem& of = problem,
                       const std::vector<std::string>& candidates = names) {
        return tunedChoice(file, of, candidates, [this](std::size_t i) {
            ++asked;
            return times[i];
        });
    }
};

}  // namespace

class TestTunedChoice : public QObject {
    Q_OBJECT
  private slots:
    void fastestIsKept();
    void firstPassIsNotCounted();
    void failuresAreNotChosen();
    void otherDevicesAndProblemsAreMeasured();
    void damagedFilesAreMeasuredAgain_data();
    void damagedFilesAreMeasuredAgain();
    void unwritablePlacesAreNoError();
};

void TestTunedChoice::fastestIsKept() {
    const TemporaryFolder folder;
    const auto file = folder / "new/tuning.json";
    Times first{{3, 1, 2}};
    QCOMPARE(first.choose(file), std::size_t{1});
    QVERIFY(first.asked > 0);
    Times second{{1, 2, 3}};
    QCOMPARE(second.choose(file), std::size_t{1});
    QCOMPARE(second.asked, 0);
    // By name: another order of the candidates is no other choice.
    QCOMPARE(second.choose(file, problem, {"two", "one"}), std::size_t{0});
    QCOMPARE(second.asked, 0);
}

void TestTunedChoice::firstPassIsNotCounted() {
    const TemporaryFolder folder;
    int asked = 0;
    // The first candidate seems fast once, before its kernel is there.
    const auto chosen = tunedChoice(folder / "t.json", problem, names, [&](std::size_t i) {
        return asked++ < 3 && i == 0 ? 0.001 : i == 2 ? 1.0 : 2.0;
    });
    QCOMPARE(chosen, std::size_t{2});
}

void TestTunedChoice::failuresAreNotChosen() {
    const TemporaryFolder folder;
    const auto file = folder / "t.json";
    Times some{{-1, 5, 4}};
    QCOMPARE(some.choose(file), std::size_t{2});
    Times none{{-1, -1, -1}};
    const TunedProblem other{problem.device, "int4 4096x4096, rows 1"};
    QCOMPARE(none.choose(file, other), std::size_t{0});
    Times later{{3, 2, 1}};
    QCOMPARE(later.choose(file, other), std::size_t{2});
    QVERIFY(later.asked > 0);
}

void TestTunedChoice::otherDevicesAndProblemsAreMeasured() {
    const TemporaryFolder folder;
    const auto file = folder / "t.json";
    Times first{{3, 1, 2}};
    QCOMPARE(first.choose(file), std::size_t{1});
    Times device{{1, 2, 3}};
    QCOMPARE(device.choose(file, {"NVIDIA H200", problem.problem}), std::size_t{0});
    QVERIFY(device.asked > 0);
    Times shape{{2, 3, 1}};
    QCOMPARE(shape.choose(file, {problem.device, "int8 64x64, rows 1"}), std::size_t{2});
    QVERIFY(shape.asked > 0);
    Times again{{9, 9, 9}};
    QCOMPARE(again.choose(file), std::size_t{1});
    QCOMPARE(again.choose(file, {"NVIDIA H200", problem.problem}), std::size_t{0});
    QCOMPARE(again.asked, 0);
}

void TestTunedChoice::damagedFilesAreMeasuredAgain_data() {
    QTest::addColumn<QString>("text");
    const auto kept = [](const char* format, const char* choice) {
        return QStringLiteral(R"({"format": %1, "devices": {"NVIDIA T4": {"int8 4096x4096, rows 1": %2}}})")
            .arg(format, choice);
    };
    QTest::newRow("no JSON") << kept("1", "\"one\"").chopped(1);
    QTest::newRow("no object") << "[1]";
    QTest::newRow("another format") << kept("0", "\"one\"");
    QTest::newRow("no devices") << R"({"format": 1})";
    QTest::newRow("a device that is no object") << R"({"format": 1, "devices": {"NVIDIA T4": 3}})";
    QTest::newRow("a choice that is no text") << kept("1", "2");
    QTest::newRow("an unknown choice") << kept("1", "\"nine\"");
}

void TestTunedChoice::damagedFilesAreMeasuredAgain() {
    QFETCH(QString, text);
    const TemporaryFolder folder;
    const auto file = folder / "t.json";
    writeBytes(file, text.toStdString());
    Times times{{3, 2, 1}};
    QCOMPARE(times.choose(file), std::size_t{2});
    QVERIFY(times.asked > 0);
    times.asked = 0;
    QCOMPARE(times.choose(file), std::size_t{2});
    QCOMPARE(times.asked, 0);
}

void TestTunedChoice::unwritablePlacesAreNoError() {
    const TemporaryFolder folder;
    writeBytes(folder / "file", "");
    Times times{{3, 2, 1}};
    QCOMPARE(times.choose(folder / "file/t.json"), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestTunedChoice)
#include "tst_tuned_choice.moc"
