// The machine as fixture trees describe it: two sockets, containers with limits, and a /proc that says nothing.
#include <sched.h>

#include "core/base/system_info.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

/// A machine made of text files.
class FakeMachine {
  public:
    SystemRoots roots() const { return {m_folder / "proc", m_folder / "sys", m_folder / "etc"}; }
    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((m_folder / name).parent_path());
        writeBytes(m_folder / name, content);
    }
    void writeCpu(int processor, int package, int core) {
        m_cpuinfo += "processor\t: " + std::to_string(processor) +
                     "\nmodel name\t: Test CPU @ 2.5GHz\nphysical id\t: " + std::to_string(package) +
                     "\ncore id\t\t: " + std::to_string(core) +
                     "\nflags\t\t: fpu avx avx2 f16c fma avx512_vnni sha_ni avx512foo\n\n";
        write("proc/cpuinfo", m_cpuinfo);
    }
    void writeCache(int cpu, int index, const std::string& level, const std::string& type, const std::string& size,
                    const std::string& shared) const {
        const std::string folder =
            "sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cache/index" + std::to_string(index) + "/";
        write(folder + "level", level + "\n");
        write(folder + "type", type + "\n");
        write(folder + "size", size + "\n");
        write(folder + "shared_cpu_list", shared + "\n");
    }

  private:
    TemporaryFolder m_folder;
    std::string m_cpuinfo;
};

}  // namespace

class TestSystemInfo : public QObject {
    Q_OBJECT
  private slots:
    void anEmptyMachineHasNoNumbers();
    void coresAreCountedOncePerSocketAndCore();
    void lastLevelCachesAddUp();
    void quotaOfVersionTwoLimitsTheCores();
    void quotaOfVersionOneFindsItsMount();
    void outerGroupLimitsTheInner();
    void memoryLimitCountsDroppableCacheAsFree();
    void noLimitIsNoLimit();
    void governorJudgement_data();
    void governorJudgement();
    void kernelTablesAreReadExactly();
    void thisMachineAgreesWithTheKernel();
};

void TestSystemInfo::anEmptyMachineHasNoNumbers() {
    const FakeMachine machine;
    const SystemInfo info = readSystemInfo(machine.roots());
    const Json json = toJson(info);
    for (const auto& [key, value] : json.items())
        QVERIFY2(value.is_null(), key.c_str());
    QVERIFY(!info.governorSavesPower());
    QVERIFY(!info.hasIsa("avx2"));
}

void TestSystemInfo::coresAreCountedOncePerSocketAndCore() {
    FakeMachine machine;
    // Two sockets of two cores with two threads each; core ids repeat in every socket.
    for (int cpu = 0; cpu < 8; ++cpu)
        machine.writeCpu(cpu, cpu / 2 % 2, cpu % 2);
    machine.write("proc/self/status", "Name:\tx\nCpus_allowed:\tff\nCpus_allowed_list:\t0-2,5,7\n");
    machine.write("proc/loadavg", "3.25 1.00 0.50 2/300 999\n");
    machine.write("etc/os-release", "NAME=x\nPRETTY_NAME=\"Test Linux 13\"\n");
    const SystemInfo info = readSystemInfo(machine.roots());
    QCOMPARE(info.logicalCores.value(), 8);
    QCOMPARE(info.physicalCores.value(), 4);
    QCOMPARE(info.usableCores.value(), 5);
    QCOMPARE(info.cpuModel.value(), std::string("Test CPU @ 2.5GHz"));
    QCOMPARE(info.loadAverage1.value(), 3.25);
    QCOMPARE(info.osName.value(), std::string("Test Linux 13"));
    // Whole words only: avx512foo is not avx512f.
    QVERIFY(info.isaFlags == std::vector<std::string>({"avx2", "f16c", "fma", "avx512_vnni", "sha_ni"}));
}

void TestSystemInfo::lastLevelCachesAddUp() {
    FakeMachine machine;
    for (int cpu = 0; cpu < 4; ++cpu) {
        machine.writeCache(cpu, 0, "1", "Data", "32K", std::to_string(cpu));
        machine.writeCache(cpu, 1, "3", "Unified", "16M", cpu < 2 ? "0-1" : "2-3");
        machine.writeCache(cpu, 2, "4", "Instruction", "64M", "0-3");
    }
    QCOMPARE(readSystemInfo(machine.roots()).lastLevelCacheBytes.value(), std::uint64_t{2} * 16 * 1024 * 1024);
}

void TestSystemInfo::quotaOfVersionTwoLimitsTheCores() {
    FakeMachine machine;
    machine.write("proc/self/status", "Cpus_allowed_list:\t0-15\n");
    machine.write("proc/self/cgroup", "0::/work/job\n");
    machine.write("sys/fs/cgroup/work/job/cpu.max", "250000 100000\n");
    const SystemInfo info = readSystemInfo(machine.roots());
    QCOMPARE(info.cpuQuotaCores.value(), 2.5);
    QCOMPARE(info.usableCores.value(), 3);
}

void TestSystemInfo::quotaOfVersionOneFindsItsMount() {
    FakeMachine machine;
    machine.write("proc/self/status", "Cpus_allowed_list:\t0-15\n");
    // The path is the host's and does not exist inside the container.
    machine.write("proc/self/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/\n");
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "400000\n");
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    QCOMPARE(readSystemInfo(machine.roots()).usableCores.value(), 4);
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    QCOMPARE(readSystemInfo(machine.roots()).usableCores.value(), 16);
    QVERIFY(!readSystemInfo(machine.roots()).cpuQuotaCores);
}

void TestSystemInfo::outerGroupLimitsTheInner() {
    FakeMachine machine;
    machine.write("proc/self/cgroup", "0::/outer/inner\n");
    machine.write("sys/fs/cgroup/outer/inner/cpu.max", "max 100000\n");
    machine.write("sys/fs/cgroup/outer/cpu.max", "150000 100000\n");
    QCOMPARE(readSystemInfo(machine.roots()).cpuQuotaCores.value(), 1.5);
}

void TestSystemInfo::memoryLimitCountsDroppableCacheAsFree() {
    FakeMachine machine;
    machine.write("proc/meminfo", "MemTotal:       64000 kB\nMemFree: 1 kB\nMemAvailable:   60000 kB\n");
    QCOMPARE(readSystemInfo(machine.roots()).memoryAvailableBytes.value(), std::uint64_t{60'000} * 1024);

    machine.write("proc/self/cgroup", "0::/job\n");
    machine.write("sys/fs/cgroup/job/memory.max", "10000000\n");
    machine.write("sys/fs/cgroup/job/memory.current", "7000000\n");
    machine.write("sys/fs/cgroup/job/memory.stat", "anon 5000000\ninactive_file 1500000\nactive_file 500000\n");
    const SystemInfo info = readSystemInfo(machine.roots());
    QCOMPARE(info.memoryTotalBytes.value(), std::uint64_t{64'000} * 1024);
    QCOMPARE(info.memoryLimitBytes.value(), std::uint64_t{10'000'000});
    QCOMPARE(info.memoryAvailableBytes.value(), std::uint64_t{10'000'000 - 7'000'000 + 1'500'000});
}

void TestSystemInfo::noLimitIsNoLimit() {
    FakeMachine machine;
    machine.write("proc/meminfo", "MemTotal: 64000 kB\nMemAvailable: 60000 kB\n");
    machine.write("proc/self/cgroup", "4:memory:/\n");
    machine.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    machine.write("sys/fs/cgroup/memory/memory.usage_in_bytes", "5\n");
    const SystemInfo info = readSystemInfo(machine.roots());
    QVERIFY(!info.memoryLimitBytes);
    QCOMPARE(info.memoryAvailableBytes.value(), std::uint64_t{60'000} * 1024);
}

void TestSystemInfo::governorJudgement_data() {
    QTest::addColumn<QString>("governor");
    QTest::addColumn<QString>("driver");
    QTest::addColumn<QString>("preference");
    QTest::addColumn<bool>("saves");
    QTest::newRow("performance") << "performance" << "acpi-cpufreq" << "" << false;
    QTest::newRow("schedutil") << "schedutil" << "acpi-cpufreq" << "" << false;
    QTest::newRow("lowest frequency") << "powersave" << "acpi-cpufreq" << "" << true;
    QTest::newRow("intel's ordinary one") << "powersave" << "intel_pstate" << "balance_performance" << false;
    QTest::newRow("intel saving") << "powersave" << "intel_pstate" << "power" << true;
    QTest::newRow("amd saving") << "powersave" << "amd-pstate-epp" << "balance_power" << true;
}

void TestSystemInfo::governorJudgement() {
    QFETCH(QString, governor);
    QFETCH(QString, driver);
    QFETCH(QString, preference);
    QFETCH(bool, saves);
    const FakeMachine machine;
    const std::string folder = "sys/devices/system/cpu/cpu0/cpufreq/";
    machine.write(folder + "scaling_governor", governor.toStdString() + "\n");
    machine.write(folder + "scaling_driver", driver.toStdString() + "\n");
    machine.write(folder + "energy_performance_preference", preference.toStdString() + "\n");
    QCOMPARE(readSystemInfo(machine.roots()).governorSavesPower().value(), saves);
}

void TestSystemInfo::kernelTablesAreReadExactly() {
    QCOMPARE(kernelTableBytes("VmRSSx: 1 kB\nVmRSS:\t  12 kB\n", "VmRSS").value(), std::uint64_t{12 * 1024});
    QCOMPARE(kernelTableBytes("inactive_file 77", "inactive_file").value(), std::uint64_t{77});
    QVERIFY(!kernelTableBytes("VmRSS: many kB\n", "VmRSS"));
    QVERIFY(!kernelTableBytes("VmRSS: 99999999999999999999 kB\n", "VmRSS"));
    QVERIFY(!kernelTableBytes("VmRSS: 18446744073709551615 kB\n", "VmRSS"));
    QVERIFY(!parseUnsigned("-1"));
    QVERIFY(!parseUnsigned(""));
}

void TestSystemInfo::thisMachineAgreesWithTheKernel() {
    const SystemInfo info = readSystemInfo();
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    QCOMPARE(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
    QVERIFY(info.usableCores.value() <= CPU_COUNT(&allowed));
    QVERIFY(info.memoryAvailableBytes.value() <= info.memoryTotalBytes.value());
#if defined(__x86_64__)
    QCOMPARE(info.hasIsa("avx2"), __builtin_cpu_supports("avx2") != 0);
    QCOMPARE(info.hasIsa("fma"), __builtin_cpu_supports("fma") != 0);
    QCOMPARE(info.hasIsa("avx512f"), __builtin_cpu_supports("avx512f") != 0);
    QCOMPARE(info.hasIsa("avx512_vnni"), __builtin_cpu_supports("avx512vnni") != 0);
#endif
}

QTEST_GUILESS_MAIN(TestSystemInfo)
#include "tst_system_info.moc"
