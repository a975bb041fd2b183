// The management library of NVIDIA's driver, absent, refusing, old and complete, through a stand-in.
#include "core/base/nvml.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;

class TestNvml : public QObject {
    Q_OBJECT
  private slots:
    void anAbsentLibraryIsSaid();
    void aLibraryOfSomethingElseIsRefused();
    void aDriverThatIsNotLoadedIsSaid();
    void everyValueIsReadInItsUnit();
    void whatADeviceDoesNotReportIsAbsent();
    void manyProcessesAreListedCompletely();
    void slowdownReasonsAreNamed();
};

void TestNvml::anAbsentLibraryIsSaid() {
    VERIFY_FAILS(Nvml::open("libnvidia-ml-of-nobody.so.1"), ErrorCode::NotFound, "cannot open shared object file");
}

void TestNvml::aLibraryOfSomethingElseIsRefused() {
    VERIFY_FAILS(Nvml::open("libc.so.6"), ErrorCode::Unsupported, "lacks a function");
}

void TestNvml::aDriverThatIsNotLoadedIsSaid() {
    const ScopedEnvironment init("FAKE_NVML_INIT", "9");
    VERIFY_FAILS(Nvml::open(FAKE_NVML), ErrorCode::Device, "Driver Not Loaded (code 9)");
}

void TestNvml::everyValueIsReadInItsUnit() {
    const ScopedEnvironment pid("FAKE_NVML_PID", "4242");
    const ScopedEnvironment reasons("FAKE_NVML_REASONS", "36");
    const ScopedEnvironment devices("FAKE_NVML_DEVICES", "2");
    const auto nvml = Nvml::open(FAKE_NVML);
    VERIFY_OK(nvml);
    const NvmlSnapshot snapshot = (*nvml)->snapshot();
    QCOMPARE(snapshot.driverVersion, std::string("550.54.15"));
    QCOMPARE(snapshot.cudaDriverVersion.value(), std::string("12.4"));
    QCOMPARE(snapshot.devices.size(), 2U);
    const NvmlDevice& device = snapshot.devices[1];
    QCOMPARE(device.index, 1);
    QCOMPARE(device.name, std::string("Fake H200"));
    QCOMPARE(device.capability.value(), std::string("9.0"));
    QCOMPARE(device.memoryTotalBytes.value(), std::uint64_t{150'000'000'000});
    QCOMPARE(device.memoryFreeBytes.value(), std::uint64_t{140'000'000'000});
    QCOMPARE(device.memoryUsedBytes.value(), std::uint64_t{10'000'000'000});
    QCOMPARE(device.utilizationPercent.value(), 73);
    QCOMPARE(device.temperatureCelsius.value(), 61);
    QCOMPARE(device.powerWatts.value(), 345.6);
    QVERIFY(device.energyJoules.value() >= 1000.0);
    QCOMPARE(device.clockReasons.value(), std::uint64_t{0x24});
    QCOMPARE(device.processes->size(), 1U);
    QCOMPARE(device.processes->front().pid, 4242U);
    QCOMPARE(device.processes->front().usedBytes.value(), std::uint64_t{2'000'000'000});
    QCOMPARE(toJson(snapshot)["devices"][0]["memory_total_bytes"].get<std::uint64_t>(), std::uint64_t{150'000'000'000});
}

void TestNvml::whatADeviceDoesNotReportIsAbsent() {
    const ScopedEnvironment old("FAKE_NVML_OLD", "1");
    const auto nvml = Nvml::open(FAKE_NVML);
    VERIFY_OK(nvml);
    const NvmlDevice device = (*nvml)->device(0);
    QVERIFY(device.memoryTotalBytes);
    QVERIFY(!device.utilizationPercent && !device.temperatureCelsius && !device.powerWatts);
    QVERIFY(!device.energyJoules && !device.clockReasons && !device.processes);
    QVERIFY((*nvml)->device(99).name.empty());
}

void TestNvml::manyProcessesAreListedCompletely() {
    const auto nvml = Nvml::open(FAKE_NVML);
    VERIFY_OK(nvml);
    const auto processes = (*nvml)->device(0).processes;
    QVERIFY(processes);
    QCOMPARE(processes->size(), 20U);
    QCOMPARE(processes->at(19).pid, 119U);
    QVERIFY(!processes->at(3).usedBytes);  // 'not available' is no number of bytes
}

void TestNvml::slowdownReasonsAreNamed() {
    QVERIFY(clockReasonNames(0x44) == std::vector<std::string>({"software power cap", "hardware thermal slowdown"}));
    QCOMPARE(nvmlSlowdownReasons & 0x01U, std::uint64_t{0});  // idle is no slowdown
}

QTEST_GUILESS_MAIN(TestNvml)
#include "tst_nvml.moc"
