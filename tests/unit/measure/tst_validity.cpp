// Each rule of METRICS.md that makes a measurement suspect or void, alone and together.
#include "core/measure/validity.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::measure;

namespace {

ValidityInputs goodInputs() {
    ValidityInputs inputs;
    inputs.warmUpConverged = true;
    inputs.otherCpuShare = 0.02;
    inputs.governorSavesPower = false;
    inputs.weightsBytes = 1'000'000'000;
    inputs.lastLevelCacheBytes = 36'000'000;
    inputs.clockReasons = 0x01;
    return inputs;
}

}  // namespace

class TestValidity : public QObject {
    Q_OBJECT
  private slots:
    void quietMachineIsValid();
    void unknownDoesNotSpeakAgainst();
    void eachReasonAlone_data();
    void eachReasonAlone();
    void voidWinsAndKeepsTheOtherReasons();
    void warmUpIsJudgedByItsLastTwoRuns();
    void machineFactsComeFromTheSamples();
};

void TestValidity::quietMachineIsValid() {
    const Validity validity = assessValidity(goodInputs());
    QCOMPARE(validity.state, ValidityState::Valid);
    QVERIFY(validity.reasons.empty());
}

void TestValidity::unknownDoesNotSpeakAgainst() {
    QCOMPARE(assessValidity({}).state, ValidityState::Valid);
}

void TestValidity::eachReasonAlone_data() {
    QTest::addColumn<int>("rule");
    QTest::addColumn<QString>("fragment");
    QTest::newRow("warm-up") << 0 << "warm-up did not converge";
    QTest::newRow("throttled") << 1 << "throttled: software power cap, hardware thermal slowdown";
    QTest::newRow("other process") << 2 << "another process used the device (2";
    QTest::newRow("load") << 3 << "other processes took 25 %";
    QTest::newRow("governor") << 4 << "governor saves power";
    QTest::newRow("cache") << 5 << "the weights (9.40 MB) fit in the last-level cache (36.0 MB)";
    QTest::newRow("not finite") << 6 << "3 logits were not finite";
}

void TestValidity::eachReasonAlone() {
    QFETCH(int, rule);
    QFETCH(QString, fragment);
    ValidityInputs inputs = goodInputs();
    if (rule == 0) inputs.warmUpConverged = false;
    if (rule == 1) inputs.clockReasons = 0x45;
    if (rule == 2) inputs.otherDeviceProcesses = 2;
    if (rule == 3) inputs.otherCpuShare = 0.25;
    if (rule == 4) inputs.governorSavesPower = true;
    if (rule == 5) inputs.weightsBytes = 9'400'000;
    if (rule == 6) inputs.nonFiniteLogits = 3;
    const Validity validity = assessValidity(inputs);
    QCOMPARE(validity.state, rule == 6 ? ValidityState::Void : ValidityState::Suspect);
    QCOMPARE(validity.reasons.size(), 1U);
    QVERIFY2(QString::fromStdString(validity.reasons[0]).contains(fragment), validity.reasons[0].c_str());
    QCOMPARE(weightsFitInCache(inputs), rule == 5);
}

void TestValidity::voidWinsAndKeepsTheOtherReasons() {
    ValidityInputs inputs = goodInputs();
    inputs.nonFiniteLogits = 1;
    inputs.governorSavesPower = true;
    const Validity validity = assessValidity(inputs);
    QCOMPARE(QString(validityStateName(validity.state)), QString("void"));
    QCOMPARE(validity.reasons.size(), 2U);
}

void TestValidity::warmUpIsJudgedByItsLastTwoRuns() {
    QVERIFY(!warmUpHasConverged(std::vector<double>{1.0}));
    QCOMPARE(warmUpHasConverged(std::vector<double>{5.0, 1.00, 1.04}), std::optional(true));
    QCOMPARE(warmUpHasConverged(std::vector<double>{1.0, 1.0, 1.06}), std::optional(false));
    QCOMPARE(warmUpHasConverged(std::vector<double>{1.06, 1.0}), std::optional(false));
}

void TestValidity::machineFactsComeFromTheSamples() {
    SystemInfo system;
    system.lastLevelCacheBytes = 36'000'000;
    system.governor = "powersave";
    std::vector<SystemSample> samples(3);
    samples[0].otherCpuShare = 0.9;  // covers the time before
    samples[1].otherCpuShare = 0.1;
    samples[2].otherCpuShare = 0.3;
    DeviceSample first;
    first.index = 0;
    first.clockReasons = 0x04;
    first.otherProcesses = 1;
    DeviceSample second;
    second.index = 1;
    second.clockReasons = 0x80;
    samples[1].devices = {first, second};
    samples[2].devices = {first};
    samples[2].devices[0].clockReasons = 0x40;

    ValidityInputs cpu;
    addMachine(cpu, system, samples, std::nullopt);
    QCOMPARE(cpu.otherCpuShare.value(), 0.2);
    QCOMPARE(cpu.lastLevelCacheBytes.value(), std::uint64_t{36'000'000});
    QCOMPARE(cpu.governorSavesPower.value(), true);
    QCOMPARE(cpu.clockReasons, std::uint64_t{0});
    QCOMPARE(cpu.otherDeviceProcesses, 0);

    ValidityInputs device;
    addMachine(device, system, samples, 0);
    QCOMPARE(device.clockReasons, std::uint64_t{0x44});
    QCOMPARE(device.otherDeviceProcesses, 1);
    QVERIFY(!device.lastLevelCacheBytes);
}

QTEST_GUILESS_MAIN(TestValidity)
#include "tst_validity.moc"
