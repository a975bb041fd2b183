// What the background sampler sees of memory, load, energy and devices, on fixture files and on this machine.
#include <unistd.h>

#include <cstring>

#include "core/base/clock.h"
#include "core/measure/samplers.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::measure;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

struct FakeMachine {
    TemporaryFolder folder;
    SystemRoots roots() const { return {folder / "proc", folder / "sys", folder / "etc"}; }
    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((folder / name).parent_path());
        writeBytes(folder / name, content);
    }
    void writeTicks(int user, int idle, int steal, int selfUser) const {
        write("proc/stat", "cpu  " + std::to_string(user) + " 0 0 " + std::to_string(idle) + " 0 0 0 " +
                               std::to_string(steal) + " 0 0\ncpu0 1 2 3\n");
        // A program's name may hold blanks and brackets.
        write("proc/self/stat", "7 (a) b (c) R 1 1 1 0 -1 0 0 0 0 0 " + std::to_string(selfUser) + " 0 0 0 20 0\n");
    }
    void writeRapl(const std::string& zone, const std::string& name, const std::string& microjoules) const {
        write("sys/class/powercap/" + zone + "/name", name + "\n");
        write("sys/class/powercap/" + zone + "/energy_uj", microjoules + "\n");
        write("sys/class/powercap/" + zone + "/max_energy_range_uj", "262143328850\n");
    }
};

SamplerOptions onlyFirstAndLast(const FakeMachine& machine) {
    SamplerOptions options;
    options.interval = std::chrono::hours(1);
    options.roots = machine.roots();
    return options;
}

SystemSample deviceSample(double seconds, std::optional<double> watts, std::optional<double> joules) {
    SystemSample sample;
    sample.timeNs = static_cast<std::int64_t>(seconds * 1e9);
    DeviceSample device;
    device.powerWatts = watts;
    device.energyJoules = joules;
    sample.devices = {device};
    return sample;
}

}  // namespace

class TestSamplers : public QObject {
    Q_OBJECT
  private slots:
    void emptyMachineGivesEmptySamples();
    void memoryOfThisProcessFollowsAllocation();
    void peakStartsAgain();
    void loadOfOthersLeavesThisProcessOut();
    void energyCountersWrapAround();
    void frequencyIsTheMeanOfTheCores();
    void devicesAreSampled();
    void theOldestSamplesGoFirst();
    void samplesComeAtTheirInterval();
    void energyByCounterOrByTrapezoid();
};

void TestSamplers::emptyMachineGivesEmptySamples() {
    const FakeMachine machine;
    Sampler sampler(onlyFirstAndLast(machine));
    sampler.stop();
    sampler.stop();
    const auto samples = sampler.snapshot();
    QCOMPARE(samples.size(), 2U);
    const SystemSample& last = samples.back();
    QVERIFY(!last.memory.residentBytes && !last.memory.peakResidentBytes && !last.memory.fileBackedBytes);
    QVERIFY(!last.availableMemoryBytes && !last.otherCpuShare && !last.cpuFrequencyHz && !last.cpuEnergyJoules);
    QVERIFY(last.devices.empty());
    QVERIFY(!cpuEnergy(samples));
}

void TestSamplers::memoryOfThisProcessFollowsAllocation() {
    const auto before = readProcessMemory();
    constexpr std::size_t size = 64U << 20U;
    std::vector<char> block(size);
    std::memset(block.data(), 1, size);
    const auto after = readProcessMemory();
    const double grown = static_cast<double>(*after.residentBytes) - static_cast<double>(*before.residentBytes);
    QVERIFY2(std::abs(grown / size - 1) < 0.1, std::to_string(grown).c_str());
    QVERIFY(*after.peakResidentBytes >= *after.residentBytes);
    QVERIFY(*after.fileBackedBytes > 0 && *after.fileBackedBytes < *after.residentBytes);
}

void TestSamplers::peakStartsAgain() {
#ifdef __SANITIZE_ADDRESS__
    QSKIP("AddressSanitizer keeps freed memory");
#endif
    {
        std::vector<char> block(96U << 20U);
        std::memset(block.data(), 1, block.size());
    }
    const auto before = readProcessMemory();
    if (!resetPeakRss()) QSKIP("the kernel does not let the peak be reset here");
    const auto after = readProcessMemory();
    QVERIFY(*after.peakResidentBytes + (64U << 20U) < *before.peakResidentBytes);

    const FakeMachine machine;
    VERIFY_FAILS(resetPeakRss(machine.roots()), ErrorCode::Unsupported, "clear_refs");
}

void TestSamplers::loadOfOthersLeavesThisProcessOut() {
    const FakeMachine machine;
    machine.writeTicks(1000, 5000, 0, 100);
    Sampler sampler(onlyFirstAndLast(machine));
    // 200 ticks pass: 110 busy and 10 stolen, of which this process used 60; the others used (120 - 60) / 200.
    machine.writeTicks(1110, 5080, 10, 160);
    sampler.stop();
    QCOMPARE(sampler.snapshot().back().otherCpuShare.value(), 0.3);
    QCOMPARE(sampler.snapshot().back().ownCpuShare.value(), 0.3);  // 60 of 200
    const std::int64_t firstNs = sampler.snapshot().front().timeNs;
    QCOMPARE(sampler.since(firstNs).size(), 1U);
    QCOMPARE(sampler.since(firstNs - 1).size(), 2U);
}

void TestSamplers::energyCountersWrapAround() {
    const FakeMachine machine;
    machine.writeRapl("intel-rapl:0", "package-0", "262143328000");
    machine.writeRapl("intel-rapl:1", "package-1", "1000000");
    machine.writeRapl("intel-rapl:0:0", "core", "5");
    machine.writeRapl("intel-rapl:2", "psys", "5");
    Sampler sampler(onlyFirstAndLast(machine));
    machine.writeRapl("intel-rapl:0", "package-0", "2000000");  // 850 before the wrap and 2000000 after it
    machine.writeRapl("intel-rapl:1", "package-1", "4000000");
    machine.writeRapl("intel-rapl:2", "psys", "900000000");
    sampler.stop();
    QCOMPARE(sampler.snapshot().front().cpuEnergyJoules.value(), 0.0);
    QCOMPARE(sampler.snapshot().back().cpuEnergyJoules.value(), 2.00085 + 3.0);
    QCOMPARE(cpuEnergy(sampler.snapshot())->joules, 5.00085);
}

void TestSamplers::frequencyIsTheMeanOfTheCores() {
    const FakeMachine machine;
    machine.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "3000000\n");
    machine.write("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "2000000\n");
    machine.write("sys/devices/system/cpu/cpufreq/policy0", "");
    Sampler sampler(onlyFirstAndLast(machine));
    QCOMPARE(sampler.snapshot().front().cpuFrequencyHz.value(), 2.5e9);
}

void TestSamplers::devicesAreSampled() {
    const ScopedEnvironment pid("FAKE_NVML_PID", std::to_string(getpid()));
    const auto nvml = Nvml::open(FAKE_NVML);
    VERIFY_OK(nvml);
    const FakeMachine machine;
    SamplerOptions options = onlyFirstAndLast(machine);
    options.nvml = *nvml;
    Sampler sampler(std::move(options));
    {
        const ScopedEnvironment other("FAKE_NVML_PID", "1");
        sampler.stop();
    }
    const auto samples = sampler.snapshot();
    const DeviceSample& mine = samples.front().devices.at(0);
    QCOMPARE(mine.usedBytes.value(), std::uint64_t{10'000'000'000});
    QCOMPARE(mine.processUsedBytes.value(), std::uint64_t{2'000'000'000});
    QCOMPARE(mine.otherProcesses.value(), 0);
    QCOMPARE(mine.powerWatts.value(), 345.6);
    const DeviceSample& foreign = samples.back().devices.at(0);
    QVERIFY(!foreign.processUsedBytes);
    QCOMPARE(foreign.otherProcesses.value(), 1);
    QCOMPARE(foreign.energyJoules.value() - mine.energyJoules.value(), 5.0);
}

void TestSamplers::theOldestSamplesGoFirst() {
    const FakeMachine machine;
    SamplerOptions options = onlyFirstAndLast(machine);
    options.interval = std::chrono::milliseconds(1);
    options.capacity = 3;
    Sampler sampler(std::move(options));
    const auto first = sampler.snapshot().front().timeNs;
    QTRY_VERIFY(sampler.snapshot().size() == 3 && sampler.snapshot().front().timeNs > first);
    sampler.stop();
    const auto samples = sampler.snapshot();
    QCOMPARE(samples.size(), 3U);
    QVERIFY(samples[0].timeNs < samples[1].timeNs && samples[1].timeNs < samples[2].timeNs);
}

void TestSamplers::samplesComeAtTheirInterval() {
    SamplerOptions options;
    options.interval = std::chrono::milliseconds(50);
    Sampler sampler(std::move(options));
    QTRY_VERIFY(sampler.snapshot().size() >= 6);
    sampler.stop();
    const auto samples = sampler.snapshot();
    // Never earlier than asked for; later only because the machine was busy.
    const double seconds = static_cast<double>(samples[5].timeNs - samples[0].timeNs) / 1e9;
    QVERIFY2(seconds >= 0.2, std::to_string(seconds).c_str());
    QVERIFY(samples.back().memory.residentBytes.value() > 0);
}

void TestSamplers::energyByCounterOrByTrapezoid() {
    // 100 W for one second, then rising to 300 W within the next two: 100 + 400 = 500 J.
    const std::vector<SystemSample> power = {deviceSample(10, 100, std::nullopt), deviceSample(11, 100, std::nullopt),
                                             deviceSample(13, 300, std::nullopt)};
    const auto integrated = deviceEnergy(power, 0);
    QVERIFY(integrated);
    QCOMPARE(integrated->joules, 500.0);
    QCOMPARE(integrated->seconds, 3.0);
    QCOMPARE(integrated->method, EnergyMethod::PowerTrapezoid);

    const std::vector<SystemSample> counted = {deviceSample(0, 100, 1000), deviceSample(3, 100, 1450)};
    QCOMPARE(deviceEnergy(counted, 0)->joules, 450.0);
    QCOMPARE(deviceEnergy(counted, 0)->method, EnergyMethod::Counter);

    // A counter is too coarse for one second.
    const std::vector<SystemSample> brief = {deviceSample(0, 100, 1000), deviceSample(1, 100, 1450)};
    QCOMPARE(deviceEnergy(brief, 0)->joules, 100.0);
    QCOMPARE(deviceEnergy(brief, 0)->method, EnergyMethod::PowerTrapezoid);

    QVERIFY(!deviceEnergy(counted, 1));
    QVERIFY(!deviceEnergy(std::span(counted).first(1), 0));
    const std::vector<SystemSample> nothing = {deviceSample(0, std::nullopt, 1), deviceSample(1, std::nullopt, 2)};
    QVERIFY(!deviceEnergy(nothing, 0));
}

QTEST_GUILESS_MAIN(TestSamplers)
#include "tst_samplers.moc"
